"""Bytes to the value of one file: what its name says, and in its one form.

A digest decides first: bytes that do not have the digest in their name contradict it, whatever they
say. Bytes that have it and yet break the format were made so, and contradict too; only what names
no digest of its own bytes can be unreadable.
"""

import itertools
import re
from functools import lru_cache
from typing import TypeVar, cast

import orjson

from ledger.audit.bundle import Excerpt, Placed, RegistryLeaf, Shown, Signed, SignedMonitor
from ledger.audit.container import SIZE_LIMIT
from ledger.trust.canonical import parse_canonical
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.leaves import digest, model_bytes, read_exact
from ledger.trust.multiproof import parse_multiproof
from schemas.base import Model
from schemas.errors import CradleError
from schemas.kinds import (
    MAX_COMPOSITION,
    MAX_PAYLOAD,
    MODELS,
    TYPED_SECTIONS,
    kind_of,
    open_section,
    section_limit,
)
from schemas.log import parse_registry_leaf
from schemas.monitor import MONITOR_TYPE, MonitorReport
from schemas.statement import Kind, Section
from schemas.values import RegistryState

_NAMED = re.compile(rb'"section":"([a-z]+)","value":')
"""Where a section in its one form says which it is."""

_KINDS = {kind.value.encode(): kind for kind in Kind}

_ID = rb"sha256:[0-9a-f]{64}"
_COUNT = rb"(?:0|[1-9][0-9]{0,15})"
_LEAF = re.compile(
    rb'\{"id":"(%(id)s)","kind":"(%(kind)s)",(?:"old":"(%(id)s)",)?"registry":'
    rb'(\{"root":"[0-9a-f]{64}","size":%(count)s\}),"sigs":"(%(id)s)","v":1\}'
    % {b"id": _ID, b"kind": b"|".join(_KINDS), b"count": _COUNT}
)
"""The one form of a leaf of the entries log, as `schemas.log` describes it."""

Parsed = TypeVar("Parsed", bound=Model)


class InvalidError(CradleError):
    """Bytes that have the digest in their name and are not what stands under such a name."""


def read_model(data: bytes, model: type[Parsed], limit: int) -> Parsed:
    """The value of canonical JSON that is exactly the value's own form, and at most `limit` long.

    Raises:
        CradleError: `schema.*`, or `json.*` as `parse_canonical`.
    """
    _check_size(data, limit)
    exact = read_exact(model, data)
    if exact is not None:
        return exact
    value = model.parse(data)
    if model_bytes(value) != data:
        parse_canonical(data, limit)
        raise CradleError("json.not_canonical", "The JSON is not the one form of its value.")
    return value


def read_statement(data: bytes, named: str) -> Signed:
    """The statement in an envelope, without its sections; refused unless it has the id that it is named by."""
    envelope = parse_envelope(data)
    if statement_id(envelope.payload_type, envelope.payload) != named:
        raise InvalidError(
            "statement.digest", "The statement is another than the one of that name."
        )
    try:
        kind = kind_of(envelope.payload_type)
        statement = read_model(envelope.payload, MODELS[kind], MAX_PAYLOAD)
    except CradleError as error:
        raise InvalidError("statement.invalid", f"Signed, and yet no statement: {error}") from None
    return Signed.of(named, kind, envelope, statement)


def read_section(data: bytes, named: str) -> Shown:
    """The section with the digest that it is named by; refused unless its value is in its one form too."""
    _check_digest(data, named, "section.digest")
    shown = _read_typed(data)
    if shown is not None:
        return shown
    try:
        section = read_model(data, Section, MAX_COMPOSITION)
        _check_size(data, section_limit(section.section))
        value = open_section(section)
        if value.to_json() != section.value:
            detail = "The value of the section is not in its one form."
            raise CradleError("section.form", detail)  # noqa: TRY301 - told like any other refusal
        return Shown(section.kind, section.issuer, section.section, value)
    except CradleError as error:
        raise InvalidError("section.invalid", f"Signed, and yet no section: {error}") from None


def _read_typed(data: bytes) -> Shown | None:
    """A section whose bytes are the one form of its typed value, read at once; None for any other."""
    said = _NAMED.search(data)
    model = TYPED_SECTIONS.get(said[1].decode()) if said is not None else None
    section = None if model is None else read_exact(model, data)
    if section is None:
        return None
    name = section.section
    if type(section) is not TYPED_SECTIONS[name.value] or len(data) > section_limit(name):
        return None
    return Shown(section.kind, section.issuer, name, cast("Model", section.value))


def read_blob(data: bytes, named: str) -> bytes:
    """A document with the digest that it is named by."""
    _check_digest(data, named, "blob.digest")
    return data


def read_excerpt(data: bytes, _: str) -> Excerpt:
    """What is shown of the entries log; whether the log holds it, is for its checkpoint to say."""
    proof = parse_multiproof(data)
    return Excerpt(proof, tuple(itertools.starmap(read_leaf, proof.leaves)))


def read_leaf(index: int, data: bytes) -> Placed:
    """A leaf of the entries log in its one form, which its fields stand in as they are spelled.

    Raises:
        CradleError: `leaf.form`, or `schema.*` for the state of the registry.
    """
    found = _LEAF.fullmatch(data)
    if found is None:
        raise CradleError("leaf.form", f"Leaf {index} is not in the form of the entries log.")
    name, kind, old, state, sigs = found.groups()
    replaced = None if old is None else old.decode()
    return Placed(index, name.decode(), _KINDS[kind], replaced, _read_state(state), sigs.decode())


@lru_cache
def _read_state(data: bytes) -> RegistryState:
    """A state of the registry, which most leaves share with the ones before them."""
    return RegistryState.parse(data)


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
