"""What `cradle check` and `cradle submit` do with a spreadsheet: read it, hold it against a ledger, show the report.

Everything that is signed is drafted and signed here, on the supplier's machine. Salts are derived from a secret beside
the keys and the whole draft, so that the same file makes the same statement, and the ledger answers with the receipt of
the first time.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.cli.backend.folder import open_ledger
from ledger.cli.backend.local import Here
from ledger.cli.backend.protocol import Reached, send
from ledger.cli.backend.select import reach
from ledger.cli.keys.identity import Identity, load_identity, salt_secret
from ledger.cli.terminal.display import console, print_json, print_table, show_figure
from ledger.cli.terminal.files import read_file
from ledger.exchange.entry_draft import Drafter, parse_entry_draft
from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.entry import EntryDraft
from ledger.service.answers.supplier_figures import supplier_figures
from ledger.service.append.dry_run import judge_submission
from ledger.service.append.ledger import Ledger
from ledger.service.state.drafting import Draft, derive_fresh, sign_draft
from ledger.translations.languages import LANGUAGES, Language
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.log import Receipt
from schemas.rulebook import FactorSet

if TYPE_CHECKING:
    from schemas.row_report import RowReport

SHOWN = 40
"""Problems in the table of a terminal; JSON and the corrected file hold up to a thousand."""


def parse_language(text: str | None) -> Language | None:
    """A language that a person typed.

    Raises:
        CradleError: `option.word`.
    """
    known: dict[str, Language] = {name: name for name in LANGUAGES}
    if text is not None and text not in known:
        detail = f"{text!r} is none of {', '.join(LANGUAGES)}."
        raise CradleError("option.word", detail, "--language")
    return None if text is None else known[text]


def check_file(
    path: Path,
    language: str | None,
    factor_sets: Iterable[str],
    ledger: Path | None,
    identity: Path | None,
) -> CheckedFile:
    """Reads a file dry; with a ledger and keys also against the ledger's rules. Nothing is signed for anyone to see.

    Raises:
        CradleError: as `load_identity`, `open_ledger` and `load_factor_sets`.
    """
    if ledger is None:
        sets = load_factor_sets(factor_sets, None)
        return check_spreadsheet(
            read_file(path), path.name, parse_language(language), DefaultData(sets)
        )
    signer = None if identity is None else load_identity(identity)
    with open_ledger(ledger) as opened:
        checked = _check_within(Here(opened, ledger), path, language, factor_sets)
        if signer is not None and checked.drafted is not None and checked.report.accepted:
            checked = _judge(opened, signer, checked, checked.drafted)
        return checked


def check_there(
    path: Path, language: str | None, factor_sets: Iterable[str]
) -> "tuple[RowReport, Callable[[], bytes]]":
    """Has a server read a file dry: its report, and what makes the file to correct; factor sets are kept there.

    Raises:
        CradleError: as `connect`, or what the server refuses.
    """
    from ledger.cli.backend.select import connect

    sheets, data, spoken = connect().sheets, read_file(path), parse_language(language)
    named = [
        name if name.startswith("sha256:") else digest(read_file(Path(name)))
        for name in factor_sets
    ]
    report = sheets.read(data, path.name, spoken, named).report
    return report, partial(sheets.correct, data, path.name, spoken, named)


def submit_sheet(
    path: Path, language: str | None, factor_sets: Iterable[str], identity: Path, ledger: Path
) -> tuple[CheckedFile, Receipt | None]:
    """Signs and submits what a spreadsheet states; where anything stands against it, the report and no receipt.

    Raises:
        CradleError: as `load_identity`, `reach` and `load_factor_sets`.
    """
    signer = load_identity(identity)
    with reach(ledger) as reached:
        checked = _check_within(reached, path, language, factor_sets)
        if checked.drafted is None or not checked.report.accepted:
            return checked, None
        try:
            draft = _draft(reached.origin, signer, checked.drafted)
            return checked, send(reached, signer, draft)
        except CradleError as refused:
            return checked.refuse(checked.drafted, refused), None


def _check_within(
    reached: Reached, path: Path, language: str | None, factor_sets: Iterable[str]
) -> CheckedFile:
    """The file held against a ledger; what its suppliers told of a product, its operator alone can compare."""
    sets = load_factor_sets(factor_sets, reached)
    defaults = DefaultData(sets)
    if sets and isinstance(reached, Here):
        defaults = DefaultData(sets, supplier_figures(reached.ledger))
    return check_spreadsheet(read_file(path), path.name, parse_language(language), defaults)


def _draft(origin: str, signer: Identity, drafted: EntryDraft) -> Draft:
    """The same statement whenever the same data are drafted for the same log by the same keys' owner."""
    data = drafted.data or b""
    content = canonical({"origin": origin, "issuer": signer.id, "draft": digest(data)})
    fresh = derive_fresh(salt_secret(signer), content)
    return parse_entry_draft(data, {}, Drafter(origin, signer.id, fresh))


def _judge(
    opened: Ledger, signer: Identity, checked: CheckedFile, drafted: EntryDraft
) -> CheckedFile:
    try:
        submission = sign_draft(_draft(opened.origin, signer, drafted), [signer.working])
        judge_submission(opened, submission)
    except CradleError as refused:
        return checked.refuse(drafted, refused)
    return checked


def load_factor_sets(named: Iterable[str], reached: Reached | None) -> tuple[FactorSet, ...]:
    """Factor sets by the file they stand in, or by digest from a ledger.

    Raises:
        CradleError: `factor_set.unknown`, or as `FactorSet.parse`.
    """
    found = []
    for name in named:
        path = Path(name)
        if path.is_file():
            found.append(FactorSet.parse(read_file(path)))
        elif reached is not None and name.startswith("sha256:"):
            found.append(FactorSet.parse(reached.document(name)))
        else:
            detail = "This is neither a file nor a factor set of a named ledger."
            raise CradleError("factor_set.unknown", detail, name)
    return tuple(found)


def show_report(report: "RowReport", *, as_json: bool) -> None:
    """The report for a program, or for a person: counts, what was found, and what defaults cost."""
    if as_json:
        print_json(report.to_json())
        return
    counts = f"{report.rows_total} rows: {report.rows_ok} read, {report.rows_failed} refused"
    console.print(f"{counts}; template version {report.template_version or 'not named'}")
    for row in report.problems[:SHOWN]:
        place = "!".join(part for part in (row.sheet, row.cell or str(row.row or "")) if part)
        console.print(
            f"{row.severity:<8} {place or 'file'}: {row.message} [{row.code}]", markup=False
        )
        if row.value or row.suggestion:
            told = [f"found {row.value!r}" if row.value else "", row.suggestion or ""]
            console.print(f"{'':<8} {' -> '.join(filter(None, told))}", markup=False)
    more = len(report.problems) - SHOWN + report.problems_left_out
    if more > 0:
        console.print(f"{more} more; --json and --corrected list up to a thousand.")
    _show_defaults(report)


def _show_defaults(report: "RowReport") -> None:
    if not report.defaults:
        return
    from decimal import Decimal

    rows = []
    for used in report.defaults:
        over = "nothing to compare with"
        if used.over is not None and used.median is not None:
            share = f" ({Decimal(used.over_percent):+.1f} %)" if used.over_percent else ""
            over = f"{show_figure(Decimal(used.over))}{share} over {used.behind} {used.compared}"
        amount = f"{used.amount} {used.unit.value}"
        rows.append(
            [f"{used.sheet}!{used.row}", used.flow, amount, show_figure(Decimal(used.kg)), over]
        )
    columns = ("row", "dataset", ">amount", ">kg CO2e", "against the median, kg CO2e")
    print_table("Defaults in place of unknown suppliers", columns, rows)
