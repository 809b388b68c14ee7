"""One case: its figure by stage, the largest rows, its entries level by level, and the way to all that an auditor does.

Beside every page of a case stand the audit bundle and the command that verifies it without this server.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.auditor.cases import MARKS, day_of
from api.web.auditor.wording import case_title, digits_of, show, source_name, stage_name
from api.web.twins import columns, csv_response, download
from api.web.workspace import Visit, Visited
from api.web.workspaces import AUDITOR
from ledger.audit.policy import format_policy
from ledger.audit.report.names import short_id
from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars
from ledger.service.access.case_figure import evaluate_case, is_evaluated
from ledger.service.access.case_view import OPENED, open_case, stated_case
from ledger.service.access.cases import read_case
from ledger.service.access.own_policy import own_policy
from schemas.views.audit_case import AuditCase, CaseNode, CaseRow, CaseStage, CaseView
from schemas.vocabulary import Audience

PATIENCE: Final = 1.0
"""Seconds that a page waits for the evaluation of a figure."""

CASES: Final = f"{AUDITOR.root}/cases"
OpenDigits = Annotated[str, Query(pattern="^[0-9a-f]{64}$")]
Opened = Annotated[list[OpenDigits], Query(alias="open", max_length=OPENED)]

router = APIRouter(prefix=CASES, include_in_schema=False)


class NodeLine(NamedTuple):
    """A line of the tree of entries: an entry, one of its rows, or what is left out.

    Attributes:
        kind: `entry`, `row` or `smaller`.
        depth: of the line, from 0.
        own: kg CO2e of an entry, or of a row.
        href: that opens or closes an entry, or opens the number of a row; empty without one.
        anchor: of an entry.
    """

    kind: str
    depth: int
    name: str
    note: str
    own: str | None
    total: str | None
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
    rows = _read(visit, digits, []).rows or ()
    return csv_response(f"case-{digits[:12]}", *columns(rows, *CaseRow.model_fields))


@router.get("/{digits}/audit.bundle")
def bundle_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the audit bundle of a case."""
    subject = f"sha256:{digits}"
    read_case(visit.ledger, visit.caller, subject)
    content = visit.desk.bundle(subject, Audience.AUDITOR).content
    return download(content, "application/zip", f"{digits[:12]}.bundle")


@router.get("/{digits}/server-policy.toml")
def policy_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the policy by which this server checks itself."""
    read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    content = format_policy(own_policy(visit.ledger))
    return download(content, "application/toml", "server-policy.toml")


@router.get("/{digits}")
def case_page(visit: Visited, digits: IdDigits, opened: Opened = []) -> Response:  # noqa: B006 - FastAPI copies it
    """Show a case."""
    view = _read_soon(visit, digits, opened)
    return visit.page(
        "auditor/case.html",
        **case_values(visit, view.case),
        title=case_title(visit, view.case),
        view=view,
        net=_net,
        drawing=_drawing(visit, view),
        rows=[row_line(visit, digits, row) for row in view.rows or ()],
        tree=_once(_tree(visit, digits, view.roots or (), opened, 0)),
        query=urlencode([("open", entry) for entry in opened]),
    )


def case_values(visit: Visit, case: AuditCase) -> dict[str, Any]:
    """What every page of a case shows around its content."""
    digits = digits_of(case.subject)
    return {
        "case": case,
        "mark": MARKS[case.state],
        "digits": digits,
        "root": f"{CASES}/{digits}",
        "case_title": case_title(visit, case),
        "engaged": day_of(case.engaged),
        "registered": visit.caller.participant is not None,
    }


def row_href(digits: str, entry: str, place: str) -> str:
    """The address of a number."""
    return f"{CASES}/{digits}/rows/{digits_of(entry)}/{place}"


def row_line(visit: Visit, digits: str, row: CaseRow) -> tuple[CaseRow, str, str, str]:
    """A row with its name, the address of its number, and the source of its factor."""
    name, href = row.name or short_id(row.label), row_href(digits, row.entry, row.place)
    return row, name, href, source_name(visit, row.source)


def _read_soon(visit: Visit, digits: str, opened: Sequence[str]) -> CaseView:
    """A case; of a long chain that nobody has opened yet, what its signed figure states, while the rest is computed."""
    context, subject = visit.context, f"sha256:{digits}"
    work = partial(evaluate_case, visit.ledger, subject)
    is_ready = is_evaluated(visit.ledger, visit.caller, subject)
    if is_ready or context.recomputations.evaluate(subject, work, PATIENCE):
        return _read(visit, digits, opened)
    return stated_case(visit.ledger, visit.caller, subject)


def _read(visit: Visit, digits: str, opened: Sequence[str]) -> CaseView:
    names = [f"sha256:{entry}" for entry in opened]
    return open_case(visit.ledger, visit.caller, f"sha256:{digits}", names, visit.now)


def _net(stage: CaseStage) -> str:
    return format((Decimal(stage.burdens) + Decimal(stage.credits)).normalize() + 0, "f")


def _drawing(visit: Visit, view: CaseView) -> str:
    """The stages as bars; empty without a figure."""
    if view.stages is None:
        return ""
    bars = [
        StageBar(
            key=row.stage.value,
            name=stage_name(visit, row.stage),
            burdens=Decimal(row.burdens),
            credits=Decimal(row.credits),
            net=show(visit, _net(row)),
            credit_text="" if row.credits == "0" else show(visit, row.credits),
        )
        for row in view.stages
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
        others = [entry for entry in opened if entry != own]
        query = urlencode([("open", entry) for entry in (others if is_open else [*opened, own])])
        href = f"{CASES}/{digits}?{query}#e{own[:12]}" if query else f"{CASES}/{digits}#e{own[:12]}"
        lines.append(
            NodeLine(
                kind="entry",
                depth=depth,
                name=f"{node.firm}, {node.site}",
                note=node.country,
                own=node.own,
                total=node.total,
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
        lines.append(NodeLine("smaller", depth, words, "", None, node.smaller_total))
    for row in node.rows:
        _, name, href, source = row_line(visit, digits, row)
        lines.append(NodeLine("row", depth, name, source, row.kg, None, href))
    if node.more_rows:
        words = visit.say("auditor.tree.more_rows", count=str(node.more_rows))
        lines.append(NodeLine("smaller", depth, words, "", None, None))
    return lines
