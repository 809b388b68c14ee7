"""Recompute: the same verdict and digest as `cradle verify` on the downloaded files, and steps as they end."""

import json
import re
from pathlib import Path

import pytest
from support.auditor_pages import CaseWorld, open_cases
from support.command import cradle
from support.ledger_battery import BatteryChain
from support.supplier_reading import words

from ledger.audit.steps import STEPS
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.views.audit_case import RecomputedCase


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def test_the_digest_is_that_of_the_command_on_the_downloaded_files(
    world: CaseWorld, tmp_path: Path
) -> None:
    """Bundle and policy from the page, `cradle verify` on them: the findings have the page's digest."""
    world.recompute()
    client = world.client
    for name in ("audit.bundle", "policy.toml", "report.json"):
        (tmp_path / name).write_bytes(client.get(f"{world.root}/recompute/{name}").content)
    found = cradle(
        "verify", tmp_path / "audit.bundle", "--policy", tmp_path / "policy.toml", "--json"
    )
    assert found.code == 0
    own = digest(canonical(json.loads(found.out)))
    page = client.get(f"{world.root}/recompute")
    assert own[7:19] in page.text
    data = RecomputedCase.parse(client.get(f"{world.root}/recompute.json").content)
    assert data.findings == own == digest((tmp_path / "report.json").read_bytes())
    assert data.policy == digest(world.policy)
    assert "under your policy" in words(page)


def test_the_verdict_the_digits_and_the_sum(world: CaseWorld) -> None:
    """Declared and recomputed digits stand in groups that a copy joins; the sum says what it cannot clear."""
    world.recompute()
    page = world.client.get(f"{world.root}/recompute")
    text = words(page)
    assert "Verified: recomputed from signed data" in text
    parts = re.findall(
        r'<span class="digits exact">(.*?)</span></span>|exact">(.*?)</dd>', page.text
    )
    assert len(parts) == 2
    assert "cannot clear" in text or "Every effect is known" in text
    assert world.client.get(f"{world.root}/recompute.csv").text.count("\n") >= 1


def test_steps_are_sent_as_they_end(world: CaseWorld) -> None:
    """One event for each step with its row, then the end; no event claims a progress that was not made."""
    world.recompute()
    answer = world.client.get(f"{world.root}/recompute/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "private, no-store"
    events = [block.split("\n") for block in answer.text.strip().split("\n\n")]
    assert [lines[0] for lines in events] == ["event: step"] * len(STEPS) + ["event: end"]
    rows = [json.loads(lines[1].removeprefix("data: ")) for lines in events[:-1]]
    assert [row["number"] for row in rows] == [number.value for number, _ in STEPS]
    assert all(f'data-step="{row["number"]}"' in row["html"] for row in rows)


def test_with_a_script_the_page_follows_the_run(world: CaseWorld) -> None:
    """The form answers at once; the page that follows shows the run or its result."""
    files = {"policy": ("policy.toml", world.policy)}
    data = {"whose": "own", "follow": "true"}
    answer = world.client.post(f"{world.root}/recompute", data=data, files=files)
    assert answer.status_code == 303
    world.client.get(f"{world.root}/recompute/events")
    assert "recomputed" in words(world.client.get(answer.headers["location"]))


@pytest.mark.parametrize(
    ("policy", "code"),
    [(b"", "audit.policy"), (b"origin =", "policy.syntax"), (b'origin = "a"', "policy.field")],
)
def test_a_policy_that_cannot_be_read(world: CaseWorld, policy: bytes, code: str) -> None:
    """The sentence stands at the field, and nothing runs."""
    files = {"policy": ("policy.toml", policy)}
    answer = world.client.post(f"{world.root}/recompute", data={"whose": "own"}, files=files)
    assert (answer.status_code, code in answer.text) == (422, True)
    assert 'id="policy-wrong"' in answer.text
    assert RecomputedCase.parse(world.client.get(f"{world.root}/recompute.json").content).state == (
        "none"
    )


def test_the_servers_own_policy_says_who_wrote_it(world: CaseWorld) -> None:
    """An auditor that uses it reads that the server checks itself."""
    answer = world.client.post(f"{world.root}/recompute", data={"whose": "server"})
    assert answer.status_code == 303
    assert "it checks itself" in words(world.client.get(f"{world.root}/recompute"))


def test_a_policy_that_lists_another_registrar_contradicts(world: CaseWorld) -> None:
    """The verdict is that of the auditor's policy, not of the server's."""
    nobody = b'registrars = ["sha256:' + b"0" * 64 + b'"]'
    other = re.sub(rb"registrars = \[[^\]]*\]", nobody, world.policy)
    assert other != world.policy
    world.recompute(other)
    assert "contradict" in words(world.client.get(f"{world.root}/recompute"))


def test_nothing_is_kept_of_a_case_that_was_not_recomputed(world: CaseWorld) -> None:
    """Files and events are gone, and the page offers the form."""
    for path in ("audit.bundle", "policy.toml", "report.json", "events"):
        answer = world.client.get(f"{world.root}/recompute/{path}")
        assert (answer.status_code, "audit.no_run" in answer.text) == (410, True), path
    assert "Recompute this case" in words(world.client.get(f"{world.root}/recompute"))
