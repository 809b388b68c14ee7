"""The sections on goal and product system."""

from collections.abc import Iterator

from ledger.documents.page import Block, Cell, Fact, Facts, Items, Paragraph
from ledger.documents.study.writing import StudyWriter
from ledger.translations.documents import text
from schemas.signed.calculation import DeclaredUnit
from schemas.views.study_scope import ExcludedEntry


def write_goal(write: StudyWriter) -> Iterator[Block]:
    """Application, reasons, audience, commissioner and verifiers."""
    goal = write.study.goal
    rows = [write.fact("goal.application", write.text(f"application.{goal.application}"))]
    if goal.reasons is not None:
        rows.append(write.fact("goal.reasons", write.text(f"reasons.{goal.reasons}")))
    rows.append(write.fact("goal.audience", write.text(f"audience.{goal.audience}")))
    rows.append(write.fact("goal.commissioner", goal.commissioner))
    if goal.verifiers:
        rows.append(write.fact("goal.verifiers", *goal.verifiers))
    yield write.section("goal")
    yield Facts(tuple(rows))


def write_system(write: StudyWriter) -> Iterator[Block]:
    """Unit, reference flow, boundary, processes, period, and what is left out."""
    yield write.section("system")
    yield Facts(tuple(_facts(write)))
    system = write.study.system
    if not system.exclusions:
        yield Paragraph(write.text("no_exclusions"))
    for row in system.exclusions:
        yield Paragraph(_exclusion(write, row))
    if system.not_covered:
        yield Paragraph(write.text("not_covered"))
        yield Items(system.not_covered)


def _facts(write: StudyWriter) -> Iterator[Fact]:
    system = write.study.system
    if system.name is not None:
        named = Cell(system.name), Cell(write.study.model)
        yield Fact(text("declaration.model.product", write.language), named)
    yield write.fact("system.functional_unit", *_unit(write))
    if system.reference_flow is not None:
        kg, declared = write.value(system.reference_flow), write.declared_unit
        shown = write.text("reference_flow", kg=kg)
        if declared is not None:
            shown = write.text("reference_flow_declared", kg=kg, unit=declared)
        yield write.fact("system.reference_flow", shown, *_per_kwp(write))
    yield write.fact("system.boundary", write.text(f"boundary.{system.boundary}"))
    yield write.fact("system.processes", *_processes(write))
    yield write.fact("system.use_stage", write.text(f"use_stage.{system.use_stage}"))
    yield write.fact("system.period", write.period(system.period))
    if system.cut_offs is not None:
        yield write.fact("system.cut_offs", *_cut_offs(write))


def _per_kwp(write: StudyWriter) -> Iterator[str]:
    """The peak power of a declared unit, and the figure per kWp."""
    system = write.study.system
    if system.peak_power is not None and system.per_kwp is not None:
        kwp, value = write.value(system.peak_power), write.value(system.per_kwp)
        yield write.text("peak_power", kwp=kwp, unit=str(write.declared_unit), value=value)


def declared_amount(write: StudyWriter, unit: DeclaredUnit) -> str:
    """The amount of a product that was made in the period."""
    word = write.word("unit", unit.unit.value)
    return write.text("unit.amount_stated", amount=write.plain(unit.amount), unit=word)


def _unit(write: StudyWriter) -> Iterator[str]:
    unit, energy = write.study.system.functional_unit, write.study.total_energy
    if isinstance(unit, DeclaredUnit):
        yield write.text("unit.statement_declared", unit=write.word("unit", unit.unit.value))
        yield declared_amount(write, unit)
        return
    yield write.text("unit.statement_capacity" if write.is_of_capacity else "unit.statement")
    if unit.vehicle_category is None:
        yield write.text("unit.category_alone", category=unit.category.value)
    else:
        named = {"category": unit.category.value, "vehicle": unit.vehicle_category}
        yield write.text("unit.category", **named)
    kwh, batteries = write.plain(unit.capacity_kwh), str(unit.batteries)
    yield write.text("unit.capacity_stated", kwh=kwh, batteries=batteries)
    for row in unit.warranties:
        if row.km is None:
            yield write.text("unit.warranty", years=write.plain(row.years))
        else:
            ends = {"years": write.plain(row.years), "km": write.plain(row.km)}
            yield write.text("unit.warranty_km", **ends)
    if unit.cycle_life is not None:
        yield write.text("unit.cycles", cycles=write.plain(unit.cycle_life))
    if energy is not None and energy.denominator == "1" and not write.is_of_capacity:
        yield write.text("unit.energy", kwh=write.plain(energy.numerator))


def _processes(write: StudyWriter) -> Iterator[str]:
    for row in write.study.system.processes:
        names = write.joined(write.word("process", code.value) for code in row.processes)
        stage = write.stage(row.stage)
        yield write.text("stage_processes", stage=stage, processes=names)


def _cut_offs(write: StudyWriter) -> Iterator[str]:
    cut_offs = write.study.system.cut_offs
    if cut_offs is None:
        return
    if cut_offs.component is not None:
        yield write.text("cut_off.component", share=write.share(cut_offs.component))
    if cut_offs.cumulative is not None:
        yield write.text("cut_off.cumulative", share=write.share(cut_offs.cumulative))
    for name in cut_offs.filled:
        yield write.text(f"cut_off.{name}")


def _exclusion(write: StudyWriter, row: ExcludedEntry) -> str:
    fields = {"period": write.period(row.period), "reason": row.reason}
    if row.batteries is None:
        return write.text("exclusion.unknown", **fields)
    return write.text("exclusion", batteries=str(row.batteries), **fields)
