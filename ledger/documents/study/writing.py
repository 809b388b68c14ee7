"""Words and numbers of a study's page in one language: every figure is one string in every output.

Values are shown to the digits that every reader is told, 4, so that page and data of one reader agree; the data of who
sees everything have all. A value that is not stated is a word and never zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.page import Block, Cell, CellKind, Fact, Heading, Paragraph, Table
from ledger.documents.study.checklist import needs_of
from ledger.footprint.graph.numbers import STATED_DIGITS, show_stated
from ledger.translations import spreadsheet
from ledger.translations.documents import has_text, number, percentage, period_words, text
from ledger.translations.languages import Language
from schemas.values import Period
from schemas.views.study import Study
from schemas.views.study_completeness import Reason
from schemas.views.study_items import ItemId
from schemas.views.study_scope import StudiedUnit
from schemas.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class StudyWriter:
    """A study, and the language of its page."""

    study: Study
    language: Language

    def text(self, key: str, **values: str) -> str:
        """A text of the study, with its fields filled."""
        return text(f"study.{key}", self.language, **values)

    def word(self, listed: str, key: str) -> str:
        """A word of the lists that spreadsheets use, such as a process or a unit."""
        return spreadsheet.word(listed, key, self.language)

    def stage(self, stage: Stage) -> str:
        """A life-cycle stage by its name in Annex II of Regulation (EU) 2023/1542."""
        return text(f"declaration.stage.{stage.value}", self.language)

    def known_word(self, group: str, key: str) -> str:
        """A word of the study's own list; the key itself where it has none."""
        name = f"study.{group}.{key}"
        return text(name, self.language) if has_text(name) else key

    def joined(self, words: Iterable[str], separator: str = "separator") -> str:
        """Words as a list in a sentence; the word for none if there are none."""
        return self.text(separator).join(words) or self.text("none")

    def figure(self, value: str) -> str:
        """A declared figure, the total or a stage, to 4 digits as every document shows it."""
        return number(show_stated(Decimal(value)), self.language)

    def value(self, value: str) -> str:
        """Another value, to 4 digits at most; one that is stated with fewer gains none by being shown."""
        is_short = len(Decimal(value).as_tuple().digits) <= STATED_DIGITS
        return self.plain(value) if is_short else self.figure(value)

    def licensed(self, value: str | None) -> str:
        """A value of a dataset, or the words for one that may not be passed on."""
        return self.text("licence.digest_only") if value is None else self.value(value)

    def plain(self, value: str) -> str:
        """A number as it is stated, such as a capacity or a constant."""
        return number(value, self.language)

    def share(self, value: str) -> str:
        """A fraction of one in per cent."""
        return percentage(value, self.language)

    def percent(self, value: str | None) -> str:
        """A share of the figure, or the word for none: a share of a total of zero or less has no meaning."""
        return self.text("no_share") if value is None else self.share(str(Decimal(value) / 100))

    @property
    def is_of_capacity(self) -> bool:
        """True if the functional unit is 1 kWh of usable capacity."""
        unit = self.study.system.functional_unit
        return isinstance(unit, StudiedUnit) and unit.rule == "one_cycle"

    @property
    def declared_unit(self) -> str | None:
        """The word for the declared unit of a product; None of a battery."""
        unit = self.study.system.functional_unit
        return None if isinstance(unit, StudiedUnit) else self.word("unit", unit.unit.value)

    @property
    def unit(self) -> str:
        """The unit of the figure."""
        declared = self.declared_unit
        if declared is not None:
            return text("page.unit.declared", self.language, unit=declared)
        key = "usable_capacity" if self.is_of_capacity else "total_energy"
        return text(f"page.unit.{key}", self.language)

    def period(self, period: Period) -> str:
        """A period from its first to its last day."""
        return period_words(period, self.language)

    def section(self, key: str) -> Heading:
        """The heading of a section."""
        return Heading(self.text(f"section.{key}"))

    def fact(self, item: str, *values: str) -> Fact:
        """An item by its name, with its values."""
        return Fact(self.text(f"item.{item}"), tuple(Cell(value) for value in values))

    def note(self, key: str, **values: str) -> Paragraph:
        """A paragraph of smaller type."""
        return Paragraph(self.text(key, **values), note=True)

    def needs(self, item: ItemId) -> str:
        """What would state an item that is not stated."""
        reason = next(row.reason for row in self.study.not_stated if row.item == item)
        return self.needs_for(item, reason)

    def needs_for(self, item: ItemId, reason: Reason) -> str:
        """What would state an item that is not stated for a reason."""
        of_product = self.declared_unit is not None
        return needs_of(item, reason, self.language, of_product=of_product)

    def table(
        self, caption: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]
    ) -> list[Block]:
        """A table with its caption; nothing if it has no rows."""
        listed = tuple(rows)
        if not listed:
            return []
        return [Table(caption, tuple(self.text(f"column.{name}") for name in columns), listed)]


def cells(*texts: str, kinds: Sequence[CellKind] = ()) -> tuple[Cell, ...]:
    """A row of cells; each is text unless `kinds` says otherwise."""
    padded = [*kinds, *["text"] * (len(texts) - len(kinds))]
    return tuple(Cell(shown, kind) for shown, kind in zip(texts, padded, strict=True))  # type: ignore[arg-type]
