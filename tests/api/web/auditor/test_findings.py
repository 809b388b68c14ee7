"""The page of findings: what the auditor writes about a row or the case, and changes."""

import pytest
from support.auditor_pages import CaseWorld, open_cases
from support.ledger_battery import BatteryChain
from support.supplier_reading import words

from schemas.views.audit_case import AuditFindings


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def found(world: CaseWorld) -> AuditFindings:
    """The findings as data."""
    return AuditFindings.parse(world.client.get(f"{world.root}/findings.json").content)


def test_a_finding_about_a_row(world: CaseWorld) -> None:
    """The form is filled in by the page of the number, and the list leads back to it."""
    about = f"entry={world.chain.mined[7:]}&place=inputs/0"
    form = world.client.get(f"{world.root}/findings?{about}")
    assert world.chain.mined[7:19] in words(form)
    typed = {
        "entry": world.chain.mined[7:],
        "place": "inputs/0",
        "comment": " A  scale ",
        "effect": "0.01",
    }
    assert world.client.post(f"{world.root}/findings", data=typed).status_code == 303
    (one,) = found(world).items
    assert (one.entry, one.place, one.comment) == (world.chain.mined, "inputs/0", "A scale")
    page = world.client.get(f"{world.root}/findings")
    assert f"/rows/{world.chain.mined[7:]}/inputs/0" in page.text
    table = world.client.get(f"{world.root}/findings.csv").text
    assert "A scale" in table


def test_a_finding_is_changed(world: CaseWorld) -> None:
    """Its state, its words and its effect; what it is about stays."""
    world.client.post(f"{world.root}/findings", data={"comment": "A scale"})
    (one,) = found(world).items
    changed = {"comment": "A scale, sealed since", "state": "resolved", "effect": ""}
    path = f"{world.root}/findings/{one.id}"
    assert world.client.post(path, data=changed).status_code == 303
    (after,) = found(world).items
    assert (after.comment, after.state, after.effect) == ("A scale, sealed since", "resolved", None)
    other = f"{world.root}/findings/{'0' * 32}"
    assert world.client.post(other, data=changed).status_code == 404


@pytest.mark.parametrize(
    ("language", "typed", "kept"), [("de", "0,5", "0.5"), ("en", "\u22120.5", "-0.5")]
)
def test_effects_as_people_write_them(
    world: CaseWorld, language: str, typed: str, kept: str
) -> None:
    """A decimal comma on a German page, and a true minus."""
    path = f"{world.root}/findings?lang={language}"
    answer = world.client.post(path, data={"comment": "A scale", "effect": typed})
    assert answer.status_code == 303
    assert [one.effect for one in found(world).items] == [kept]


@pytest.mark.parametrize(
    "typed",
    [{"comment": ""}, {"comment": "x", "effect": "much"}, {"comment": "x", "state": "closed"}],
)
def test_a_finding_that_is_not_complete(world: CaseWorld, typed: dict[str, str]) -> None:
    """The form is shown again with what was typed, and nothing is kept."""
    answer = world.client.post(f"{world.root}/findings", data=typed)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert found(world).items == ()
