"""The explanation of a recomputed figure: its stages, its ten largest rows, and the names of what a report mentions.

It is not a step: it makes no finding and does not change the exit code. A figure that could not be recomputed is not
explained; `report.basis` then says what it rests on.
"""

from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.context import AuditContext
from ledger.audit.findings import format_value, percent_of
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.analysis.row_contributions import (
    RowContribution,
    by_row,
    declared_contributions,
)
from ledger.footprint.graph.cells import Cells, format_stages, total_of
from ledger.footprint.graph.numbers import ONE
from ledger.footprint.quality.own_data import collection_of
from schemas.signed.calculation import StageValue
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.participant import Profile
from schemas.signed.statement import SectionName
from schemas.values import DIGEST
from schemas.views.contributor import Contributor
from schemas.views.report import Report, StatementName

LARGEST = 10
"""The number of rows that a report lists."""


def recomputed_cells(context: AuditContext) -> Cells | None:
    """The recomputed figure by cell, as its subject states it; None if it could not be recomputed."""
    view = context.view
    if isinstance(view, DeliveryView):
        return view.recomputed(context.figures)
    return None if context.recomputed is None else context.recomputed.cells


def recomputed_rows(context: AuditContext) -> tuple[RowContribution, ...]:
    """All rows behind the recomputed figure, the largest first; empty if it could not be recomputed."""
    view, method, figures = context.view, context.method, context.figures
    if view is None or method is None or figures is None or recomputed_cells(context) is None:
        return ()
    if isinstance(view, DeliveryView):
        figure_contributions = contributions({view.line: ONE}, view.resolution, figures)
    else:
        figure_contributions = declared_contributions(
            view.rows, view.calculation, method.rulebook, view.resolution, figures
        )
    return by_row(figure_contributions, view.resolution)


def build_stages(context: AuditContext) -> tuple[StageValue, ...] | None:
    """The recomputed figure by stage; None if it could not be recomputed."""
    cells = recomputed_cells(context)
    return None if cells is None else format_stages(cells)


def build_contributors(context: AuditContext) -> tuple[Contributor, ...] | None:
    """The ten largest rows behind the recomputed figure; None if it could not be recomputed."""
    cells, rows = recomputed_cells(context), recomputed_rows(context)
    if cells is None:
        return None
    total = total_of(cells)
    return tuple(
        Contributor(
            entry=row.entry,
            place=row.place,
            label=row.label,
            source=row.source,
            known=collection_of(row.row),
            basis=row.basis,
            kg=format_value(row.value) or "0",
            percent=percent_of(row.value, total),
        )
        for row in rows[:LARGEST]
    )


def with_names(report: Report, bundle: Bundle) -> Report:
    """The report with the names of the statements that it mentions, as far as they are in the bundle."""
    mentioned = frozenset(DIGEST.findall(report.model_dump_json()))
    ids = sorted(mentioned.intersection(bundle.statements))
    names = tuple(name_of(bundle.statements[statement], bundle) for statement in ids)
    return report.model_copy(update={"names": names})


def name_of(signed: SignedStatement, bundle: Bundle) -> StatementName:
    """The readable name of a statement in the bundle."""
    statement = signed.statement
    site = statement.site if isinstance(statement, Entry) else None
    return StatementName(
        id=signed.id,
        kind=signed.kind.value,
        firm=firm_of(signed.issuer, bundle),
        site=None if site is None else site.code,
        country=None if site is None else site.country,
        number=statement.number if isinstance(statement, Delivery) else None,
    )


def firm_of(participant: str, bundle: Bundle) -> str:
    """The legal name in a participant's signed profile; its id if the bundle lacks the profile."""
    signed = bundle.statements.get(participant)
    profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
    return profile.legal_name if isinstance(profile, Profile) else participant
