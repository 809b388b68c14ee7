"""The subject of an auditor's case: what an engagement names, and the statement whose figure is audited.

A declaration is a case about its calculation; a calculation and a delivery are about themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.service.access.visibility import unknown_statement
from ledger.state.view import View
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What an engagement is for: the subject, and the statement whose figure is audited."""

    id: str
    kind: str
    figure: str
    stated: Calculation | Delivery


def find_case(view: View, subject: str) -> CaseSubject:
    """The subject of a case, and the statement whose figure is audited.

    Raises:
        CradleError: `statement.unknown`.
    """
    declaration = view.statement(subject, Declaration)
    if declaration is not None:
        declared_calculation = view.statement(declaration.calculation, Calculation)
        if declared_calculation is not None:
            return CaseSubject(
                subject, "declaration", declaration.calculation, declared_calculation
            )
    if (calculation := view.statement(subject, Calculation)) is not None:
        return CaseSubject(subject, "calculation", subject, calculation)
    if (delivery := view.statement(subject, Delivery)) is not None:
        return CaseSubject(subject, "delivery", subject, delivery)
    raise unknown_statement(subject)


def find_cases(view: View, names: Sequence[str]) -> list[CaseSubject]:
    """The subjects of cases, their statements read together."""
    declared = view.read(names).values()
    view.read(statement.calculation for statement in declared if isinstance(statement, Declaration))
    return [find_case(view, name) for name in names]
