"""The verifier compares openings with the graph, whatever the ledger has admitted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_opened import OpenChain, bundle_of, open_chain, policy_of
from support.verdicts import found

from ledger.admission import delivery as admission
from ledger.audit.bundle.container import pack
from ledger.audit.verifier import verify
from ledger.trust.leaves import digest
from schemas.signed.opening import OpenedStage, Opening
from schemas.signed.statement import Section
from schemas.views.report import Report
from schemas.vocabulary import Audience, Stage


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The chain in which the mine opens its pit and lets the refinery pass it on."""
    with open_chain(tmp_path / "ledger") as chain:
        yield chain


def judge(it: OpenChain, files: dict[str, bytes]) -> Report:
    """The report on some files."""
    return verify(pack(files), policy_of(it), digest(b"policy"))


def test_an_honest_opening_verifies(it: OpenChain) -> None:
    """Every digit of the rows is recomputed from the entries, and the names are those of the registrations."""
    sent = it.deliver("refinery", "plant", "10", it.opening("refinery", onward=True))
    report = judge(it, bundle_of(it, sent))
    assert (report.exit_code, found(report)) == (0, set())


def stages(burdens: str, stage: Stage = Stage.RAW_MATERIAL) -> dict[str, object]:
    """The change of a row to burdens of one stage."""
    return {"stages": (OpenedStage(stage=stage, burdens=burdens, credits="0"),)}


LIES: dict[str, dict[str, object]] = {
    "another firm": {"name": "Clean Mine Ltd"},
    "another country": {"country": "NO"},
    "another stage": stages("0.3", Stage.DISTRIBUTION),
    "a lower number": stages("0.2"),
    "more digits": stages("0.30001"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("deep", [False, True])
def test_a_ledger_that_admits_a_lie_is_contradicted(
    it: OpenChain, monkeypatch: pytest.MonkeyPatch, lie: dict[str, object], *, deep: bool
) -> None:
    """An operator that colludes with the supplier does not get its row past the auditor."""
    mine, works = it.openable("refinery")
    if deep:
        (pit,) = mine.suppliers or ()
        row = mine.model_copy(update={"suppliers": (pit.model_copy(update=lie),)})
    else:
        row = mine.model_copy(update=lie)
    monkeypatch.setattr(admission, "opening_problem", lambda *_: None)
    opening = Opening(onward=False, suppliers=(row, works))
    sent = it.deliver("refinery", "plant", "10", opening)
    report = judge(it, bundle_of(it, sent))
    assert (report.exit_code, found(report)) == (1, {("delivery.opening", sent)})


def test_rows_without_consent_are_contradicted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mine opened its pit to the refinery alone."""
    with open_chain(tmp_path / "other", onward=False) as it:
        monkeypatch.setattr(admission, "opening_problem", lambda *_: None)
        mine, works = it.openable("refinery")
        (pit,) = it.openable("mine")
        row = mine.model_copy(update={"suppliers": (pit,)})
        sent = it.deliver("refinery", "plant", "10", Opening(onward=True, suppliers=(row, works)))
        report = judge(it, bundle_of(it, sent))
        assert (report.exit_code, found(report)) == (1, {("delivery.opening", sent)})


def test_a_withheld_name_leaves_the_opening_unchecked(it: OpenChain) -> None:
    """A bundle without the registration's profile of a supplier is incomplete; it does not contradict."""
    sent = it.deliver("refinery", "plant", "10", it.opening("refinery"))
    files = bundle_of(it, sent)
    with it.world.ledger.view() as view:
        profile = view.read([it.parties["pit"].id])[it.parties["pit"].id].sections.profile
    del files[f"sections/{profile[7:]}.json"]
    report = judge(it, files)
    assert (report.exit_code, found(report)) == (2, {("section.withheld", it.parties["pit"].id)})
    step = next(row for row in report.steps if row.name == "supplier_figures")
    assert step.outcome == "not_told"


def section_of(files: dict[str, bytes], name: str) -> str:
    """The file of the opening that has a row of this firm at its top."""
    return next(
        path
        for path, data in files.items()
        if b'"section":"opening"' in data
        and Section.parse(data).value["suppliers"][0]["name"] == name
    )


@pytest.mark.parametrize("firm", ["Mine Ltd", "Pit Ltd"])
def test_a_withheld_opening_is_missing_and_contradicts_nothing(it: OpenChain, firm: str) -> None:
    """The delivery's own, or the one of the mine by which the refinery opens the pit."""
    sent = it.deliver("refinery", "plant", "10", it.opening("refinery"))
    files = bundle_of(it, sent)
    del files[section_of(files, firm)]
    owner = sent if firm == "Mine Ltd" else it.deliveries["mine"]
    report = judge(it, files)
    assert (report.exit_code, found(report)) == (2, {("section.withheld", owner)})


def test_the_customer_reads_the_opening_and_cannot_recompute_it(it: OpenChain) -> None:
    """Its bundle lacks the recipes; it holds the signed rows, and the check that was not made is counted."""
    sent = it.deliver("refinery", "plant", "10", it.opening("refinery"))
    report = judge(it, bundle_of(it, sent, Audience.CUSTOMER))
    assert (report.exit_code, found(report)) == (2, {("section.withheld", it.entries["refinery"])})


def test_an_opening_inside_a_larger_graph_is_compared(
    it: OpenChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A delivery of the plant's own goods rests on the refinery's delivery; its false row is found there."""
    monkeypatch.setattr(admission, "opening_problem", lambda *_: None)
    mine, works = it.openable("refinery")
    row = mine.model_copy(update=stages("0.01"))
    bad = it.deliver("refinery", "plant", "10", Opening(onward=False, suppliers=(row, works)))
    it.enter("plant", "10", {"refinery": "10"})
    monkeypatch.undo()
    sent = it.deliver("plant", "pit", "10")
    report = judge(it, bundle_of(it, sent))
    assert found(report) == {("delivery.opening", bad)}
