"""Choices as blocks: each with its sentence, the first of many, and what the method leaves open."""

from ledger.choices.kinds import KINDS
from ledger.documents.page import Heading, Items, Paragraph
from ledger.documents.reports.choices import choice_blocks
from schemas.views.report import ReportedChoice, Sensitivity

CODE = "allocation.co_product"
CHOICE = ReportedChoice(
    code=CODE,
    subject="sha256:" + "0" * 64,
    by="sha256:" + "0" * 64,
    detail="ore carries 25 % of the burdens",
    effect="0.01",
    state="unevidenced",
)


def test_five_choices_are_shown_and_the_rest_counted() -> None:
    """The first line of each says what its kind is."""
    heading, items, rest = choice_blocks("0.1", [CHOICE] * 7)
    assert heading == Heading("What moves the figure: 7 of 7 choices have a price (7 unevidenced)")
    assert isinstance(items, Items)
    assert len(items.texts) == 5
    (first, *_) = items.rows
    assert first[0].endswith(f"{CODE}, unevidenced. {KINDS[CODE].sentence}")
    assert rest == Paragraph("and 2 more, which the JSON lists")


def test_small_choices_are_one_line_below_the_others() -> None:
    """Their heading counts them, and the rest that the JSON lists does not."""
    small = CHOICE.model_copy(update={"effect": "0.00001"})
    heading, items, last = choice_blocks("0.1", [CHOICE, small, small])
    assert heading == Heading("What moves the figure: 3 of 3 choices have a price (3 unevidenced)")
    assert isinstance(items, Items)
    assert len(items.texts) == 1
    assert last == Paragraph("2 choices below 0.02 % each, together 0.02 %")


def test_no_choice_is_said_and_ranges_are_below() -> None:
    """A range has a line."""
    row = Sensitivity(parameter="mix", low="0.1235", high="1", detail="A")
    assert [*choice_blocks("1", [], [row])] == [
        Heading("What moves the figure: no choice"),
        Heading("What the method leaves open, kg CO2e per kWh"),
        Items(("0.1235 to 1: A",)),
    ]
