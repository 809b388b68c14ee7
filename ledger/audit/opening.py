"""Steps 1 to 3 begun: the bytes of a bundle to values, and its signatures put to the trial.

Signatures need the statements' own files alone, so they are tried from the moment these are there; whoever
can do several things at once goes on with them while all is read and judged.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from ledger.audit.bundle import Bundle, Signed
from ledger.audit.container import unpack
from ledger.audit.findings import Findings, Nr
from ledger.audit.reading import check_files, read_bundle, read_statement, read_statements
from ledger.audit.trial import Each, Trying, try_signatures
from ledger.footprint.graph import Problem
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS

_PATH = re.compile(r"statements/([0-9a-f]{64})\.json")
_REGISTRY_TYPES = tuple(kind.payload_type.encode() for kind in REGISTRY_KINDS)


class Opened(NamedTuple):
    """A bundle that was read, and its signatures, which are being tried."""

    bundle: Bundle
    signatures: Trying


@dataclass(frozen=True)
class _Filed:
    """The statements in the files of a bundle, for a process that has read them and for one that has not.

    Attributes:
        files: of the bundle, by name.
        read: the statements that were read; what is not among them is read when it is asked for.
    """

    files: Mapping[str, bytes]
    read: dict[str, Signed] = field(default_factory=dict)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        paths = map(_PATH.fullmatch, self.files)
        return {f"sha256:{found[1]}": found[0] for found in paths if found is not None}

    @property
    def names(self) -> Sequence[str]:
        """The ids that files of statements are named by."""
        return list(self._paths)

    def get(self, name: str, /) -> Signed | None:
        """The statement of an id; None if its file is none of it."""
        if name not in self.read:
            try:
                return read_statement(self.files[self._paths[name]], name)
            except CradleError:
                return None
        return self.read[name]

    def registered(self) -> Iterable[Signed]:
        """The registrations and the changes of keys."""
        for name, path in self._paths.items():
            if any(kind in self.files[path] for kind in _REGISTRY_TYPES):
                signed = self.get(name)
                if signed is not None:
                    yield signed


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
    filed = _Filed(files)
    signatures = try_signatures(filed, each)  # 3
    filed.read.update(read_statements(files, findings))  # 2
    bundle = read_bundle(files, filed.read, findings)
    brought = {digest(document): document for document in own}
    return Opened(replace(bundle, blobs={**brought, **bundle.blobs}), signatures)
