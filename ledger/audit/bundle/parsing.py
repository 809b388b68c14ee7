"""The parsers of a bundle's files: from the bytes of one file to its value.

The digest is checked first: a file whose bytes do not have the digest in its name contradicts that
name. A file that has the digest and yet breaks the format was issued like that, and contradicts too.
Only a file whose name is not a digest can be unreadable.
"""

import itertools

import orjson

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.bundle.model import (
    BundleSection,
    Excerpt,
    IndexedLeaf,
    RegistryLeaf,
    SignedReport,
    SignedStatement,
)
from ledger.trust.canonical import parse_canonical
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.leaves import digest, read_model, read_value
from ledger.trust.multiproof import parse_multiproof
from schemas.errors import CradleError
from schemas.signed.closure import OpenedClosure
from schemas.signed.kinds import (
    MAX_COMPOSITION,
    MAX_PAYLOAD,
    MODELS,
    kind_of,
    section_limit,
)
from schemas.signed.log import EntriesLeaf, parse_registry_leaf
from schemas.signed.statement import Section
from schemas.views.monitor import MONITOR_TYPE, MonitorReport

LEAF_LIMIT = 16 * 1024
"""Bytes of a leaf."""


class InvalidError(CradleError):
    """A file that breaks the promise of its name: another digest, or another document."""


def read_statement(data: bytes, named: str) -> SignedStatement:
    """Read the statement in an envelope, without its sections; refuse it if its id is not in the file's name."""
    envelope = parse_envelope(data)
    if statement_id(envelope.payload_type, envelope.payload) != named:
        raise InvalidError(
            "statement.digest", "The file contains another statement than its name says."
        )
    try:
        kind = kind_of(envelope.payload_type)
        statement = read_model(envelope.payload, MODELS[kind], MAX_PAYLOAD, "statement.form")
    except CradleError as error:
        raise InvalidError(
            "statement.invalid", f"It is signed, but it is not a valid statement: {error}"
        ) from None
    return SignedStatement.of(named, kind, envelope, statement)


def read_section(data: bytes, named: str) -> BundleSection:
    """Read a section; refuse it if its digest is not in the file's name, or its value is not canonical."""
    _check_digest(data, named, "section.digest")
    try:
        section = read_model(data, Section, MAX_COMPOSITION, "section.form")
        _check_size(data, section_limit(section.section))
        return BundleSection(section.kind, section.issuer, section.section, read_value(section))
    except CradleError as error:
        raise InvalidError(
            "section.invalid", f"Its digest is signed, but it is not a valid section: {error}"
        ) from None


def read_blob(data: bytes, named: str) -> bytes:
    """Return a document; refuse it if its digest is not in the file's name."""
    _check_digest(data, named, "blob.digest")
    return data


def read_excerpt(data: bytes, _: str) -> Excerpt:
    """Read leaves of the entries log and their proof, which is verified later against the checkpoint."""
    proof = parse_multiproof(data)
    return Excerpt(proof, tuple(itertools.starmap(read_leaf, proof.leaves)))


def read_leaf(index: int, data: bytes) -> IndexedLeaf:
    """Read a leaf of the entries log, in canonical form.

    Raises:
        CradleError: `leaf.form`.
    """
    try:
        leaf = read_model(data, EntriesLeaf, LEAF_LIMIT)
    except CradleError as error:
        detail = f"Leaf {index} is not in the form of the entries log: {error}"
        raise CradleError("leaf.form", detail) from None
    described = leaf.id, leaf.kind, leaf.old, leaf.registry, leaf.sigs
    return IndexedLeaf(index, *described, leaf.marks or (), leaf.closure)


def read_closure(data: bytes, _: str) -> OpenedClosure:
    """Read the opened closure of a figure."""
    return read_model(data, OpenedClosure, SIZE_LIMIT)


def read_registry(data: bytes, _: str) -> tuple[RegistryLeaf, ...]:
    """Read the leaves of the registry."""
    listed = parse_canonical(data, SIZE_LIMIT)
    if not isinstance(listed, list):
        raise CradleError("json.type", "The registry is a list of leaves.")
    return tuple(parse_registry_leaf(orjson.dumps(leaf)) for leaf in listed)


def parse_monitor(data: bytes) -> SignedReport:
    """Read the report of a monitor in its envelope; its signature is not verified.

    Raises:
        CradleError: `monitor.type`, or as `parse_envelope` and `read_model`.
    """
    envelope = parse_envelope(data)
    if envelope.payload_type != MONITOR_TYPE:
        detail = f"This is signed as {envelope.payload_type}, which is not the type of a monitor's report."
        raise CradleError("monitor.type", detail, "payloadType")
    return SignedReport(envelope, read_model(envelope.payload, MonitorReport, MAX_PAYLOAD))


def _check_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise CradleError("json.too_large", f"The file has {len(data)} bytes; at most {limit}.")


def _check_digest(data: bytes, named: str, code: str) -> None:
    if digest(data) != named:
        raise InvalidError(
            code, "The file does not have the digest in its name: its bytes were changed."
        )
