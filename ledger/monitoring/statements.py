"""Every stored statement and document: read once, hashed, and judged by the strict models.

The store is read by the same functions as the files of a bundle in an audit: an envelope must have
the id it is kept under, payload and sections must be in their one form, and each section must be
the one it is named as. Then every other document is hashed too, and every document that a statement
names must exist.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from ledger.audit.bundle.model import SignedStatement
from ledger.audit.bundle.open_bundle import join_sections, read_statements
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.links.orphans import named_blobs
from ledger.footprint.graph.resolution import Problem
from ledger.monitoring.logs import ReadLog
from ledger.monitoring.progress import BATCH, Progress
from ledger.store.engine import Connection
from ledger.store.scan import document_digests, documents_of
from ledger.store.statements import StoredStatement, statements_in
from ledger.store.store import Snapshot
from ledger.trust.envelope import parse_envelope
from ledger.trust.leaves import digest
from schemas.base import share_given
from schemas.errors import CradleError

STEP = StepNumber.INTEGRITY


class Documents:
    """The documents of a ledger, each hashed once; damaged and missing ones are findings.

    Sections are in the database, all else in files.
    """

    def __init__(self, snapshot: Snapshot, findings: Findings) -> None:
        self._snapshot = snapshot
        self._findings = findings
        self._hashed: set[str] = set()

    def read(self, digests: Collection[str]) -> dict[str, bytes]:
        """The documents that statements name, without damaged and missing ones."""
        self._hashed.update(digests)
        self._findings.checked(STEP, len(digests))
        documents = documents_of(self._snapshot.connection, digests)
        for name in sorted(name for name, data in documents.items() if digest(data) != name):
            detail = "The section stored under this digest has another digest; restore a backup."
            self._findings.contradict(STEP, Problem("blob.damaged", name, detail), name)
            del documents[name]
        for name in digests:
            if name not in documents and not self._findings.has(name):
                documents.update(self._file(name))
        return documents

    def _file(self, name: str) -> dict[str, bytes]:
        try:
            data = self._snapshot.blobs.get(name)
        except CradleError as error:
            self._findings.contradict(STEP, Problem.of(error, name), name)
            return {}
        if data is None:
            detail = "A statement names this document, and the ledger does not have it; restore it."
            self._findings.miss(STEP, Problem("blob.missing", name, detail), name)
            return {}
        return {name: data}

    def hash_rest(self, named: Iterable[str], progress: Progress) -> None:
        """Hash all documents that were not read yet, including those that no statement names."""
        stored = {*document_digests(self._snapshot.connection), *self._snapshot.blobs.digests()}
        rest = sorted(stored.union(named) - self._hashed)
        for start in range(0, len(rest), BATCH):
            progress("documents", start, len(rest))
            self.read(rest[start : start + BATCH])


def read_rows(
    connection: Connection, read: ReadLog, progress: Progress, what: str
) -> Iterator[tuple[StoredStatement, ...]]:
    """The stored statements of a log, in batches."""
    for start in range(0, read.state.size, BATCH):
        end = min(start + BATCH, read.state.size)
        progress(what, start, read.state.size)
        yield statements_in(connection, read.log, start, end)


def read_batch(
    rows: Iterable[StoredStatement], documents: Documents, findings: Findings
) -> Mapping[str, SignedStatement]:
    """The readable statements of some rows, with their sections and without the bytes of their payloads."""
    statements = read_statements({row.id: row.envelope for row in rows}, findings)
    named = {name for signed in statements.values() for name in signed.named.values()}
    joined = join_sections(statements, documents.read(sorted(named)), findings)
    return {name: _lighten(signed) for name, signed in joined.items()}


def _lighten(signed: SignedStatement) -> SignedStatement:
    """Drop the bytes of a payload, which `reopen` reads again, and what Pydantic keeps beside the values."""
    for model in (signed.statement, *signed.sections.values()):
        share_given(model)
    return signed._replace(envelope=replace(signed.envelope, payload=b""))


def reopen(
    rows: Iterable[StoredStatement], statements: Mapping[str, SignedStatement]
) -> Iterator[SignedStatement]:
    """The statements of some rows, as far as they could be read, with their whole envelopes."""
    for row in rows:
        signed = statements.get(row.id)
        if signed is not None:
            yield signed._replace(envelope=parse_envelope(row.envelope))


def method_blobs(statements: Mapping[str, SignedStatement]) -> frozenset[str]:
    """The rulebooks, factor sets and imported files that statements name."""
    return frozenset(name for signed in statements.values() for name in named_blobs(signed))
