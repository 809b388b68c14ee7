"""Step 2, integrity: files to values, each as `ledger.audit.parsing` reads it.

What could not be read is a finding that names the file, never a trace: it contradicts where the file has
the digest in its name and breaks what stands under such a name, and is unreadable otherwise.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from ledger.audit.bundle import (
    ENTRIES,
    FIXED,
    LAST,
    LEAVES,
    MONITOR,
    REGISTRY,
    Bundle,
    Shown,
    Signed,
    other_files,
)
from ledger.audit.findings import Findings, Nr
from ledger.audit.parsing import (
    InvalidError,
    parse_monitor,
    read_blob,
    read_proof,
    read_registry,
    read_section,
    read_statement,
)
from ledger.footprint.graph import Problem
from schemas.base import Model
from schemas.errors import CradleError
from schemas.statement import Issued, SectionName

_NAME = re.compile(r"[0-9a-f]{64}\.json")
Value = TypeVar("Value")
Reader = Callable[[bytes, str], Value]


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
    sections = _read_all(files, "sections", read_section, findings)
    blobs = _read_all(files, "blobs", read_blob, findings)
    proofs = _read_all(files, "proofs", read_proof, findings)
    return Bundle(
        statements=_join(statements, sections, findings),
        blobs=blobs,
        proofs=proofs,
        last=_read_fixed(files, LAST, read_proof, findings),
        registry=_read_fixed(files, LEAVES, read_registry, findings),
        notes={name: files[name] for name in (ENTRIES, REGISTRY) if name in files},
        monitor=_read_fixed(files, MONITOR, lambda data, _: parse_monitor(data), findings),
        sections=frozenset(sections),
        others=other_files(files, statements, sections=sections, blobs=blobs, proofs=proofs),
    )


def read_statements(files: Mapping[str, bytes], findings: Findings) -> dict[str, Signed]:
    """The statements in files `statements/<hex>.json`, by id, without their sections."""
    return _read_all(files, "statements", read_statement, findings)


def join_sections(
    statements: Mapping[str, Signed], files: Mapping[str, bytes], findings: Findings
) -> dict[str, Signed]:
    """The statements with those of their sections that are in files `sections/<hex>.json`."""
    return _join(statements, _read_all(files, "sections", read_section, findings), findings)


def _join(
    statements: Mapping[str, Signed], sections: Mapping[str, Shown], findings: Findings
) -> dict[str, Signed]:
    return {
        name: signed.showing(_sections_of(signed, sections, findings)) if signed.named else signed
        for name, signed in statements.items()
    }


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
    except InvalidError as error:
        findings.contradict(Nr.INTEGRITY, Problem.of(error, path))
    except CradleError as error:
        detail = f"The file cannot be read: {error}"
        findings.miss(Nr.INTEGRITY, Problem("file.unreadable", path, detail))
    return None


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
