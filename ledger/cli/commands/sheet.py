"""Spreadsheets for `cradle check` and `cradle submit`: read one, check it against a ledger, show the report.

Every statement is drafted and signed on the supplier's machine. Salts are derived from a secret beside the keys and
the whole draft. So the same file makes the same statement, and the ledger responds with the first receipt.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.append.dry_run import judge_submission
from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import open_ledger, operator_desk
from ledger.cli.backend.mappings import find_mappings
from ledger.cli.backend.methods import load_factor_sets, method_digest
from ledger.cli.backend.select import select_backend
from ledger.cli.backend.sending import send
from ledger.cli.commands.draft_file import Asking, review_draft
from ledger.cli.keys.identity import Identity, load_identity, salt_secret
from ledger.cli.terminal.confirmation import DECLINED
from ledger.cli.terminal.display import show_figure
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.languages import parse_language
from ledger.cli.terminal.waiting import waiting
from ledger.client.ledger_desk import LedgerDesk
from ledger.desk.folder import FolderDesk
from ledger.documents.page import Block, Items, Page, Paragraph, table
from ledger.exchange.draft_files import Drafter, seal_entry
from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.entry import EntryDraft
from ledger.exchange.spreadsheet.findings import most_severe
from ledger.service.answers.supplier_figures import supplier_figures
from ledger.state.drafting import Draft, derive_fresh, sign_draft
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import label
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.log import Receipt

if TYPE_CHECKING:
    from schemas.views.row_report import RowProblem, RowReport

SHOWN = 40
"""Problems in the table of a terminal; JSON and the corrected file have up to a thousand."""


def _stated(language: str | None) -> Language | None:
    """The language that the user states; None for the file's own."""
    return None if language is None else parse_language(language)


def check_file(
    path: Path,
    language: str | None,
    factor_sets: Iterable[str],
    ledger: Path | None,
    identity: Path | None,
    mapping: Path | None,
) -> CheckedFile:
    """Check a file without submitting it; with a ledger and keys, also against the ledger's rules.

    Raises:
        CradleError: as `load_identity`, `open_ledger` and `load_factor_sets`.
    """
    if ledger is None:
        sets = load_factor_sets(factor_sets, None)
        return _check(path, language, DefaultData(sets), mapping)
    signer = None if identity is None else load_identity(identity)
    with open_ledger(ledger) as opened:
        checked = _check_against(operator_desk(opened), path, language, factor_sets, mapping)
        if signer is not None and checked.drafted is not None and checked.report.accepted:
            checked = _judge(opened, signer, checked, checked.drafted)
        return checked


def check_on_server(
    path: Path, language: str | None, factor_sets: Iterable[str]
) -> "tuple[RowReport, Callable[[], bytes]]":
    """Have a server check a file; return its report and a function that fetches the corrected workbook.

    Factor sets must be stored on the server.

    Raises:
        CradleError: as `connect`, or the server's refusal.
    """
    from ledger.cli.backend.select import connect

    sheets, data, spoken = (
        connect().sheets,
        read_file(path),
        _stated(language),
    )
    named = [method_digest(name) for name in factor_sets]
    report = sheets.read(data, path.name, spoken, named).report
    return report, partial(sheets.correct, data, path.name, spoken, named)


def submit_sheet(
    path: Path,
    language: str | None,
    factor_sets: Iterable[str],
    identity: Path,
    ledger: Path,
    asking: Asking,
    mapping: Path | None,
) -> tuple[CheckedFile, Receipt | None]:
    """Sign and submit the entry of a spreadsheet; return its check, and the receipt unless it was refused.

    Raises:
        CradleError: as `load_identity`, `select_backend` and `load_factor_sets`; `confirmation.declined`.
    """
    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        checked = _check_against(backend, path, language, factor_sets, mapping)
        if checked.drafted is None or not checked.report.accepted:
            return checked, None
        try:
            draft = _draft(backend.origin(), signer, checked.drafted)
            review_draft(draft, asking)
            return checked, _send_unless_withdrawn(backend, signer, draft)
        except CradleError as refused:
            if refused.code == DECLINED:
                raise
            return checked.refuse(checked.drafted, refused), None


def _send_unless_withdrawn(backend: LedgerDesk, signer: Identity, draft: Draft) -> Receipt:
    """Send an entry; refuse the first receipt as an answer if the entry was withdrawn, since it has no figure.

    Raises:
        CradleError: `entry.withdrawn`, or as `send`.
    """
    receipt = send(backend, signer, draft)
    if "withdrawn" in backend.show(receipt.id):
        detail = (
            f"The entry {receipt.id} of this file was withdrawn and stays so; if the goods are to count, change"
            " what was wrong and submit the changed file."
        )
        raise CradleError("entry.withdrawn", detail)
    return receipt


def _check_against(
    backend: LedgerDesk,
    path: Path,
    language: str | None,
    factor_sets: Iterable[str],
    mapping: Path | None,
) -> CheckedFile:
    """Check a file against a ledger; only the operator can compare defaults with suppliers' delivered figures."""
    sets = load_factor_sets(factor_sets, backend)
    defaults = DefaultData(sets)
    if sets and isinstance(backend, FolderDesk):
        defaults = DefaultData(sets, supplier_figures(backend.ledger))
    return _check(path, language, defaults, mapping)


def _check(
    path: Path, language: str | None, defaults: DefaultData, mapping: Path | None
) -> CheckedFile:
    """Check a file by the mapping that is named, or by one beside it."""
    mappings = find_mappings(path, mapping)
    with waiting("checking"):
        return check_spreadsheet(
            read_file(path),
            path.name,
            _stated(language),
            defaults,
            mappings,
            must_fit=mapping is not None,
        )


def _draft(origin: str, signer: Identity, drafted: EntryDraft) -> Draft:
    """Draft the entry; the same data, log and participant always make the same statement."""
    data = drafted.data or b""
    content = canonical({"origin": origin, "issuer": signer.id, "draft": digest(data)})
    fresh = derive_fresh(salt_secret(signer), content)
    return seal_entry(drafted.header, drafted.sections, Drafter(origin, signer.id, fresh))


def _judge(
    opened: Ledger, signer: Identity, checked: CheckedFile, drafted: EntryDraft
) -> CheckedFile:
    try:
        submission = sign_draft(_draft(opened.origin, signer, drafted), [signer.working])
        judge_submission(opened, submission)
    except CradleError as refused:
        return checked.refuse(drafted, refused)
    return checked


def layout_rows(report: "RowReport") -> Page:
    """The page of a report in the language of the file: counts, problems, the cost of defaults."""
    say = partial(_say, report.language)
    version = report.template_version or say("unnamed")
    counts = {"total": report.rows_total, "wrong": report.rows_failed}
    sentence = "accepted" if report.accepted else "refused"
    more = len(report.problems) - SHOWN + report.problems_left_out
    blocks = (
        Items(tuple(_problem(row, report.language) for row in most_severe(report.problems, SHOWN))),
        *([Paragraph(say("more", count=more))] if more > 0 else []),
        *_defaults(report),
    )
    return Page(say(sentence, **counts, version=version), blocks=blocks)


def _problem(row: "RowProblem", language: Language) -> tuple[str, ...]:
    """Where a problem is and what it is; then what was found there, and what to write."""
    say = partial(_say, language)
    place = "!".join(part for part in (row.sheet, row.cell or str(row.row or "")) if part)
    weight = label("severities", row.severity, language)
    parts = [say("found", value=repr(row.value)) if row.value else "", row.suggestion or ""]
    notes = " -> ".join(filter(None, parts))
    words = f"{weight} {place or say('file')}: {row.message} [{row.code}]"
    return (words, notes) if notes else (words,)


def _say(language: Language, key: str, **words: object) -> str:
    return label("summary", key, language).format(**words)


def _defaults(report: "RowReport") -> Iterator[Block]:
    if not report.defaults:
        return
    say = partial(_say, report.language)
    rows = []
    for used in report.defaults:
        against = say("nothing")
        if used.over is not None and used.median is not None:
            share = f" ({Decimal(used.over_percent):+.1f} %)" if used.over_percent else ""
            over = f"{show_figure(Decimal(used.over))}{share}"
            against = say("over", over=over, behind=used.behind, compared=say(used.compared))
        amount = f"{used.amount} {used.unit.value}"
        kg = show_figure(Decimal(used.kg))
        rows.append([f"{used.sheet}!{used.row}", used.flow, amount, kg, against])
    columns = (say("row"), say("dataset"), f">{say('amount')}", ">kg CO2e", say("against"))
    yield table(say("defaults"), columns, rows)
