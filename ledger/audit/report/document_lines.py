"""The comparison of documents as lines of a report."""

from collections.abc import Iterator, Mapping

from ledger.audit.report.documents import value_words
from schemas.views.compared_document import ComparedDocument, ValueState
from schemas.views.report import Report

WORDS: Mapping[ValueState, str] = {
    "same": "the same",
    "rounded": "rounded",
    "differs": "different",
    "not_found": "not in the document",
    "not_in_bundle": "in no bundle",
    "other_time": "of another time",
    "unattributed": "not comparable",
}
"""The states of values in words."""

SHOWN = 10
"""Values of a document that the text lists; the JSON has all."""


def document_lines(report: Report) -> Iterator[str]:
    """The documents, each with its values by state and those that are not the same."""
    documents = report.documents or ()
    if documents:
        yield f"Documents compared with the bundle: {len(documents)}"
    for row in documents:
        first, *others = document_words(row)
        yield f"  {first}"
        yield from (f"      {line}" for line in others)
    if documents:
        yield ""


def document_words(document: ComparedDocument) -> Iterator[str]:
    """A document's name, sort and counts; then the values that are not the same."""
    sort = " ".join(filter(None, (document.kind, document.format, document.language)))
    named = f"{document.file} ({sort})" if sort else document.file
    if document.unread is not None:
        yield f"{named}: not compared"
        yield document.unread.detail
        return
    if document.other_subject is not None:
        yield f"{named}: about another subject"
        yield document.other_subject
        return
    counts = (f"{row.count} {WORDS[row.state]}" for row in document.counts)
    yield f"{named}: {', '.join(counts) or 'no values'}"
    others = [row for row in document.values if row.state != "same"]
    for row in others[:SHOWN]:
        yield f"{WORDS[row.state]}: {value_words(row)}"
    if len(others) > SHOWN:
        yield f"and {len(others) - SHOWN} more"
