"""Steps 1 to 3 begun: the bytes of a bundle to values, and its signatures put to the trial.

Signatures need no section, so they are tried as soon as the statements are read; whoever can do several
things at once goes on with them while the rest is read and judged.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ledger.audit.bundle import Bundle
from ledger.audit.container import unpack
from ledger.audit.findings import Findings, Nr
from ledger.audit.reading import check_files, read_bundle, read_statements
from ledger.audit.signatures import Each, Trial, try_signatures
from ledger.footprint.graph import Problem
from ledger.trust.leaves import digest
from schemas.errors import CradleError


class Opened(NamedTuple):
    """A bundle that was read, and its signatures, which are being tried."""

    bundle: Bundle
    trial: Trial


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
    statements = read_statements(files, findings)
    trial = try_signatures(statements, each)  # 3
    bundle = read_bundle(files, statements, findings)  # 2
    brought = {digest(document): document for document in own}
    return Opened(replace(bundle, blobs={**brought, **bundle.blobs}), trial)
