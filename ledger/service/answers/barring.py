"""The rules that would refuse the declaration of a calculation, all of them at once.

They are the rules of `ledger.rules` that admission applies one after another (`ledger.admission.documents`), so a
person that previews a calculation learns of each before signing. A missing attestation is not among them: it comes
later. A live declaration that shares days with the calculation is superseded, as far as that rule allows.
"""

from collections.abc import Iterator

from ledger.footprint.graph.resolution import Problem
from ledger.rules.declarations import (
    DeclaredFigure,
    overlap_problems,
    replacement_problems,
)
from ledger.rules.documents import company_specific_problem, declarable_problem
from ledger.state.declared import live_declarations
from ledger.state.evaluation import Evaluation
from ledger.state.view import View
from schemas.signed.calculation import AssertedCalculation


def barring_problems(
    view: View, name: str, calculation: AssertedCalculation, declared: Evaluation
) -> Iterator[Problem]:
    """The rules that bar a calculation from being declared.

    Args:
        view: the transaction.
        name: of the calculation, signed or not.
        calculation: its asserted part.
        declared: its evaluation.
    """
    rulebook = declared.computed.rulebook
    if (problem := declarable_problem(name, calculation, rulebook)) is not None:
        yield problem
    if declared.short is not None:
        yield declared.short
    missing = company_specific_problem(name, rulebook, declared.computed.resolution)
    if missing is not None:
        yield missing
    new = DeclaredFigure(name, calculation)
    sharing = list(replaced_declarations(view, calculation))
    if sharing:
        yield from replacement_problems(new, sharing[-1])
        yield from overlap_problems(new, sharing[:-1])


def replaced_declarations(view: View, calculation: AssertedCalculation) -> Iterator[DeclaredFigure]:
    """The live declarations of the same product that share a day with a calculation, in the order of the log."""
    product = DeclaredFigure("", calculation).product
    for row in live_declarations(view, calculation.issuer):
        if row.product == product and row.calculation.period.overlaps(calculation.period):
            yield row
