"""The study of a calculation: the reportable results of a figure that may not be declared.

The terms of end of life are those of the recyclers in the composition, per kg that they treat.
Where several treat the product, each recycler's terms are weighted by its amount; those of
collection are weighted likewise.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.analysis.end_of_life import end_of_life_terms
from ledger.footprint.graph.cells import cut_off, total_of
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.contents import ARTICLE_8, Contents
from ledger.footprint.graph.numbers import CELL, EXPLAIN, ZERO, format_decimal
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.recovery import recoveries
from ledger.rules.documents import missing_for_article_7
from ledger.service.answers.choices import choices_of
from ledger.service.answers.quality import summarize_quality
from ledger.service.append.ledger import Ledger
from ledger.service.state.evaluation import Evaluation, evaluate_stated
from schemas.calculation import Calculation
from schemas.errors import sentence
from schemas.study import RecoveredMaterial, RecycledContent, Study, StudyTerm
from schemas.vocabulary import CompositionRole


def build_study(ledger: Ledger, calculation: str) -> Study:
    """The study document of a calculation that the ledger holds.

    Raises:
        CradleError: `calculation.unknown`, or as `ledger.service.state.evaluation.evaluate`.
    """
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    return study_of(calculation, stated, declared)


def study_of(calculation: str, stated: Calculation, declared: Evaluation) -> Study:
    """Build the study of a calculation that is evaluated already, as `build_study` does."""
    computed = declared.computed
    rulebook = computed.rulebook
    context = PlausibilityContext(computed.resolution, computed.figures, computed.table, rulebook)
    known = choices_of(calculation, stated, declared, stated.filling)
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
            StudyTerm(name=name, value=_format_value(value))
            for name, value in treatment_terms(declared).items()
        ),
        cut_off_total=_cut_off_total(declared),
        recovered=tuple(_recovered(declared, context)),
        recycled_content=tuple(_recycled_content(declared, stated, context.contents)),
        quality=summarize_quality(stated, declared),
        choices=known.choices,
        conservative=known.conservative,
        sensitivity=known.sensitivity,
        missing=(
            *missing_for_article_7(rulebook, computed.resolution),
            *(() if declared.short is None else (sentence(f"Period: {declared.short.detail}"),)),
        ),
    )


def _format_value(value: Decimal) -> str:
    return format_decimal(CELL.plus(value))


def _cut_off_total(declared: Evaluation) -> str | None:
    """The figure with A = 1, a sum of the declared cells; None without the circular formula."""
    if declared.computed.rulebook.circular_footprint is None:
        return None
    return format_decimal(total_of(cut_off(declared.cells)))


def _recovered(declared: Evaluation, context: PlausibilityContext) -> Iterator[RecoveredMaterial]:
    for row in recoveries(declared.rows, context):
        yield RecoveredMaterial(
            material=row.material,
            recovered=_format_value(row.recovered),
            contained=None if row.contained is None else _format_value(row.contained),
            r2=None if row.r2 is None else _format_value(row.r2),
            a=_format_value(row.a),
            qs_out=_format_value(row.qs_out),
            credit=_format_value(row.credit),
        )


def _recycled_content(
    declared: Evaluation, stated: Calculation, held: Contents
) -> Iterator[RecycledContent]:
    """The content of each element in Article 8 in the product lines, per battery."""
    products = product_rows(declared.rows)
    for element in ARTICLE_8:
        kg = recycled = ZERO
        for part in products:
            content = held.get((part.entry, part.row.line), {}).get(element)
            if content is not None:
                kg = EXPLAIN.fma(content.kg, Decimal(part.row.amount), kg)
                recycled = EXPLAIN.fma(content.recycled, Decimal(part.row.amount), recycled)
        if kg:
            yield RecycledContent(
                element=element,
                kg=_format_value(EXPLAIN.divide(kg, Decimal(stated.batteries))),
                share=_format_value(EXPLAIN.divide(recycled, kg)),
            )


def treatment_terms(declared: Evaluation) -> dict[str, Decimal]:
    """The terms of end of life, kg CO2e per unit treated, over all rows of that role."""
    rows = [part for part in declared.rows if part.row.role is CompositionRole.END_OF_LIFE]
    treated = sum((Decimal(part.row.amount) for part in rows if part.treats), ZERO)
    terms: dict[str, Decimal] = {}
    for part in rows:
        figure = declared.computed.figures.entries[part.entry]
        weight = EXPLAIN.divide(Decimal(part.row.amount), treated)
        for name, value in end_of_life_terms(part.record, figure, part.row.line).items():
            weighted = EXPLAIN.multiply(weight, value)
            terms[name] = EXPLAIN.add(terms.get(name, ZERO), weighted)
    return terms
