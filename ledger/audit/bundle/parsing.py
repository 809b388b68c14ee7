"""Bytes to the value of one file: what its name says, and in its one form.

A digest decides first: bytes that do not have the digest in their name contradict it, whatever they
say. Bytes that have it and yet break the format were made so, and contradict too; only what names
no digest of its own bytes can be unreadable.
"""

import itertools

import orjson

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.bundle.model import Excerpt, Placed, RegistryLeaf, Shown, Signed, SignedMonitor
from ledger.trust.canonical import parse_canonical
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.leaves import digest, read_model, read_value
from ledger.trust.multiproof import parse_multiproof
from schemas.errors import CradleError
from schemas.kinds import (
    MAX_COMPOSITION,
    MAX_PAYLOAD,
    MODELS,
    kind_of,
    section_limit,
)
from schemas.log import EntriesLeaf, parse_registry_leaf
from schemas.monitor import MONITOR_TYPE, MonitorReport
from schemas.statement import Section

LEAF_LIMIT = 16 * 1024
"""Bytes of a leaf."""


class InvalidError(CradleError):
    """Bytes that have the digest in their name and are not what stands under such a name."""


def read_statement(data: bytes, named: str) -> Signed:
    """The statement in an envelope, without its sections; refused unless it has the id that it is named by."""
    envelope = parse_envelope(data)
    if statement_id(envelope.payload_type, envelope.payload) != named:
        raise InvalidError(
            "statement.digest", "The statement is another than the one of that name."
        )
    try:
        kind = kind_of(envelope.payload_type)
        statement = read_model(envelope.payload, MODELS[kind], MAX_PAYLOAD, "statement.form")
    except CradleError as error:
        raise InvalidError("statement.invalid", f"Signed, and yet no statement: {error}") from None
    return Signed.of(named, kind, envelope, statement)


def read_section(data: bytes, named: str) -> Shown:
    """The section with the digest that it is named by; refused unless its value is in its one form too."""
    _check_digest(data, named, "section.digest")
    try:
        section = read_model(data, Section, MAX_COMPOSITION, "section.form")
        _check_size(data, section_limit(section.section))
        return Shown(section.kind, section.issuer, section.section, read_value(section))
    except CradleError as error:
        raise InvalidError("section.invalid", f"Signed, and yet no section: {error}") from None


def read_blob(data: bytes, named: str) -> bytes:
    """A document with the digest that it is named by."""
    _check_digest(data, named, "blob.digest")
    return data


def read_excerpt(data: bytes, _: str) -> Excerpt:
    """What is shown of the entries log; whether the log holds it, is for its checkpoint to say."""
    proof = parse_multiproof(data)
    return Excerpt(proof, tuple(itertools.starmap(read_leaf, proof.leaves)))


def read_leaf(index: int, data: bytes) -> Placed:
    """A leaf of the entries log, in its one form.

    Raises:
        CradleError: `leaf.form`.
    """
    try:
        leaf = read_model(data, EntriesLeaf, LEAF_LIMIT)
    except CradleError as error:
        detail = f"Leaf {index} is not in the form of the entries log: {error}"
        raise CradleError("leaf.form", detail) from None
    return Placed(index, leaf.id, leaf.kind, leaf.old, leaf.registry, leaf.sigs)


def read_registry(data: bytes, _: str) -> tuple[RegistryLeaf, ...]:
    """The leaves of the registry."""
    listed = parse_canonical(data, SIZE_LIMIT)
    if not isinstance(listed, list):
        raise CradleError("json.type", "The registry is a list of leaves.")
    return tuple(parse_registry_leaf(orjson.dumps(leaf)) for leaf in listed)


def parse_monitor(data: bytes) -> SignedMonitor:
    """The report of a monitor in its envelope; its signature is not verified.

    Raises:
        CradleError: `monitor.type`, or as `parse_envelope` and `read_model`.
    """
    envelope = parse_envelope(data)
    if envelope.payload_type != MONITOR_TYPE:
        detail = f"This is signed as {envelope.payload_type}, which is no report of a monitor."
        raise CradleError("monitor.type", detail, "payloadType")
    return SignedMonitor(envelope, read_model(envelope.payload, MonitorReport, MAX_PAYLOAD))


def _check_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise CradleError("json.too_large", f"The file has {len(data)} bytes; at most {limit}.")


def _check_digest(data: bytes, named: str, code: str) -> None:
    if digest(data) != named:
        raise InvalidError(
            code, "The file does not have the digest in its name; its bytes changed."
        )
