"""The interpretation of a study: value choices, limits, and the auditors' statements.

No auditor's policy applies, so no choice is settled here. A manufacturer and the public see the manufacturer's own
choices and the number of the others; the conservative figure counts all of them for every reader.
"""

from ledger.choices.kinds import KINDS
from ledger.choices.report import ReportedChoices, choices_for
from ledger.documents.study.context import StudyContext
from ledger.documents.study.method import state_method
from schemas.signed.attestation import Depth
from schemas.views.study_results import Limit, ValueChoice
from schemas.views.study_scope import Verification


def shown_choices(context: StudyContext) -> ReportedChoices:
    """The choices that the reader may see, and the number of the others."""
    if context.reader == "everything":
        return context.choices
    return choices_for(context.choices, context.calculation.issuer)


def state_value_choices(context: StudyContext) -> tuple[ValueChoice, ...] | None:
    """The choices by kind, without the amounts in them; None if the rulebook names no alternatives."""
    shown = shown_choices(context).choices
    if shown is None:
        return None
    issuer = context.calculation.issuer
    return tuple(
        ValueChoice(
            code=row.code,
            chooser="manufacturer" if row.by == issuer else KINDS[row.code].chooser,
            effect=row.effect,
            state=row.state,
        )
        for row in shown
    )


def state_limits(context: StudyContext) -> tuple[Limit, ...]:
    """The limits of interpretation that apply to this figure."""
    rulebook, choices = context.rulebook, context.choices.choices or ()
    limits: dict[Limit, bool] = {
        "signed_not_true": True,
        "climate_only": True,
        "no_uncertainty": True,
        "single_supplier": context.reader == "public",
        "method_not_law": rulebook.legal_status != "in_force" or bool(rulebook.not_covered),
        "unread_constants": any(
            row.confidence != "text" for row in state_method(context).constants
        ),
        "unsettled_choices": any(row.state != "settled" for row in choices),
        "exclusions": bool(context.excluded),
        "not_attested": not context.attestations,
        "stale": context.standing.changed is not None,
        "short_period": context.short is not None,
    }
    return tuple(name for name, applies in limits.items() if applies)


def state_verification(context: StudyContext) -> tuple[Verification, ...]:
    """All attestations of the calculation, in the order of the log; a refusal is one of them."""
    return tuple(
        Verification(
            attestation=row.id,
            auditor=row.auditor,
            outcome=row.attestation.outcome,
            level=row.attestation.level,
            scope=row.attestation.scope,
            materiality=row.attestation.materiality,
            depth=_depth(context, row.attestation.depth),
        )
        for row in context.attestations
    )


def _depth(context: StudyContext, depth: Depth) -> Depth:
    """The depth of the audit; the statements of suppliers that it names are not public."""
    return Depth(default=depth.default) if context.reader == "public" else depth
