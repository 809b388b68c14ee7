"""The study of a calculation: what can be shown of a figure that may not be declared.

The terms of end of life are those of the recyclers that the composition names, per kg of what they treat; where several
treat the product, each of theirs is weighted by its amount.
"""

from decimal import Decimal

from ledger.footprint.end_of_life import end_of_life_terms
from ledger.footprint.numbers import CELL, EXPLAIN, ZERO, format_decimal
from ledger.service.declared import Declared, evaluate_stated
from ledger.service.ledger import Ledger
from ledger.service.missing import missing_for_article_7
from schemas.study import Study, StudyTerm
from schemas.vocabulary import CompositionRole


def build_study(ledger: Ledger, calculation: str) -> Study:
    """The study document of a calculation that the ledger holds.

    Raises:
        CradleError: `calculation.unknown`, or as `ledger.service.declared.evaluate`.
    """
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    rulebook = declared.computed.rulebook
    return Study(
        document="study",
        calculation=calculation,
        model=stated.model,
        rulebook=rulebook.id,
        rulebook_version=rulebook.version,
        rulebook_digest=stated.rulebook,
        legal_status=rulebook.legal_status,
        total=stated.total,
        stages=stated.stages,
        total_energy=stated.total_energy,
        end_of_life=tuple(
            StudyTerm(name=name, value=format_decimal(CELL.plus(value)))
            for name, value in treatment_terms(declared).items()
        ),
        missing=tuple(missing_for_article_7(rulebook)),
    )


def treatment_terms(declared: Declared) -> dict[str, Decimal]:
    """The terms of end of life, kg CO2e per unit treated, over all rows of that role."""
    rows = [part for part in declared.rows if part.row.role is CompositionRole.END_OF_LIFE]
    treated = sum((Decimal(part.row.amount) for part in rows), ZERO)
    terms: dict[str, Decimal] = {}
    for part in rows:
        figure = declared.computed.figures.entries[part.entry]
        weight = EXPLAIN.divide(Decimal(part.row.amount), treated)
        for name, value in end_of_life_terms(part.record, figure, part.row.line).items():
            weighted = EXPLAIN.multiply(weight, value)
            terms[name] = EXPLAIN.add(terms.get(name, ZERO), weighted)
    return terms
