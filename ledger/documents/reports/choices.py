"""Choices that move a figure as blocks: those worth most, what would settle each, and what the method leaves open."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ledger.choices.kinds import KINDS
from ledger.choices.listing import small_words, without_small
from ledger.choices.report import SHOWN, choice_heading, choice_rows
from ledger.documents.page import Block, Heading, Paragraph, listed
from schemas.views.report import ReportedChoice, Sensitivity


def choice_blocks(
    declared: str | None,
    choices: Sequence[ReportedChoice],
    ranges: Sequence[Sensitivity] = (),
    names: Mapping[str, str] = MappingProxyType({}),
    *,
    unit: str = "kWh",
    first: int = SHOWN,
) -> Iterator[Block]:
    """Choices, the first of them with their worth, and the small ones in one line; arguments as `choice_rows`."""
    large, small = without_small(choices, declared)
    rows = [
        (f"{head}. {KINDS[row.code].sentence}", *below)
        for row, (head, *below) in zip(
            large, choice_rows(declared, large, names, unit), strict=True
        )
    ]
    heading = choice_heading(choices)
    yield from listed(heading, rows, first) if rows else (Heading(heading),)
    if small is not None:
        yield Paragraph(small_words(small))
    open_parts = [f"{row.low} to {row.high}: {row.detail}" for row in ranges]
    yield from listed(f"What the method leaves open, kg CO2e per {unit}", open_parts)
