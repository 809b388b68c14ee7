"""The parts of an opened number as its template shows them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from api.web.auditor.wording import (
    digits_of,
    show,
    show_percent,
    source_name,
    stage_name,
    unit_of,
)
from api.web.workspace import Visit
from ledger.audit.bundle.model import Bundle
from ledger.audit.report.explanation import name_of
from ledger.audit.report.names import describe, short_id
from ledger.translations.documents import has_text, number, period_words
from ledger.translations.spreadsheet import word
from schemas.signed.delivery import Delivery
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput
from schemas.signed.statement import SectionName
from schemas.views.audit_case import OpenedNumber
from schemas.views.trace import TracedFormula, TrailNode
from schemas.vocabulary import Known, Unit

METERED: Final = frozenset({Known.METERED, Known.INVOICED, Known.WEIGHED, Known.ASSAYED})
"""The ways of knowing an amount that leave a document."""


class NodeOfTrail(NamedTuple):
    """A node of the trail: its name, a line below it, its value and, if it is a row, the address of that."""

    name: str
    note: str
    kg: str
    percent: str
    statement: str
    href: str
    is_here: bool


def number_values(
    visit: Visit, digits: str, opened: OpenedNumber, bundle: Bundle
) -> dict[str, object]:
    """The values of the template."""
    trace = opened.trace
    row = trace.row
    looks = {one.place: one.depth for one in opened.looks}
    unit = _unit(bundle, trace.subject)
    return {
        "name": opened.name or goods_name(bundle, trace.label),
        "opened": opened,
        "trace": trace,
        "kg": show(visit, trace.kg),
        "percent": show_percent(visit, trace.percent),
        "unit": unit_of(visit, unit),
        "stage": _main_stage(visit, opened),
        "trail": list(_trail(visit, digits, opened, bundle)),
        "formula": None if opened.formula is None else _formula(visit, opened.formula),
        "row": row,
        "amount": ""
        if row is None
        else f"{number(row.amount, visit.language)}\u00a0{row.unit.value}",
        "known": "" if row is None else word("known", row.known.value, visit.language),
        "unmetered": row is not None and row.document is None and row.known in METERED,
        "supply": _supply(visit, row),
        "source": source_name(visit, trace.source),
        "evidence": () if row is None else row.evidence,
        "factor_kg": "" if trace.factor is None else show(visit, trace.factor.kg),
        "period": period_words(trace.period, visit.language),
        "depth": looks.get(trace.place, ""),
        "visited": looks.get(None) == "site_visit",
        "documented": row is not None and bool(row.document or row.evidence),
        "entry_digits": digits_of(trace.entry),
    }


def goods_name(bundle: Bundle, label: str) -> str:
    """A flow, or the goods of a delivery in the bundle by the name that their maker gives them."""
    known = bundle.deliveries.get(label)
    if known is None:
        return short_id(label)
    signed = bundle.statements.get(known.delivery.entry)
    inventory = None if signed is None else signed.sections.get(SectionName.INVENTORY)
    output = inventory.output(known.delivery.line) if isinstance(inventory, Inventory) else None
    return known.delivery.product if output is None else output.name


def _stated(bundle: Bundle, subject: str) -> object:
    signed = bundle.statements.get(subject)
    return None if signed is None else signed.statement


def _unit(bundle: Bundle, subject: str) -> Unit | None:
    stated = _stated(bundle, subject)
    return stated.unit if isinstance(stated, Delivery) else None


def _main_stage(visit: Visit, opened: OpenedNumber) -> str:
    return next((stage_name(visit, one.stage) for one in opened.trail if one.stage is not None), "")


def _trail(
    visit: Visit, digits: str, opened: OpenedNumber, bundle: Bundle
) -> Iterator[NodeOfTrail]:
    for at, node in enumerate(opened.trail):
        href = ""
        if node.kind == "goods" and node.by is not None and node.place is not None:
            href = f"/auditor/cases/{digits}/rows/{digits_of(node.by)}/{node.place}"
        yield NodeOfTrail(
            name=_node_name(visit, opened, node, bundle),
            note=_node_note(visit, node, bundle),
            kg=show(visit, node.kg),
            percent=show_percent(visit, node.percent),
            statement=node.statement or "",
            href=href,
            is_here=at == len(opened.trail) - 1,
        )


def _node_name(visit: Visit, opened: OpenedNumber, node: TrailNode, bundle: Bundle) -> str:
    if node.kind == "row":
        return opened.name or goods_name(bundle, opened.trace.label)
    if node.stage is not None:
        return stage_name(visit, node.stage)
    if node.kind == "goods" and node.statement is not None:
        return goods_name(bundle, node.statement)
    return visit.say(f"auditor.trail.{node.kind}")


def _node_note(visit: Visit, node: TrailNode, bundle: Bundle) -> str:
    """What the statement of a node is."""
    if node.kind == "row":
        return visit.say("auditor.trail.row.note", place=node.place or "")
    signed = None if node.statement is None else bundle.statements.get(node.statement)
    return "" if signed is None else describe(name_of(signed, bundle))


def _formula(visit: Visit, formula: TracedFormula) -> dict[str, str]:
    language = visit.language
    return {
        "amount": number(formula.amount, language),
        "unit": formula.unit.value,
        "factor": show(visit, formula.factor),
        "made": number(formula.made, language),
        "made_unit": formula.made_unit.value,
        "made_name": formula.made_name,
        "needed": show(visit, formula.needed),
        "method": "" if formula.method is None else show(visit, formula.method),
        "kg": show(visit, formula.kg),
    }


def _supply(visit: Visit, row: object) -> str:
    if not isinstance(row, ActivityInput) or row.electricity is None:
        return ""
    key = f"auditor.supply.{row.electricity.supply.value}"
    words = visit.say(key) if has_text(key) else row.electricity.supply.value
    count = len(row.electricity.certificates)
    if not count:
        return visit.say("auditor.supply.no_certificates", supply=words)
    return visit.say("auditor.supply.certificates", supply=words, count=str(count))
