"""Step 2, integrity: files to values. Each file is what its name says, and in its one form.

A digest decides first: bytes that do not have the digest in their name contradict it, whatever they
say. Bytes that have it and yet break the format were made so, and contradict too; only what names
no digest of its own bytes can be unreadable. A parse error is a finding that names the file, never
a trace.
"""

import re
from binascii import a2b_hex
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import orjson

from ledger.audit.bundle import (
    ENTRIES,
    FIXED,
    LAST,
    LEAVES,
    MONITOR,
    REGISTRY,
    Bundle,
    Proof,
    Proven,
    RegistryLeaf,
    Shown,
    Signed,
    SignedMonitor,
)
from ledger.audit.container import SIZE_LIMIT
from ledger.audit.findings import Findings, Nr
from ledger.footprint.graph import Problem
from ledger.trust.canonical import parse_canonical
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.leaves import digest, leaf_bytes, model_bytes, read_exact
from ledger.trust.merkle import HASH_LENGTH, PATH_LIMIT, leaf_hash
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
from schemas.log import EntriesLeaf, parse_registry_leaf
from schemas.monitor import MONITOR_TYPE, MonitorReport
from schemas.statement import Issued, Section, SectionName

PROOF_LIMIT = 16 * 1024

_NAMED = re.compile(rb'"section":"([a-z]+)","value":')
"""Where a section in its one form says which it is."""

_NAME = re.compile(r"[0-9a-f]{64}\.json")
Value = TypeVar("Value")
Parsed = TypeVar("Parsed", bound=Model)
Reader = Callable[[bytes, str], Value]


class _InvalidError(CradleError):
    """Bytes that have the digest in their name and are not what stands under such a name."""


def check_files(files: Mapping[str, bytes], findings: Findings) -> None:
    """Every bundle has certain files."""
    for name in FIXED:
        findings.checked(Nr.INTEGRITY)
        if name not in files:
            absent = Problem("file.missing", name, "Every bundle has this file; fetch it again.")
            findings.miss(Nr.INTEGRITY, absent)


def read_bundle(
    files: Mapping[str, bytes], statements: Mapping[str, Signed], findings: Findings
) -> Bundle:
    """The values in the files of a bundle; what could not be read is a finding and left out.

    Args:
        files: by name.
        statements: what `read_statements` read in them.
        findings: takes what could not be read.
    """
    return Bundle(
        files=frozenset(files),
        statements=join_sections(statements, files, findings),
        blobs=_read_all(files, "blobs", _read_blob, findings),
        proofs=_read_all(files, "proofs", _read_proof, findings),
        last=_read_fixed(files, LAST, _read_proof, findings),
        registry=_read_fixed(files, LEAVES, _read_registry, findings),
        notes={name: files[name] for name in (ENTRIES, REGISTRY) if name in files},
        monitor=_read_fixed(files, MONITOR, _read_monitor, findings),
    )


def read_statements(files: Mapping[str, bytes], findings: Findings) -> dict[str, Signed]:
    """The statements in files `statements/<hex>.json`, by id, without their sections."""
    return _read_all(files, "statements", read_statement, findings)


def join_sections(
    statements: Mapping[str, Signed], files: Mapping[str, bytes], findings: Findings
) -> dict[str, Signed]:
    """The statements with those of their sections that are in files `sections/<hex>.json`."""
    sections = _read_all(files, "sections", _read_section, findings)
    return {
        name: signed.showing(_sections_of(signed, sections, findings)) if signed.named else signed
        for name, signed in statements.items()
    }


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


def _read_all(
    files: Mapping[str, bytes], folder: str, read: Reader[Value], findings: Findings
) -> dict[str, Value]:
    """The values in a folder, by the digest in their names."""
    values = {}
    prefix = f"{folder}/"
    for path, data in files.items():
        if path.startswith(prefix) and _NAME.fullmatch(path, len(prefix)):
            named = f"sha256:{path[len(prefix) : -len('.json')]}"
            value = _read(read, data, path, named, findings)
            if value is not None:
                values[named] = value
    return values


def _read_fixed(
    files: Mapping[str, bytes], path: str, read: Reader[Value], findings: Findings
) -> Value | None:
    return _read(read, files[path], path, "", findings) if path in files else None


def _read(
    read: Reader[Value], data: bytes, path: str, named: str, findings: Findings
) -> Value | None:
    findings.checked(Nr.INTEGRITY)
    try:
        return read(data, named)
    except _InvalidError as error:
        findings.contradict(Nr.INTEGRITY, Problem.of(error, path))
    except CradleError as error:
        detail = f"The file cannot be read: {error}"
        findings.miss(Nr.INTEGRITY, Problem("file.unreadable", path, detail))
    return None


def read_statement(data: bytes, named: str) -> Signed:
    """The statement in an envelope, without its sections; refused unless it has the id that it is named by."""
    envelope = parse_envelope(data)
    if statement_id(envelope.payload_type, envelope.payload) != named:
        raise _InvalidError(
            "statement.digest", "The statement is another than the one of that name."
        )
    try:
        kind = kind_of(envelope.payload_type)
        statement = read_model(envelope.payload, MODELS[kind], MAX_PAYLOAD)
    except CradleError as error:
        raise _InvalidError("statement.invalid", f"Signed, and yet no statement: {error}") from None
    return Signed.of(named, kind, envelope, statement)


def _read_section(data: bytes, named: str) -> Shown:
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
        raise _InvalidError("section.invalid", f"Signed, and yet no section: {error}") from None


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


def _read_blob(data: bytes, named: str) -> bytes:
    _check_digest(data, named, "blob.digest")
    return data


def _read_proof(data: bytes, _: str) -> Proven:
    spelled = _spelled_proof(data)
    if spelled is not None:
        return spelled
    proof = read_model(data, Proof, PROOF_LIMIT)
    path = bytes.fromhex("".join(proof.path))
    return Proven(proof.index, proof.leaf, leaf_hash(leaf_bytes(proof.leaf)), path)


def _spelled_proof(data: bytes) -> Proven | None:
    """A proof whose bytes are spelled again from what is taken out of them; None for any other."""
    index, _, rest = data.removeprefix(b'{"index":').partition(b',"leaf":')
    leaf, _, hashes = rest.rpartition(b',"path":[')
    typed = read_exact(EntriesLeaf, leaf)
    try:
        number, path = int(index), a2b_hex(hashes[1:-3].replace(b'","', b""))
    except ValueError:
        return None
    told = path.hex('"', HASH_LENGTH).replace('"', '","').encode()
    spelled = b'{"index":%d,"leaf":%s,"path":["%s"]}' % (number, leaf, told)
    fits = 0 <= number < 1 << 53 and len(path) <= PATH_LIMIT * HASH_LENGTH
    return (
        Proven(number, typed, leaf_hash(leaf), path) if typed and fits and spelled == data else None
    )


def _read_registry(data: bytes, _: str) -> tuple[RegistryLeaf, ...]:
    listed = parse_canonical(data, SIZE_LIMIT)
    if not isinstance(listed, list):
        raise CradleError("json.type", "The registry is a list of leaves.")
    return tuple(parse_registry_leaf(orjson.dumps(leaf)) for leaf in listed)


def _read_monitor(data: bytes, _: str) -> SignedMonitor:
    return parse_monitor(data)


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
        raise _InvalidError(
            code, "The file does not have the digest in its name; its bytes changed."
        )


def _sections_of(
    signed: Signed, sections: Mapping[str, Shown], findings: Findings
) -> dict[SectionName, Model]:
    """The sections at hand that a statement names, each being the one it is named as."""
    found = {}
    issuer = signed.statement.issuer if isinstance(signed.statement, Issued) else None
    for name, named in signed.named.items():
        shown = sections.get(named)
        if shown is None:
            continue
        if (shown.kind, shown.issuer, shown.name) == (signed.kind, issuer, name):
            found[name] = shown.value
        else:
            detail = f"It is not the {name.value} of {signed.id}, which names it so."
            foreign = Problem("section.foreign", f"sections/{named[7:]}.json", detail)
            findings.contradict(Nr.INTEGRITY, foreign)
    return found
