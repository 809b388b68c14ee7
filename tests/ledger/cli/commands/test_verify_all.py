"""`cradle verify-all`: the verdict on each bundle of a folder, and one exit status for all."""

import json
import shutil
from pathlib import Path

import pytest
from support.command import cradle, did
from support.signed_battery import honest

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path) -> Path:
    """Three honest bundles, and the policy."""
    (tmp_path / "a.bundle").write_bytes(pack(honest().ledger.files()))
    for name in ("b", "c"):
        shutil.copy(tmp_path / "a.bundle", tmp_path / f"{name}.bundle")
    (tmp_path / "policy.toml").write_bytes(format_policy(honest().ledger.policy()))
    return tmp_path


def spoil(bundle: Path) -> None:
    """Take the last half away."""
    data = bundle.read_bytes()
    bundle.write_bytes(data[: len(data) // 2])


def test_a_person_sees_each_verdict_and_how_many_are_verified(folder: Path) -> None:
    """All of them: status 0."""
    ran = did("verify-all", folder, "--policy", folder / "policy.toml")
    assert ran.out.count(" verified ") == 3
    assert "3 of 3 bundles verified" in ran.out


def test_one_that_is_incomplete_decides_the_status(folder: Path) -> None:
    """2; the others keep their verdicts, in the order of their names."""
    spoil(folder / "b.bundle")
    ran = cradle("verify-all", folder, "--policy", folder / "policy.toml", "--json")
    rows = json.loads(ran.out)["bundles"]
    assert ran.code == 2
    assert [(row["file"], row["verdict"]) for row in rows] == [
        ("a.bundle", "verified"),
        ("b.bundle", "incomplete"),
        ("c.bundle", "verified"),
    ]
    assert rows[1]["codes"]


def test_worker_processes_give_the_same_verdicts(folder: Path) -> None:
    """Two of them."""
    asked = ("verify-all", folder, "--policy", folder / "policy.toml", "--json")
    there = did(*asked, "--workers", "2")
    assert there.out == cradle(*asked).out


def test_a_folder_without_bundles_is_no_verdict(tmp_path: Path, folder: Path) -> None:
    """Status 3, with what to do."""
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = cradle("verify-all", empty, "--policy", folder / "policy.toml")
    assert (ran.code, ran.out) == (3, "")
    assert "bundle.none" in ran.err
