"""End of life in a study: the scenario, the value by term of the formula, recoveries, and recycled content.

The terms per kg are those of the recyclers in the composition, per kg that they treat. Where several treat the product,
each recycler's terms are weighted by its amount; those of collection are weighted likewise. They are a recycler's own
data, so only a reader who sees everything has them; the values by term of the formula are the manufacturer's cells.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.study.context import StudyContext, exact
from ledger.footprint.analysis.end_of_life import end_of_life_terms
from ledger.footprint.analysis.unit_of_figure import made
from ledger.footprint.graph.cells import CellKey, cut_off, exact_sum, total_of
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.contents import ARTICLE_8
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO
from ledger.footprint.plausibility.recovery import recoveries
from schemas.views.study import RecycledContent, StudyRecovery, StudyTerm
from schemas.views.study_results import FormulaDefaults, TermValue, Treatment, TreatmentScenario
from schemas.vocabulary import CompositionRole, Group, ProcessCode, Stage


def state_treatment(context: StudyContext) -> Treatment:
    """The end of life that the figure counts."""
    return Treatment(scenario=_scenario(context), terms=tuple(_terms(context)))


def _ends(context: StudyContext) -> list[Part]:
    return [part for part in context.rows if part.row.role is CompositionRole.END_OF_LIFE]


def _scenario(context: StudyContext) -> TreatmentScenario | None:
    ends, formula = _ends(context), context.rulebook.circular_footprint
    if not ends:
        return None
    processes = {part.record.entry.process for part in ends}
    treated = exact_sum(Decimal(part.row.amount) for part in ends if part.treats)
    each = EXPLAIN.divide(treated, made(context.calculation))
    return TreatmentScenario(
        processes=tuple(code for code in ProcessCode if code in processes),
        kg=context.stated_value(each),
        formula=None
        if formula is None
        else FormulaDefaults(
            collection_rate=formula.collection_rate.value,
            disposal=formula.ed.value,
            default_a=formula.default_a.value,
        ),
    )


def _terms(context: StudyContext) -> Iterator[TermValue]:
    """The declared cells at end of life, and those elsewhere that the formula adds, without their groups."""
    sums: dict[CellKey, Decimal] = {}
    for key, value in context.cells.items():
        if key.stage is Stage.END_OF_LIFE or key.term is not None:
            merged = key._replace(group=Group.UNSPECIFIED)
            sums[merged] = EXACT.add(sums.get(merged, ZERO), value)
    for key in sorted(sums, key=lambda key: (key.stage, key.term or "", key.sign)):
        if sums[key]:
            yield TermValue(
                stage=key.stage, term=key.term, sign=key.sign, kg=context.signed_value(sums[key])
            )


def cut_off_total(context: StudyContext) -> str | None:
    """The figure with A = 1, a sum of the declared cells; None without the circular formula."""
    if context.rulebook.circular_footprint is None:
        return None
    return context.signed_value(total_of(cut_off(context.cells)))


def state_terms_per_kg(context: StudyContext) -> tuple[StudyTerm, ...]:
    """The terms of end of life, kg CO2e per kg treated, over all rows of that role."""
    ends = _ends(context)
    treated = exact_sum(Decimal(part.row.amount) for part in ends if part.treats)
    terms: dict[str, Decimal] = {}
    for part in ends:
        figure = context.graph.figures.entries[part.entry]
        weight = EXPLAIN.divide(Decimal(part.row.amount), treated)
        for name, value in end_of_life_terms(part.record, figure, part.row.line).items():
            weighted = EXPLAIN.multiply(weight, value)
            terms[name] = EXPLAIN.add(terms.get(name, ZERO), weighted)
    return tuple(StudyTerm(name=name, value=exact(value)) for name, value in terms.items())


def state_recovered(context: StudyContext) -> tuple[StudyRecovery, ...]:
    """The materials that end of life recovers, under their published symbols."""
    return tuple(
        StudyRecovery(
            material=row.material,
            recovered=exact(row.recovered),
            contained=None if row.contained is None else exact(row.contained),
            r2=None if row.r2 is None else exact(row.r2),
            a=exact(row.a),
            qs_out=exact(row.qs_out),
            credit=exact(row.credit),
        )
        for row in recoveries(context.rows, context.graph)
    )


def state_recycled_content(context: StudyContext) -> tuple[RecycledContent, ...]:
    """The content of each element of Article 8 in the product lines, per battery or declared unit."""
    return tuple(_recycled_content(context))


def _recycled_content(context: StudyContext) -> Iterator[RecycledContent]:
    products, held = product_rows(context.rows), context.graph.contents
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
                kg=context.own_value(EXPLAIN.divide(kg, made(context.calculation))),
                share=context.own_value(EXPLAIN.divide(recycled, kg)),
            )
