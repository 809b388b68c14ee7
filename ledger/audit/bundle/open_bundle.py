"""Steps 1 and 2, container and integrity: from the bytes of a bundle to files, and from files to values.

`ledger.audit.bundle.parsing` reads each file. A file that cannot be read is a finding that names it; it never
raises. The finding is a contradiction if the file breaks the promise of its name (`InvalidError`); otherwise the
file counts as missing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from ledger.audit.bundle.container import unpack
from ledger.audit.bundle.files import (
    CLOSURE,
    ENTRIES,
    FIXED,
    LEAVES,
    MONITOR,
    PROOF,
    REGISTRY,
    named_file,
    named_files,
)
from ledger.audit.bundle.model import Bundle, BundleSection, Excerpt, IndexedLeaf, SignedStatement
from ledger.audit.bundle.parsing import (
    InvalidError,
    parse_monitor,
    read_blob,
    read_closure,
    read_excerpt,
    read_registry,
    read_section,
    read_statement,
)
from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from ledger.trust.leaves import digest
from ledger.trust.marks import salted_digest
from schemas.base import Model
from schemas.errors import CradleError
from schemas.readable import require_readable_json
from schemas.signed.closure import Mark
from schemas.signed.statement import Issued, SectionName

_NAME = re.compile(r"[0-9a-f]{64}\.json")
_LENGTH = len("0" * 64 + ".json")

Value = TypeVar("Value")
Reader = Callable[[bytes, str], Value]


def open_container(data: bytes, findings: Findings) -> dict[str, bytes] | None:
    """Return the files of a bundle by name; None if the container cannot be read."""
    findings.checked(StepNumber.CONTAINER)
    try:
        return unpack(data)
    except CradleError as error:
        findings.miss(StepNumber.CONTAINER, Problem.of(error, error.place or "bundle"))
        return None


def read_files(files: Mapping[str, bytes], own: Iterable[bytes], findings: Findings) -> Bundle:
    """Read the files of a bundle, and the reader's own copies of documents that it only names."""
    check_files(files, findings)
    contents = sort_files(files)
    bundle = read_bundle(contents, findings)
    payloads = {name: signed.envelope.payload for name, signed in bundle.statements.items()}
    read = {name: contents.sections[name] for name in bundle.sections}
    _remark_texts({**payloads, **read}, findings)
    brought = {digest(document): document for document in own}
    added = frozenset(brought).difference(bundle.blobs)
    return replace(bundle, blobs={**brought, **bundle.blobs}, own=added)


def _remark_texts(documents: Mapping[str, bytes], findings: Findings) -> None:
    """Remark the first hidden character of each payload and section; a ledger refuses them in new statements only."""
    for name, data in documents.items():
        try:
            require_readable_json(data)
        except CradleError as error:
            detail = error.detail.removesuffix(".")
            findings.remark(
                StepNumber.INTEGRITY, Problem(error.code, name, detail, error.place or "")
            )


class Contents(NamedTuple):
    """The files of a bundle: by id or digest where the name has one, all others by their names."""

    statements: dict[str, bytes]
    sections: dict[str, bytes]
    blobs: dict[str, bytes]
    others: dict[str, bytes]


def sort_files(files: Mapping[str, bytes]) -> Contents:
    """Sort the files by their folders."""
    contents = Contents({}, {}, {}, {})
    folders = {
        f"{name}/": folder for name, folder in contents._asdict().items() if name != "others"
    }
    for path, data in files.items():
        folder = folders.get(path[:-_LENGTH])
        if folder is None or _NAME.fullmatch(path, len(path) - _LENGTH) is None:
            contents.others[path] = data
        else:
            folder[f"sha256:{path[-_LENGTH:-5]}"] = data
    return contents


def check_files(files: Mapping[str, bytes], findings: Findings) -> None:
    """Check that the bundle has the files that every bundle has."""
    for name in FIXED:
        findings.checked(StepNumber.INTEGRITY)
        if name not in files:
            absent = Problem("file.missing", name, "Every bundle has this file; fetch it again.")
            findings.miss(StepNumber.INTEGRITY, absent)


def read_bundle(contents: Contents, findings: Findings) -> Bundle:
    """Read the values in the files of a bundle; a file that cannot be read is a finding and left out."""
    others = contents.others
    excerpt = _read_fixed(others, PROOF, read_excerpt, findings)
    closure = _read_fixed(others, CLOSURE, read_closure, findings)
    marks = {} if closure is None else {salted_digest(mark): mark for mark in closure.marks}
    statements = read_statements(contents.statements, findings)
    sections = _read_all("sections", contents.sections, read_section, findings)
    blobs = _read_all("blobs", contents.blobs, read_blob, findings)
    unread = {
        "statements": contents.statements.keys() - statements.keys(),
        "sections": contents.sections.keys() - sections.keys(),
        "blobs": contents.blobs.keys() - blobs.keys(),
    }
    return Bundle(
        statements=_join(statements, sections, findings),
        blobs=blobs,
        excerpt=excerpt,
        places=_places(excerpt, statements, marks),
        registry=_read_fixed(others, LEAVES, read_registry, findings),
        notes={name: others[name] for name in (ENTRIES, REGISTRY) if name in others},
        monitor=_read_fixed(others, MONITOR, lambda data, _: parse_monitor(data), findings),
        closure=closure,
        marks=marks,
        sections=frozenset(sections),
        others=frozenset({*others, *named_files(unread)}.difference((*FIXED, MONITOR, CLOSURE))),
    )


def _places(
    excerpt: Excerpt | None, statements: Mapping[str, SignedStatement], marks: Mapping[str, Mark]
) -> dict[str, IndexedLeaf]:
    """The leaves by statement.

    The last leaf of the log, and one of which a mark is opened, count only if their statement is in the bundle.
    """
    if excerpt is None:
        return {}
    last = excerpt.leaves[-1]
    return {
        leaf.id: leaf
        for leaf in reversed(excerpt.leaves)
        if leaf.id in statements or (leaf is not last and marks.keys().isdisjoint(leaf.marks))
    }


def read_statements(files: Mapping[str, bytes], findings: Findings) -> dict[str, SignedStatement]:
    """Read statements by id, without their sections."""
    return _read_all("statements", files, read_statement, findings)


def join_sections(
    statements: Mapping[str, SignedStatement], files: Mapping[str, bytes], findings: Findings
) -> dict[str, SignedStatement]:
    """Return the statements with those of their sections that are in these files, given by digest."""
    return _join(statements, _read_all("sections", files, read_section, findings), findings)


def _join(
    statements: Mapping[str, SignedStatement],
    sections: Mapping[str, BundleSection],
    findings: Findings,
) -> dict[str, SignedStatement]:
    return {
        name: signed.with_sections(_sections_of(signed, sections, findings))
        if signed.named
        else signed
        for name, signed in statements.items()
    }


def _read_all(
    folder: str, files: Mapping[str, bytes], read: Reader[Value], findings: Findings
) -> dict[str, Value]:
    """Read the files of a folder; return the values by id or digest."""
    findings.checked(StepNumber.INTEGRITY, len(files))
    values = {}
    for name, data in files.items():
        try:
            values[name] = read(data, name)
        except CradleError as error:
            _report(error, named_file(folder, name), findings)
    return values


def _read_fixed(
    files: Mapping[str, bytes], path: str, read: Reader[Value], findings: Findings
) -> Value | None:
    if path not in files:
        return None
    findings.checked(StepNumber.INTEGRITY)
    try:
        return read(files[path], "")
    except CradleError as error:
        _report(error, path, findings)
        return None


def _report(error: CradleError, path: str, findings: Findings) -> None:
    """Report a file that could not be read, or that breaks the promise of its name."""
    if isinstance(error, InvalidError):
        findings.contradict(StepNumber.INTEGRITY, Problem.of(error, path))
    else:
        detail = f"The file cannot be read: {error}"
        findings.miss(StepNumber.INTEGRITY, Problem("file.unreadable", path, detail))


def _sections_of(
    signed: SignedStatement, sections: Mapping[str, BundleSection], findings: Findings
) -> dict[SectionName, Model]:
    """Return the sections in the bundle that a statement names; one under another name contradicts."""
    named_sections = {}
    issuer = signed.statement.issuer if isinstance(signed.statement, Issued) else None
    for name, named in signed.named.items():
        shown = sections.get(named)
        if shown is None:
            continue
        if (shown.kind, shown.issuer, shown.name) == (signed.kind, issuer, name):
            named_sections[name] = shown.value
        else:
            detail = f"{signed.id} names it as its {name.value}, which it is not."
            foreign = Problem("section.mismatch", named_file("sections", named), detail)
            findings.contradict(StepNumber.INTEGRITY, foreign)
    return named_sections
