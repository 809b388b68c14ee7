"""A delivery's opening: rows of the preview, chosen by the supplier, and no other word or digit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.altering import altered
from support.ledger_battery import FACTORS
from support.ledger_opened import OpenChain, open_chain
from support.ledger_world import made, replacing, taken

from ledger.service.answers.preview import preview
from ledger.state.drafting import sign_draft
from schemas.signed.entry import Site
from schemas.signed.opening import OpenedStage, OpenedSupplier, Opening
from schemas.vocabulary import ProcessCode, Stage


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The chain in which the mine opens its pit and lets the refinery pass it on."""
    with open_chain(tmp_path / "ledger") as chain:
        yield chain


def raw(burdens: str, stage: Stage = Stage.RAW_MATERIAL) -> tuple[OpenedStage, ...]:
    """Burdens of one stage."""
    return (OpenedStage(stage=stage, burdens=burdens, credits="0"),)


def refuses(it: OpenChain, opening: Opening, place: str) -> None:
    """Assert that the refinery's delivery with this opening is refused at this place."""
    draft = it.draft("refinery", "plant", "10", opening)
    submission = sign_draft(draft, [it.parties["refinery"].working])
    it.world.refuses(submission, "delivery.opening", place)


def test_rows_are_the_parts_of_the_figure(it: OpenChain) -> None:
    """Per unit of the line: 20 x 0.75 / 50 and 40 x 0.1 / 50, and the pit's 20 x 0.5 x 0.5 / 50 in the first."""
    pit = OpenedSupplier(name="Pit Ltd", country="FI", stages=raw("0.1"))
    assert it.openable("refinery") == (
        OpenedSupplier(name="Mine Ltd", country="SE", stages=raw("0.3"), suppliers=(pit,)),
        OpenedSupplier(name="Works Ltd", country="NO", stages=raw("0.08")),
    )


def test_a_supplier_opens_what_it_chooses(it: OpenChain) -> None:
    """All, one of them, one without those behind it, or nothing."""
    whole = it.opening("refinery")
    mine = whole.suppliers[0].model_copy(update={"suppliers": None})
    for number, opening in enumerate(
        (
            None,
            whole,
            it.opening("refinery", of=("works",)),
            Opening(onward=True, suppliers=(mine,)),
        )
    ):
        it.deliver("refinery", "plant", "10", opening, number=f"N {number}")


CHANGES: dict[str, tuple[Callable[[OpenedSupplier], OpenedSupplier], str]] = {
    "another firm": (lambda row: row.model_copy(update={"name": "Clean Mine Ltd"}), ""),
    "another country": (lambda row: row.model_copy(update={"country": "NO"}), ""),
    "another stage": (
        lambda row: row.model_copy(update={"stages": raw("0.3", Stage.MAIN_PRODUCTION)}),
        ".stages",
    ),
    "a lower number": (lambda row: row.model_copy(update={"stages": raw("0.2")}), ".stages"),
    "more digits": (lambda row: row.model_copy(update={"stages": raw("0.30001")}), ".stages"),
    "no number": (lambda row: row.model_copy(update={"stages": ()}), ".stages"),
    "a credit": (
        lambda row: row.model_copy(
            update={
                "stages": (OpenedStage(stage=Stage.RAW_MATERIAL, burdens="0.3", credits="-0.1"),)
            }
        ),
        ".stages",
    ),
}


@pytest.mark.parametrize(("change", "place"), CHANGES.values(), ids=CHANGES)
def test_a_nicer_row_is_refused(
    it: OpenChain, change: Callable[[OpenedSupplier], OpenedSupplier], place: str
) -> None:
    """Name, country, stages and digits are those of the preview, at every depth."""
    whole = it.opening("refinery")
    mine, works = whole.suppliers
    refuses(
        it,
        Opening(onward=False, suppliers=(change(mine), works)),
        f"opening.suppliers[0]{place}",
    )
    pit = change(mine.suppliers[0]) if mine.suppliers else mine
    deep = mine.model_copy(update={"suppliers": (pit,)})
    if pit != mine.suppliers[0]:
        refuses(
            it,
            Opening(onward=False, suppliers=(deep,)),
            f"opening.suppliers[0].suppliers[0]{place}",
        )


@pytest.mark.parametrize("opens", [True, False])
def test_rows_behind_a_supplier_need_its_consent(tmp_path: Path, *, opens: bool) -> None:
    """The mine opens its pit to the refinery alone, or opens nothing: the refinery passes on neither."""
    with open_chain(tmp_path / "ledger", onward=False, opens=opens) as it:
        mine = it.openable("refinery")[0]
        assert mine.suppliers is None
        pit = OpenedSupplier(name="Pit Ltd", country="FI", stages=raw("0.1"))
        without = Opening(onward=False, suppliers=(mine.model_copy(update={"suppliers": (pit,)}),))
        refuses(it, without, "opening.suppliers[0].suppliers[0]")


def test_consent_ends_with_the_delivery_that_gave_it(it: OpenChain) -> None:
    """The mine corrects its delivery and opens nothing: what the refinery states from then on opens the mine alone."""
    old = it.opening("refinery")
    it.deliver("mine", "refinery", supersedes=replacing(it.deliveries["mine"]))
    assert it.openable("refinery")[0].suppliers is None
    refuses(it, old, "opening.suppliers[0].suppliers[0]")


def test_an_outdated_opening_is_refused(it: OpenChain) -> None:
    """Rows of a state before a correction behind them do not outlive it, with the old figure or with a new one."""
    old = it.opening("refinery")
    figure = preview(it.world.ledger, it.entries["refinery"], "main", it.rulebook, [it.factors])
    it.enter("works", "40", {}, supersedes=replacing(it.entries["works"]))
    draft = it.draft("refinery", "plant", "10", old, figure=figure)
    submission = sign_draft(draft, [it.parties["refinery"].working])
    it.world.refuses(submission, "figure.outdated", "figure.registry")
    refuses(it, old, "opening.suppliers[1].stages")


def test_a_supplier_that_states_no_figure_is_not_opened(it: OpenChain) -> None:
    """Its part would show the refinery, and the plant, what it has told neither."""
    it.deliver("works", "refinery", figure=None, supersedes=replacing(it.deliveries["works"]))
    assert [row.name for row in it.openable("refinery")] == ["Mine Ltd"]


def test_a_figure_by_another_method_is_no_consent(it: OpenChain) -> None:
    """A factor set that values one flow alone would show amounts."""
    other = FACTORS.model_copy(update={"id": "probe"})
    kept = it.world.ledger.keep(other)
    figure = preview(it.world.ledger, it.entries["works"], "main", it.rulebook, [kept])
    it.deliver("works", "refinery", figure=figure, supersedes=replacing(it.deliveries["works"]))
    assert [row.name for row in it.openable("refinery")] == ["Mine Ltd"]


def test_an_opening_needs_a_figure(it: OpenChain) -> None:
    """Without a figure a part is a part of nothing."""
    draft = it.draft("refinery", "plant", "10", it.opening("refinery"))
    key = it.parties["refinery"].working
    it.world.refuses(altered(draft, lambda p: p.pop("figure"), key), "delivery.opening", "")


def test_firms_of_one_name_and_country_are_one_row(it: OpenChain) -> None:
    """Two deliveries of one firm are pooled; the same firm in another country is a row of its own."""
    it.enter("works", "20", {}, process=ProcessCode.MINING)
    more = it.deliver("works", "refinery", number="W 2")
    it.enter(
        "works", "20", {}, process=ProcessCode.MAIN_UNSPECIFIED, site=Site(code="w", country="PL")
    )
    third = it.deliver("works", "refinery", number="W 3")
    inputs = [taken(one, "10") for one in (more, third)]
    party = it.parties["refinery"]
    inputs.append(taken(it.deliveries["mine"], "20"))
    it.entries["refinery"] = it.world.enter(
        party, [made(party, "50")], inputs=inputs, process=ProcessCode.MAIN_UNSPECIFIED
    )
    rows = {(row.name, row.country): row.stages for row in it.openable("refinery")}
    assert rows == {
        ("Mine Ltd", "SE"): raw("0.3"),
        ("Works Ltd", "NO"): raw("0.02"),
        ("Works Ltd", "PL"): raw("0.02"),
    }


def test_what_a_supplier_leaves_out_is_not_opened_further_down(it: OpenChain) -> None:
    """The mine lets the pit be passed on, and the refinery opens the mine without it: its customer shows no pit."""
    mine = it.opening("refinery").suppliers[0].model_copy(update={"suppliers": None})
    it.deliver("refinery", "plant", "10", Opening(onward=True, suppliers=(mine,)))
    it.enter("plant", "10", {"refinery": "10"})
    (refinery,) = it.openable("plant")
    (shown,) = refinery.suppliers or ()
    assert (refinery.name, shown.name, shown.suppliers) == ("Refinery Ltd", "Mine Ltd", None)
