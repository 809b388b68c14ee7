"""Collect the findings on a file, and report them in the file's language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.grid import Grid, address, printable
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, message, rule
from schemas.errors import CradleError
from schemas.values import DIGEST
from schemas.views.row_report import MAX_PROBLEMS, DefaultUsed, RowProblem, RowReport

_WEIGHT = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: a sheet, a row or a cell; `key` is the key of its heading."""

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    key: str | None = None


_Place = tuple[int, int, int]
"""The number of a sheet in its file, a row and a column."""

NOWHERE = Spot()


def most_severe(problems: Iterable[RowProblem], limit: int) -> tuple[RowProblem, ...]:
    """As many problems as a limit, errors before warnings before notes, in the order in which they are given."""
    listed = tuple(problems)
    by_weight = sorted(range(len(listed)), key=lambda at: _WEIGHT[listed[at].severity])
    return tuple(listed[at] for at in sorted(by_weight[:limit]))


def spot_in(grid: Grid, row: int, column: int, key: str) -> Spot:
    """The place of a cell; what a mapping states beside a sheet has no column, and in place of one no row."""
    if column not in grid.stated:
        return Spot(grid.name, row, column, key)
    return Spot(grid.name, None if 0 in grid.stated else row, None, key)


class Findings:
    """The findings so far, in the order of the sheets of a file; `failed` contains the rows with an error, by sheet."""

    def __init__(self, language: Language, sheets: Iterable[str] = ()) -> None:
        self.language = language
        self._order = {name: at for at, name in enumerate(sheets, start=1)}
        self.failed: dict[str | None, set[int | None]] = defaultdict(set)
        self.errors = 0
        self._problems: list[tuple[_Place, RowProblem]] = []
        self._counts = dict.fromkeys(_WEIGHT, 0)

    def has_errors(self) -> bool:
        """Return whether an error was found so far."""
        return self.errors > 0

    def add(self, spot: Spot, note: Note, value: object = None) -> None:
        """Add a finding whose sentence is in `ledger.translations.spreadsheet`."""
        severity, text = message(note.code, self.language)
        self._add(spot, note, severity, text.format(**note.words), value)

    def add_refusal(self, spot: Spot, refused: CradleError, value: object = None) -> None:
        """Add the refusal of a model or of a ledger, in its own words if it has no translation."""
        suggestion = None
        if refused.code == "entry.duplicate" and (match := DIGEST.search(refused.detail)):
            suggestion = f"{heading('supersedes', self.language)}: {match[0]}"
        text = rule(refused.code, self.language)
        if text is None or (value is None and "{value}" in text):
            text = refused.detail
        else:
            text = text.format(value=printable(str(value)))
        self._add(spot, Note(refused.code, suggestion=suggestion), "error", text, value)

    def _add(self, spot: Spot, note: Note, severity: str, text: str, value: object) -> None:
        if severity == "error":
            self.errors += 1
            self.failed[spot.sheet].add(spot.row)
        self._counts[severity] += 1
        if self._counts[severity] > MAX_PROBLEMS:
            return
        has_cell = spot.row is not None and spot.column is not None
        problem = RowProblem.model_validate(
            {
                "sheet": spot.sheet,
                "row": spot.row,
                "column": spot.key,
                "cell": address(spot.row or 0, spot.column or 0) if has_cell else None,
                "code": note.code,
                "severity": severity,
                "value": None if value in {None, ""} else printable(str(value)),
                "message": text,
                "suggestion": note.suggestion,
            }
        )
        sheet = 0 if spot.sheet is None else self._order.get(spot.sheet, len(self._order) + 1)
        column = -1 if spot.column is None else spot.column
        self._problems.append(((sheet, spot.row or 0, column), problem))

    def problems(self) -> tuple[RowProblem, ...]:
        """The problems by sheet, row and column; of more than a thousand the errors, then warnings, then notes."""
        ordered = sorted(self._problems, key=itemgetter(0))
        return most_severe((problem for _, problem in ordered), MAX_PROBLEMS)

    def report(
        self, digest: str, version: int | None, rows: int, defaults: Iterable[DefaultUsed] = ()
    ) -> RowReport:
        """Build the report on a file of so many rows."""
        failed = sum(len(numbers - {None}) for numbers in self.failed.values())
        listed = self.problems()
        return RowReport(
            file_sha256=digest,
            template_version=version,
            language=self.language,
            accepted=not self.errors,
            rows_total=rows,
            rows_ok=max(rows - failed, 0),
            rows_failed=min(failed, rows),
            problems=listed,
            problems_left_out=sum(self._counts.values()) - len(listed),
            defaults=tuple(defaults),
        )
