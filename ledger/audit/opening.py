"""Steps 1 to 3 begun: the bytes of a bundle to values, and its signatures put to the trial.

Signatures need the statements' own files alone, so they are tried from the moment these are there; whoever
can do several things at once goes on with them while all is read and judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from pydantic import ConfigDict

from ledger.audit.bundle import Bundle, Signed
from ledger.audit.container import unpack
from ledger.audit.findings import Findings, Nr
from ledger.audit.parsing import read_statement
from ledger.audit.reading import check_files, read_bundle, sort_files
from ledger.audit.trial import AtHand, Each, Sealed, Trying, try_signatures
from ledger.footprint.graph import Problem
from ledger.trust.envelope import Envelope, parse_envelope
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.kinds import MODELS, REGISTRY_KINDS, kind_of
from schemas.participant import Key, Participant
from schemas.statement import Issued, Statement

_REGISTRY_TYPES = tuple(kind.payload_type.encode() for kind in REGISTRY_KINDS)


class Opened(NamedTuple):
    """A bundle that was read, and its signatures, which are being tried."""

    bundle: Bundle
    signatures: Trying


class _Header(Issued):
    """Who states something, whatever else the payload says."""

    model_config = ConfigDict(extra="ignore")


class _Glanced(NamedTuple):
    """A statement that nobody has read yet: its header, of registrations and changes of keys all that it says."""

    envelope: Envelope
    statement: Statement


@dataclass
class _Filed:
    """The statements in the files of a bundle, for a process that has read them and for one that has not.

    Attributes:
        files: of statements, by the ids that they are named by.
        read: the statements that were read; None before.
    """

    files: Mapping[str, bytes]
    read: Mapping[str, Signed] | None = None

    @property
    def names(self) -> Sequence[str]:
        """The ids of the statements that were read; before, those that files of statements are named by."""
        return list(self.files if self.read is None else self.read)

    def get(self, name: str, /) -> Sealed | None:
        """The statement of an id, or a glance at its file if it is one; whether it is, only reading it tells."""
        if self.read is not None:
            return self.read.get(name)
        try:
            envelope = parse_envelope(self.files[name])
            kind = kind_of(envelope.payload_type)
            model = MODELS[kind] if kind in REGISTRY_KINDS else _Header
            return _Glanced(envelope, model.parse(envelope.payload))
        except CradleError:
            return None

    def registered(self) -> Iterable[tuple[str, Participant | Key]]:
        """The registrations and the changes of keys, by their ids; these are read."""
        return AtHand(dict(self._registry()) if self.read is None else self.read).registered()

    def _registry(self) -> Iterator[tuple[str, Signed]]:
        for name, data in self.files.items():
            if any(kind in data for kind in _REGISTRY_TYPES):
                with suppress(CradleError):
                    yield name, read_statement(data, name)


def open_bundle(data: bytes, own: Iterable[bytes], findings: Findings, each: Each) -> Opened | None:
    """Opens a bundle; None where its container cannot be read.

    Args:
        data: the bytes of the file.
        own: the reader's own copies of documents that the bundle only names.
        findings: takes what could not be read.
        each: how signatures are tried, one after the other or several at once.
    """
    findings.checked(Nr.CONTAINER)
    try:
        files = unpack(data)  # 1
    except CradleError as error:
        findings.miss(Nr.CONTAINER, Problem.of(error, error.place or "bundle"))
        return None
    check_files(files, findings)  # 2
    contents = sort_files(files)
    filed = _Filed(contents.statements)
    signatures = try_signatures(filed, each)  # 3
    bundle = read_bundle(contents, findings)  # 2
    filed.read = bundle.statements
    brought = {digest(document): document for document in own}
    blobs, more = {**brought, **bundle.blobs}, frozenset(brought).difference(bundle.blobs)
    return Opened(replace(bundle, blobs=blobs, own=more), signatures)
