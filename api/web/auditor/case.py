"""One case: its figure by stage, the largest rows, its entries level by level, and the way to all that an auditor does.

Beside every page of a case stand the audit bundle and the command that verifies it without this server.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.auditor.cases import CaseLine, case_line, day_of
from api.web.auditor.wording import (
    case_title,
    digits_of,
    show,
    show_percent,
    source_name,
    stage_name,
)
from api.web.csv_file import csv_response
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import AUDITOR
from ledger.audit.policy import format_policy
from ledger.audit.report.names import short_id
from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars
from ledger.service.access.case_figure import evaluate_case, is_evaluated
from ledger.service.access.case_view import OPENED, open_case, stated_case
from ledger.service.access.cases import read_case
from ledger.service.access.own_policy import own_policy
from ledger.translations.spreadsheet import word
from schemas.views.audit_case import AuditCase, CaseNode, CaseRow, CaseStage, CaseView
from schemas.vocabulary import Audience

PATIENCE: Final = 1.0
"""Seconds that a page waits for the evaluation of a figure."""

CASES: Final = f"{AUDITOR.root}/cases"
OpenDigits = Annotated[str, Query(pattern="^[0-9a-f]{64}$")]
Opened = Annotated[list[OpenDigits], Query(alias="open", max_length=OPENED)]

router = APIRouter(prefix=CASES, include_in_schema=False)


class RowLine(NamedTuple):
    """A row as a page shows it; `href` opens its number."""

    row: CaseRow
    name: str
    href: str
    source: str
    known: str
    kg: str
    percent: str


class NodeLine(NamedTuple):
    """A line of the tree of entries: an entry, one of its rows, or what is left out.

    Attributes:
        kind: `entry`, `row` or `smaller`.
        depth: of the line, from 0.
        href: that opens or closes an entry, or opens the number of a row; empty without one.
        anchor: of an entry.
    """

    kind: str
    depth: int
    name: str
    note: str
    own: str
    total: str
    href: str = ""
    anchor: str = ""
    is_open: bool = False


@router.get("/{digits}.json")
def case_data(visit: Visited, digits: IdDigits, opened: Opened = []) -> Response:  # noqa: B006 - FastAPI copies it
    """Return a case as data."""
    return visit.data(_read(visit, digits, opened))


@router.get("/{digits}.csv")
def case_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the largest rows of a case as a table."""
    names = list(CaseRow.model_fields)
    rows = _read(visit, digits, []).rows or ()
    return csv_response(
        f"case-{digits[:12]}", names, ([getattr(one, name) for name in names] for one in rows)
    )


@router.get("/{digits}/audit.bundle")
def bundle_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the audit bundle of a case."""
    subject, context = f"sha256:{digits}", visit.context
    read_case(context.ledger, visit.caller, subject)
    content = visit.desk.bundle(subject, Audience.AUDITOR).content
    return download(content, "application/zip", f"{digits[:12]}.bundle")


@router.get("/{digits}/server-policy.toml")
def policy_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the policy by which this server checks itself."""
    read_case(visit.context.ledger, visit.caller, f"sha256:{digits}")
    content = format_policy(own_policy(visit.context.ledger))
    return download(content, "application/toml", "server-policy.toml")


@router.get("/{digits}")
def case_page(visit: Visited, digits: IdDigits, opened: Opened = []) -> Response:  # noqa: B006 - FastAPI copies it
    """Show a case."""
    found = _read_soon(visit, digits, opened)
    values: dict[str, object] = {
        **case_values(visit, found.case),
        "view": found,
        "stages": [_stage(visit, one) for one in found.stages or ()],
        "drawing": _drawing(visit, found),
        "rows": [row_line(visit, digits, one) for one in found.rows or ()],
        "tree": _once(_tree(visit, digits, found.roots or (), opened, 0)),
        "entries": str(found.entries or 0),
        "query": urlencode([("open", one) for one in opened]),
    }
    title = case_title(visit, found.case)
    return visit.page("auditor/case.html", title, values, AUDITOR.frame("cases"))


def case_values(visit: Visit, case: AuditCase) -> dict[str, object]:
    """What every page of a case shows around its content."""
    line: CaseLine = case_line(visit, case)
    return {
        "line": line,
        "digits": line.digits,
        "root": f"{CASES}/{line.digits}",
        "case_title": case_title(visit, case),
        "engaged": day_of(case.engaged),
        "registered": visit.caller.participant is not None,
    }


def row_href(digits: str, entry: str, place: str) -> str:
    """The address of a number."""
    return f"{CASES}/{digits}/rows/{digits_of(entry)}/{place}"


def row_line(visit: Visit, digits: str, row: CaseRow) -> RowLine:
    """Lay a row out."""
    return RowLine(
        row=row,
        name=row.name or short_id(row.label),
        href=row_href(digits, row.entry, row.place),
        source=source_name(visit, row.source),
        known="" if row.known is None else word("known", row.known.value, visit.language),
        kg=show(visit, row.kg),
        percent=show_percent(visit, row.percent),
    )


def download(content: bytes, media_type: str, name: str) -> Response:
    """Answer with a file that is kept nowhere on the way."""
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _read_soon(visit: Visit, digits: str, opened: Sequence[str]) -> CaseView:
    """A case; of a long chain that nobody has opened yet, what its signed figure states, while the rest is computed."""
    context, subject = visit.context, f"sha256:{digits}"
    work = partial(evaluate_case, context.ledger, subject)
    known = is_evaluated(context.ledger, visit.caller, subject)
    if known or context.recomputations.evaluate(subject, work, PATIENCE):
        return _read(visit, digits, opened)
    return stated_case(context.ledger, visit.caller, subject)


def _read(visit: Visit, digits: str, opened: Sequence[str]) -> CaseView:
    names = [f"sha256:{one}" for one in opened]
    context = visit.context
    return open_case(context.ledger, visit.caller, f"sha256:{digits}", names, context.now())


def _net(stage: CaseStage) -> str:
    return str((Decimal(stage.burdens) + Decimal(stage.credits)).normalize() + 0)


def _stage(visit: Visit, stage: CaseStage) -> tuple[str, str, str, str]:
    """A stage: its name, burdens, credits and net; a stage without cells has none."""
    name = stage_name(visit, stage.stage)
    if stage.burdens == stage.credits == "0":
        none = visit.say("auditor.none")
        return name, none, none, none
    back = visit.say("auditor.none") if stage.credits == "0" else show(visit, stage.credits)
    return name, show(visit, stage.burdens), back, show(visit, _plain(_net(stage)))


def _plain(value: str) -> str:
    return format(Decimal(value), "f")


def _drawing(visit: Visit, found: CaseView) -> str:
    """The stages as bars; empty without a figure."""
    if found.stages is None:
        return ""
    bars = [
        StageBar(
            key=one.stage.value,
            name=stage_name(visit, one.stage),
            burdens=Decimal(one.burdens),
            credits=Decimal(one.credits),
            net=show(visit, _plain(_net(one))),
            credit_text="" if one.credits == "0" else show(visit, one.credits),
        )
        for one in found.stages
    ]
    return draw_stage_bars(bars, visit.say("auditor.case.stages"))


def _tree(
    visit: Visit, digits: str, nodes: Sequence[CaseNode], opened: Sequence[str], depth: int
) -> list[NodeLine]:
    """The lines of entries and of what is open below them."""
    lines = []
    for node in nodes:
        own = digits_of(node.entry)
        is_open = own in opened
        others = [one for one in opened if one != own]
        query = urlencode([("open", one) for one in (others if is_open else [*opened, own])])
        href = f"{CASES}/{digits}?{query}#e{own[:12]}" if query else f"{CASES}/{digits}#e{own[:12]}"
        lines.append(
            NodeLine(
                kind="entry",
                depth=depth,
                name=f"{node.firm}, {node.site}",
                note=node.country,
                own=show(visit, node.own),
                total=show(visit, node.total),
                href="" if node.leaf else href,
                anchor=f"e{own[:12]}",
                is_open=is_open,
            )
        )
        if is_open:
            lines += _tree(visit, digits, node.suppliers, opened, depth + 1)
            lines += list(_rest(visit, digits, node, depth + 1))
    return lines


def _once(lines: Sequence[NodeLine]) -> list[NodeLine]:
    """The lines with each anchor at its first place alone: an entry may supply several others."""
    seen, kept = set[str](), []
    for line in lines:
        kept.append(line._replace(anchor="") if line.anchor in seen else line)
        seen.add(line.anchor)
    return kept


def _rest(visit: Visit, digits: str, node: CaseNode, depth: int) -> list[NodeLine]:
    """What follows the suppliers of an open entry: the smaller ones in one sum, and the entry's own rows."""
    lines = []
    if node.smaller:
        words = visit.say("auditor.tree.smaller", count=str(node.smaller))
        total = show(visit, node.smaller_total)
        lines.append(NodeLine("smaller", depth, words, "", "", total))
    for row in node.rows:
        made = row_line(visit, digits, row)
        lines.append(NodeLine("row", depth, made.name, made.source, made.kg, "", made.href))
    if node.more_rows:
        words = visit.say("auditor.tree.more_rows", count=str(node.more_rows))
        lines.append(NodeLine("smaller", depth, words, "", "", ""))
    return lines
