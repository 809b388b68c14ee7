"""What makes the size of a figure plausible: its part up to the gate, per kWh of capacity, beside published figures.

A figure per kWh of total energy depends on the service life and on what end of life is credited, and published figures
are up to the gate and per kWh of capacity. So both are shown, in both units, over the life of this battery. All values
follow from the cells that the calculation's header states; the published ones are data with their sources
(`ledger.rulebooks.published`). Nothing is refused and nothing is found by this: the reader judges.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, Literal

from ledger.disclosure.digits import told_cells
from ledger.documents.page import Block, Cell, Fact, Facts, Paragraph, Table
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal, show_figure
from ledger.rulebooks.published_footprints import load_published, named_chemistry, published_of
from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.exchanged.published_footprint import PublishedRow
from schemas.signed.calculation import Calculation
from schemas.views.plausibility import Plausibility, PublishedFigure
from schemas.vocabulary import Sign, Stage

GATE: Final = frozenset({Stage.RAW_MATERIAL, Stage.MAIN_PRODUCTION})
"""The stages up to the producer's gate."""

DIGITS: Final = 3
"""The digits of a published figure over the life of a battery; the published ones have two or three."""


def state_plausibility(
    calculation: Calculation, told: Callable[[Decimal], str], stated: str | None = None
) -> Plausibility:
    """State what a reader judges the size of a figure by.

    Args:
        calculation: of the figure.
        told: writes a value as its reader is told it.
        stated: the chemistry in the words of a declaration; None without them.
    """
    cells = told_cells(calculation)
    total = Decimal(calculation.total)
    gate = exact_sum(value for key, value in cells.items() if key.stage in GATE)
    last = exact_sum(value for key, value in cells.items() if key.stage is Stage.END_OF_LIFE)
    taken = exact_sum(value for key, value in cells.items() if key.sign is Sign.CREDIT)
    chemistry, source = _chemistry(calculation.model, stated)
    rows = published_of(chemistry)
    return Plausibility(
        capacity_kwh=calculation.battery.capacity_kwh,
        per_capacity=told(_per_capacity(calculation, total)),
        gate=told(gate),
        gate_per_capacity=told(_per_capacity(calculation, gate)),
        end_of_life=told(last),
        credited=told(taken),
        chemistry=chemistry,
        chemistry_from=source,
        chemistry_stated=stated,
        published=tuple(_published(row, calculation, gate) for row in rows),
        published_version=load_published().version,
    )


def _chemistry(
    model: str, stated: str | None
) -> tuple[str | None, Literal["declaration", "model"] | None]:
    """The chemistry, and where it is read: in the words of the declaration first, then in the id of the model."""
    in_words = None if stated is None else named_chemistry(stated)
    if in_words is not None:
        return in_words, "declaration"
    in_id = named_chemistry(model)
    return in_id, None if in_id is None else "model"


def _life(calculation: Calculation) -> Decimal:
    """The kWh of total energy for each kWh of capacity; 1 where the method counts the capacity."""
    energy = calculation.battery.total_energy
    whole = EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))
    return EXPLAIN.divide(whole, Decimal(calculation.battery.capacity_kwh))


def _per_capacity(calculation: Calculation, value: Decimal) -> Decimal:
    return EXPLAIN.multiply(value, _life(calculation))


def _published(row: PublishedRow, calculation: Calculation, gate: Decimal) -> PublishedFigure:
    ends = [end for end in (row.low, row.middle, row.high) if end is not None]
    life = _life(calculation)
    return PublishedFigure(
        chemistry=row.chemistry,
        low=row.low,
        middle=row.middle,
        high=row.high,
        over_life=tuple(_three_digits(EXPLAIN.divide(Decimal(end), life)) for end in ends),
        place=_place(row, _per_capacity(calculation, gate)),
        source=row.source,
        precise=row.precise,
        note=row.note,
    )


def _three_digits(value: Decimal) -> str:
    return format_decimal(Decimal(show_figure(value, DIGITS)))


def _place(row: PublishedRow, value: Decimal) -> Literal["below", "within", "above"] | None:
    if row.low is None or row.high is None:
        return None
    if value < Decimal(row.low):
        return "below"
    return "above" if value > Decimal(row.high) else "within"


def plausibility_blocks(judged: Plausibility, unit: str, language: Language) -> Iterator[Block]:
    """The figure in both units, the published figures as a table, and how to read them.

    Args:
        judged: the values.
        unit: of the figure, in words.
        language: of the texts.
    """

    def say(key: str, **values: str) -> str:
        return text(f"plausibility.{key}", language, **values)

    def fact(key: str, value: str, of: str) -> Fact:
        return Fact(say(key), (Cell(f"{number(value, language)} {of}"),))

    capacity = say("unit")
    yield Facts(
        (
            fact("per_capacity", judged.per_capacity, capacity),
            fact("gate", judged.gate, unit),
            fact("gate_per_capacity", judged.gate_per_capacity, capacity),
            fact("end_of_life", judged.end_of_life, unit),
            fact("credited", judged.credited, unit),
        )
    )
    yield Table(
        say("caption"),
        tuple(say(f"column.{name}") for name in ("chemistry", "published", "life", "place")),
        tuple(_row(row, language) for row in judged.published),
    )
    for row in judged.published:
        source = say("source" if row.precise else "source.imprecise", source=row.source)
        values = number("/".join(_ends(row)), language)
        yield Paragraph(f"{row.chemistry} {values}: {source} {row.note}.", note=True)
    beside = judged.chemistry_stated is not None and judged.chemistry_from != "declaration"
    key = (judged.chemistry_from or "none") + ("_beside" if beside else "")
    chemistry, stated = judged.chemistry or "", judged.chemistry_stated or ""
    yield Paragraph(say(f"chemistry.{key}", chemistry=chemistry, stated=stated))
    if Decimal(judged.end_of_life) < ZERO:
        lower = number(judged.end_of_life.removeprefix("-"), language)
        yield Paragraph(say("credit", value=lower, unit=unit))


def _ends(row: PublishedFigure) -> Iterator[str]:
    yield from (end for end in (row.low, row.middle, row.high) if end is not None)


def _row(row: PublishedFigure, language: Language) -> tuple[Cell, ...]:
    place = "one" if row.place is None else row.place
    over_life = (show_figure(Decimal(value), DIGITS) for value in row.over_life)
    return (
        Cell(row.chemistry),
        Cell(number(" / ".join(_ends(row)), language), "number"),
        Cell(number(" / ".join(over_life), language), "number"),
        Cell(text(f"plausibility.place.{place}", language)),
    )
