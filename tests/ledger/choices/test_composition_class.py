"""Tests for goods that are recognised by what they consist of."""

from support.balanced import line
from support.chosen import stated
from support.graph import STUDY, Graph, ident
from support.rows import inventory, made

from ledger.choices.composition_class import consists_of, lines_of_class
from schemas.signed.conservative import LeastFraction, ProcessFloor
from schemas.signed.entry import Product
from schemas.vocabulary import ProcessCode

CATHODE = ProcessCode.CATHODE_ACTIVE_MATERIAL
FLOOR = ProcessFloor(
    process=CATHODE,
    kwh=stated("2"),
    made_of=(
        LeastFraction(element="Li", fraction=stated("0.03")),
        LeastFraction(element="Ni", fraction=stated("0.2")),
    ),
)


def test_goods_are_of_a_class_if_they_reach_all_its_fractions() -> None:
    """The bounds themselves are enough."""
    assert consists_of(line(Li="0.03", Ni="0.2", O="0.3"), FLOOR)
    assert not consists_of(line(Li="0.029", Ni="0.5"), FLOOR)
    assert not consists_of(line(Ni="0.5"), FLOOR)
    assert not consists_of(None, FLOOR)


def test_a_floor_without_fractions_recognises_nothing() -> None:
    """It is for its process alone."""
    assert not consists_of(line(Li="0.07", Ni="0.5"), FLOOR.model_copy(update={"made_of": ()}))


def lines(process: str) -> list[str]:
    """The lines of cathode of an entry that makes an oxide, and lime beside it."""
    assert STUDY.conservative is not None
    chain = Graph()
    outputs = (made("plant", "9", "lime"), made("plant", "9", "oxide", role="by_product"))
    product = Product(lines=(line("lime", Ca="0.7"), line("oxide", Li="0.07", Ni="0.5")))
    chain.enter("plant", inventory(*outputs), product, process=process)
    record = chain.entries[ident("plant")]
    assert record.inventory is not None
    found = lines_of_class(record, record.inventory, STUDY.conservative, CATHODE)
    return [output.line for output in found]


def test_lines_are_of_a_class_by_the_process_or_by_what_they_are() -> None:
    """Under the code of its process all that an entry makes, under another what it consists of."""
    assert lines(CATHODE.value) == ["lime", "oxide"]
    assert lines("raw_material.unspecified") == ["oxide"]
