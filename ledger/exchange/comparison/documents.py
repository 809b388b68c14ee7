"""A file beside a bundle: what it is, by its content, and how each of its values compares with the bundle's.

A file that cannot be read, or of which the bundle gives nothing, is reported with the reason and never passes as equal.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from ledger.audit.context import AuditContext
from ledger.exchange.comparison.exports import compare_export
from ledger.exchange.comparison.json_documents import compare_tree
from ledger.exchange.comparison.pages import (
    ReadPdf,
    compare_html,
    compare_markdown,
    compare_pdf,
)
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.footprint.external.document import load_json
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.views.compared_document import (
    ComparedDocument,
    ComparedValue,
    DocumentFormat,
    DocumentKind,
    StateCount,
    Unread,
    ValueState,
)

SIZE_LIMIT = 16 << 20
"""Bytes of a document."""

LISTED = 5_000
"""Values that a report lists; all are counted."""

_STATES: Sequence[ValueState] = get_args(ValueState)
_WORST: Sequence[ValueState] = (
    "differs",
    "not_found",
    "other_time",
    "unattributed",
    "rounded",
    "not_in_bundle",
    "same",
)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that a person names, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _FileComparison:
    """What a file is, and the comparison of its values."""

    format: DocumentFormat
    kind: DocumentKind
    values: tuple[ComparedValue, ...]
    other_subject: str | None = None
    language: str | None = None


def compare_documents(
    context: AuditContext, files: Iterable[DocumentFile], read_pdf: ReadPdf
) -> tuple[ComparedDocument, ...]:
    """Compare files with the documents that an audited bundle gives.

    Args:
        context: the results of the audit.
        files: the files.
        read_pdf: reads a PDF within limits; it raises `document.*`.
    """
    rebuilt = Rebuilt(context)
    return tuple(_compare(file, rebuilt, read_pdf) for file in files)


def _compare(file: DocumentFile, rebuilt: Rebuilt, read_pdf: ReadPdf) -> ComparedDocument:
    form: DocumentFormat | None = None
    try:
        form = recognise(file.data)
        comparison = _of_format(form, file.data, rebuilt, read_pdf)
    except CradleError as refused:
        unread = Unread(code=refused.code, detail=str(refused))
        return ComparedDocument(
            file=file.name, digest=digest(file.data), format=form, unread=unread
        )
    counted = Counter(row.state for row in comparison.values)
    order = sorted(comparison.values, key=lambda row: _WORST.index(row.state))
    return ComparedDocument(
        file=file.name,
        digest=digest(file.data),
        kind=comparison.kind,
        format=comparison.format,
        language=comparison.language,
        other_subject=comparison.other_subject,
        counts=tuple(
            StateCount(state=state, count=counted[state]) for state in _STATES if counted[state]
        ),
        values=tuple(order[:LISTED]),
    )


def recognise(data: bytes) -> DocumentFormat:
    """The format of a file, by its first characters.

    Raises:
        CradleError: `document.unreadable` for a file that is too large, empty or in no format that is read.
    """
    if len(data) > SIZE_LIMIT:
        detail = f"The file has {len(data)} bytes; a document has at most {SIZE_LIMIT}."
        raise CradleError("document.unreadable", detail)
    start = data[:1024].lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith((b"{", b"[")):
        return "json"
    if start.startswith(b"<"):
        return "html"
    if start.startswith((b"#", b"> **")):
        return "md"
    detail = "The file is not a PDF, HTML, JSON or Markdown; name a document, or export it again."
    raise CradleError("document.unreadable", detail)


def _of_format(
    form: DocumentFormat, data: bytes, rebuilt: Rebuilt, read_pdf: ReadPdf
) -> _FileComparison:
    if form == "json":
        return _of_json(data, rebuilt)
    if form == "pdf":
        page = compare_pdf(data, rebuilt, read_pdf)
    else:
        compare = compare_html if form == "html" else compare_markdown
        page = compare(_decode(data), rebuilt)
    return _FileComparison(form, page.kind, page.values, page.other_subject, page.language)


def _of_json(data: bytes, rebuilt: Rebuilt) -> _FileComparison:
    tree = load_json(data)
    comparison = compare_tree(tree, rebuilt) or compare_export(tree, data, rebuilt)
    if comparison is None:
        detail = "The JSON is of no kind that is compared; docs/verification.md lists the kinds."
        raise CradleError("document.unreadable", detail)
    return _FileComparison("json", comparison.kind, comparison.values, comparison.other_subject)


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start} is not UTF-8; export the document again."
        raise CradleError("document.unreadable", detail) from None
