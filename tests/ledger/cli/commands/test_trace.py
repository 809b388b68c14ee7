"""`cradle trace`: the rows behind a figure and what each rests on, from a file."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.signed_battery import honest

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy

CHAIN = honest()
MINE = CHAIN.ids["mine 2"]


@pytest.fixture(name="files")
def bundle_and_policy(tmp_path: Path) -> tuple[Path, Path]:
    """The bundle of a battery, and a policy that accepts it."""
    bundle, policy = tmp_path / "a.bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(CHAIN.ledger.files()))
    policy.write_bytes(format_policy(CHAIN.ledger.policy()))
    return bundle, policy


def trace(files: tuple[Path, Path], *arguments: object) -> Ran:
    """Trace in a bundle."""
    return cradle("trace", files[0], *arguments, "--policy", files[1])


def test_without_a_row_the_largest_are_listed(files: tuple[Path, Path]) -> None:
    """Each address in the list can be traced, as text and as JSON."""
    ran = trace(files)
    assert (ran.code, ran.err) == (0, "")
    assert f"\n{MINE[7:19]}/inputs/0 " in ran.out
    assert f"\n{MINE[7:19]}/inputs/0," in trace(files, "--csv").out
    listed = json.loads(trace(files, "--json").out)
    for row in listed["contributors"]:
        traced = trace(files, f"{row['entry'][7:19]}/{row['place']}", "--json")
        assert (traced.code, json.loads(traced.out)["kg"]) == (0, row["kg"])
    assert {row["entry"] for row in listed["contributors"]} <= {
        row["id"] for row in listed["names"]
    }


def test_a_row_by_the_first_digits_of_its_entry(files: tuple[Path, Path]) -> None:
    """The text leads from the figure to the log; too few digits are refused."""
    ran = trace(files, f"{MINE[7:13]}/inputs/0")
    assert ran.code == 0
    assert ran.out.splitlines()[1].startswith("figure ")
    assert f"entry        {MINE[7:19]} (mine-1, mine)\n" in ran.out
    assert trace(files, "abc/inputs/0").err.startswith("refused: id.short at row")
    assert trace(files, f"{MINE[7:13]}/inputs/9").err.startswith("refused: trace.row at row")


def test_a_bundle_that_was_not_verified_keeps_its_exit_status(files: tuple[Path, Path]) -> None:
    """A contradiction elsewhere leaves the row traceable and the status 1; an unreadable policy is status 3."""
    policy = CHAIN.ledger.policy().model_copy(update={"auditors": ()})
    files[1].write_bytes(format_policy(policy))
    ran = trace(files, f"{MINE}/inputs/0")
    assert (ran.code, ran.out[:60].endswith("contradicted\n")) == (1, False)
    assert "contradicted\n" in ran.out.partition("this row")[0]
    files[1].write_bytes(b"[")
    assert trace(files).code == 3
