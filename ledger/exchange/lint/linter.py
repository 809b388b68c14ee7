"""Lint one file of others: recognise its format, run the checks of that format, sort the findings.

A format is recognised by members that it alone has. A PACT file may be one footprint, the answer of a server (`data`,
an object or a list), or a plain list; every footprint is checked. A passport may be the aspect alone, or an object with
one member for each aspect.

The check is local and needs no ledger. It does not show that a figure is true, that a file is complete by the rules of
its methodology, or that it is the file that its issuer sent.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

import orjson

from ledger.exchange.lint.catena_x import lint_pcf_9
from ledger.exchange.lint.catena_x_7 import lint_pcf_7
from ledger.exchange.lint.catena_x_pass import GROUP as SUSTAINABILITY
from ledger.exchange.lint.catena_x_pass import ROWS, lint_catena_x_pass
from ledger.exchange.lint.component import lint_component
from ledger.exchange.lint.decoding import read_json
from ledger.exchange.lint.finding import distinct, node_at, printable
from ledger.exchange.lint.openepd import lint_openepd
from ledger.exchange.lint.pact import lint_pact_2, lint_pact_3
from ledger.exchange.lint.passports import (
    GROUP,
    PER_UNIT,
    STAGES,
    TOTAL,
    lint_battery_pass,
    lint_gefeg,
)
from ledger.footprint.external.document import Fields
from schemas.errors import CradleError
from schemas.views.lint_report import COMPARED_BY, MAX_FINDINGS, LintFinding, LintFormat, LintReport

NAMES: Mapping[LintFormat, str] = {
    "batterypass-1.2": "BatteryPass CarbonFootprintForBatteries 1.2.0",
    "gefeg-batterypass-ready-1.0": "GEFEG BatteryPass-Ready 1.0",
    "pact-3": "PACT 3 product footprint",
    "pact-2": "PACT 2 product footprint",
    "catena-x-pcf-9": "Catena-X Pcf 9",
    "catena-x-pcf-7": "Catena-X Pcf 7",
    "catena-x-battery-component-1": "Catena-X PcfForBatteryComponentSupplier 1",
    "catena-x-battery-pass-6": "Catena-X BatteryPass 6",
    "openepd": "openEPD",
}
"""The formats, by their names in options."""

MOST_FOOTPRINTS = 1_000
"""The most footprints of a file, as many as a page of a server has."""

_LAID_OUT = (b"%pdf-", b"<!doctype html", b"<html")
"""How a PDF, and an HTML file, begin."""

_SEVERITIES = ("error", "warning", "remark")
_DOCTYPES = frozenset({"openepd", "openindustryepd", "opengenericestimate"})
_PCF_7 = "urn:io.catenax.pcf:datamodel:version:7."


class _Format(NamedTuple):
    """A format: the objects of a document that are of it, and their checks."""

    find: Callable[[Fields], Sequence[Fields]]
    check: Callable[[Fields], list[LintFinding]]


def lint(data: bytes, file: str, form: LintFormat | None = None) -> LintReport:
    """Check a file.

    Args:
        data: its bytes.
        file: its name, for the report.
        form: its format; by default it is recognised.

    Raises:
        CradleError: `json.*` if it cannot be read; `lint.format` if it is of no format that is read.
    """
    if data[:1024].lstrip().lower().startswith(_LAID_OUT):
        raise _unknown("The file is laid out for people, and the formats that are read are JSON")
    value, findings = read_json(data)
    tops = _documents(value)
    name = form or _recognise(tops)
    rows, count = list(findings), 0
    for top in tops:
        nodes = _FORMATS[name].find(top) or (() if form is None else (top,))
        rows += [row for node in nodes for row in _FORMATS[name].check(node)]
        rows += () if nodes else (_stranger(top, name),)
        count += len(nodes)
    return _report(data, file, name, count, distinct(rows))


def lint_to_json(data: bytes, file: str, form: LintFormat | None = None) -> bytes:
    """Check a file for a remote caller: the report, or `{"error": {...}}`, as JSON of a separate process."""
    try:
        return orjson.dumps(lint(data, file, form).to_json())
    except CradleError as refused:
        error = {"code": refused.code, "detail": refused.detail, "place": refused.place}
        return orjson.dumps({"error": error})


def with_findings(report: LintReport, added: Iterable[LintFinding]) -> LintReport:
    """The report with further findings on the same file."""
    rows = tuple(added)
    findings = sorted((*report.findings, *rows), key=lambda row: _SEVERITIES.index(row.severity))
    counts = {
        f"{name}s": getattr(report, f"{name}s") + sum(row.severity == name for row in rows)
        for name in _SEVERITIES
    }
    left_out = report.findings_left_out + max(len(findings) - MAX_FINDINGS, 0)
    listed = {"findings": tuple(findings[:MAX_FINDINGS]), "findings_left_out": left_out}
    return report.model_copy(update=counts | listed)


def parse_format(text: str) -> LintFormat:
    """The format of a name.

    Raises:
        CradleError: `option.word`.
    """
    for name in NAMES:
        if name == text:
            return name
    detail = (
        f"{text!r:.60} is not a format of the linter; use one of {', '.join(get_args(LintFormat))}."
    )
    raise CradleError("option.word", detail, "--format")


def _documents(value: object) -> list[Fields]:
    """The objects to check: of a list, of an answer's `data`, or the one object of the file.

    A file that is itself of a format is no answer, whatever its `data`.
    """
    place, rows = "", value
    if isinstance(value, dict) and isinstance(value.get("data"), dict | list):
        top = Fields(value, "")
        if not any(form.find(top) for form in _FORMATS.values()):
            place, rows = "data", value["data"]
    if isinstance(rows, dict):
        return [Fields(rows, place)]
    if isinstance(rows, list) and len(rows) > MOST_FOOTPRINTS:
        detail = (
            f"The file has {len(rows)} footprints; at most {MOST_FOOTPRINTS} are read. Split it."
        )
        raise CradleError("lint.too_many", detail)
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        return [Fields(row, f"{place}[{at}]") for at, row in enumerate(rows)]
    raise _unknown("The file is neither an object nor a list of objects")


def _recognise(tops: Iterable[Fields]) -> LintFormat:
    for top in tops:
        for name, form in _FORMATS.items():
            if form.find(top):
                return name
    raise _unknown("The file is of no format that is read")


def _unknown(what: str) -> CradleError:
    detail = (
        f"{what}; these are: {', '.join(NAMES.values())}. It was not compared with any bundle either:"
        f" {COMPARED_BY} compares declarations and studies too."
    )
    return CradleError("lint.format", detail)


def _stranger(top: Fields, form: LintFormat) -> LintFinding:
    """The finding on an object of a list that is of another format than the first."""
    place = top.path("").removesuffix(".")
    detail = f"This is not of the format {form}, as the first of the list is; send it alone."
    return LintFinding(code="lint.format", place=place, severity="error", detail=detail)


def _report(
    data: bytes, file: str, form: LintFormat, footprints: int, rows: Iterable[LintFinding]
) -> LintReport:
    empty = LintReport(
        file=printable(file),
        file_sha256=hashlib.sha256(data).hexdigest(),
        format=form,
        footprints=footprints,
        errors=0,
        warnings=0,
        remarks=0,
        findings=(),
        findings_left_out=0,
    )
    return with_findings(empty, rows)


def _having(*members: str) -> Callable[[Fields], Sequence[Fields]]:
    """Find the objects with one of these members: the file itself, or any below it."""

    def find(top: Fields) -> Sequence[Fields]:
        below = (node_at(top, name) for name in top.names())
        nodes = (top, *(node for node in below if node is not None))
        return [node for node in nodes if any(map(node.has, members))]

    return find


def _gefeg(top: Fields) -> Sequence[Fields]:
    nodes = (top, node_at(top, GROUP), node_at(top, "Battery_Passport", GROUP))
    return [node for node in nodes if node is not None and node.has(PER_UNIT)]


def _pact(version: str) -> Callable[[Fields], Sequence[Fields]]:
    def find(top: Fields) -> Sequence[Fields]:
        is_of_version = (top.stated("specVersion") or "").startswith(version)
        return (top,) if is_of_version and top.has("pcf") else ()

    return find


def _openepd(top: Fields) -> Sequence[Fields]:
    is_marked = (top.stated("doctype") or "").lower() in _DOCTYPES or top.has("openepd_version")
    return (top,) if is_marked or (top.has("impacts") and top.has("declared_unit")) else ()


def _own(member: str) -> Callable[[Fields], Sequence[Fields]]:
    return lambda top: (top,) if top.has(member) else ()


def _catena_x_pass(top: Fields) -> Sequence[Fields]:
    group = node_at(top, SUSTAINABILITY)
    return (top,) if group is not None and group.has(ROWS) else ()


_FORMATS: Mapping[LintFormat, _Format] = {
    "batterypass-1.2": _Format(_having(TOTAL, STAGES), lint_battery_pass),
    "gefeg-batterypass-ready-1.0": _Format(_gefeg, lint_gefeg),
    "catena-x-pcf-9": _Format(_own("scopeOfPcfForm"), lint_pcf_9),
    "catena-x-battery-component-1": _Format(_own("pcfValues"), lint_component),
    "catena-x-battery-pass-6": _Format(_catena_x_pass, lint_catena_x_pass),
    "catena-x-pcf-7": _Format(_pact(_PCF_7), lint_pcf_7),
    "pact-3": _Format(_pact("3."), lint_pact_3),
    "pact-2": _Format(_pact("2."), lint_pact_2),
    "openepd": _Format(_openepd, lint_openepd),
}
