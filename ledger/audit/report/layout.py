"""A report as a page, for an auditor who has five minutes; in the terminal, and as a file for working papers.

Firm, model, plant, period and rulebook come first. The verdict follows with the declared, the recomputed and the
conservative total; then the stages and the largest rows of the figure, the goods of the carbon border, the choices
worth most, the objections, and the findings by severity and by effect, those of one code together; the parts that are
missing; the assertions; and last the basis of the verdict: steps, digests, sizes, witnesses. Long lists are counted and
shortened, figures have six digits, and ids their first digits and a name. `Report.to_json` is complete.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ledger.audit.report.asserted import CREDIT, CUSTODY, ROW, VIRGIN
from ledger.audit.report.documents import document_words
from ledger.audit.report.findings import SHOWN, finding_blocks, step_table
from ledger.audit.report.goods import goods_words, sort_goods
from ledger.audit.report.names import describe, names_of, short_id, shorten_all
from ledger.audit.report.objections import objection_words, sort_objections
from ledger.audit.report.standing_layout import report_mark, standing_lines
from ledger.audit.report.words import (
    evidence,
    per_unit,
    shown,
    stated_percent,
    unit_word,
    verdict_words,
)
from ledger.choices.report import conservative_words
from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars
from ledger.documents.page import (
    Block,
    Fact,
    Facts,
    Heading,
    Headline,
    Page,
    Paragraph,
    Picture,
    fact,
    facts,
    listed,
    table,
)
from ledger.documents.reports.choices import choice_blocks
from ledger.documents.reports.stages import stage_table
from ledger.footprint.quality.ratings import CRITERIA, NAMES
from schemas.values import RegistryState
from schemas.views.report import Asserted, Basis, Coverage, LeftOut, Report, Why

_BASES = {
    "recomputed": "rows recomputed here",
    "attested": "attested, not recomputed here",
    "stated": "stated by the supplier only",
    "not_told": "not accounted for",
}
_WHY: Mapping[Why, str] = {
    "excluded": "is excluded",
    "before": "ends before the period",
    "within": "ends within the period",
    "after": "ends after the period",
    "later": "was entered later",
    "withdrawn": "was withdrawn",
}

IN_FILE = 100
"""The largest number of members of a list in a file."""

BARS = 120
"""The width of the bars in mm."""

TRACE = "`cradle trace BUNDLE ROW` shows what a row rests on."
MEANING = (
    "Verified means recomputed from signed data. It does not mean that a statement is true, or that the product "
    "conforms to the law."
)


def layout_report(report: Report, *, is_file: bool = False) -> Page:
    """The page of a report; a file has longer lists, and the stages as bars too."""
    verdict = verdict_words(report)
    head, _, rest = verdict.partition(" ")
    judged = (*_figure(report, is_file=is_file), *_lists(report, IN_FILE if is_file else SHOWN))
    blocks = (
        *((Headline(head, rest),) if report.heading else ()),
        *standing_lines(report, is_file=is_file),
        *shorten_all(judged, names_of(report)),
        step_table(report.steps),
        Heading("Verified input, by SHA-256"),
        facts(_input(report)),
    )
    return Page(*_heading(report, verdict), report_mark(report), blocks=blocks, footer=MEANING)


def layout_findings(report: Report) -> Page:
    """The page of the subject, the totals and the findings, for an auditor who is about to sign."""
    blocks = (Facts(tuple(_totals(report))), *finding_blocks(report.findings, unit_word(report)))
    return Page(*_heading(report), blocks=shorten_all(blocks, names_of(report)))


def layout_rows(report: Report) -> Page:
    """The page of the stages and of the largest rows with their addresses."""
    blocks = shorten_all(tuple(_explained(report)), names_of(report))
    return Page(*_heading(report), blocks=blocks)


def _heading(report: Report, otherwise: str = "Verification report") -> tuple[str, str]:
    """Firm, model, plant and period, and the rulebook; another title if the bundle has no calculation."""
    heading = report.heading
    if heading is None:
        return otherwise, ""
    days = f"{heading.period.start} to {heading.period.end}, end excluded"
    rulebook = f"rulebook {heading.rulebook} {heading.rulebook_version or '(not in the bundle)'}"
    return f"{heading.firm}, model {heading.model}, plant {heading.site}, {days}", rulebook


def _figure(report: Report, *, is_file: bool) -> Iterator[Block]:
    yield Facts((*_totals(report), *_quality(report)))
    if is_file and report.stages:
        yield _bars(report)
    yield from _explained(report)


def _lists(report: Report, first: int) -> Iterator[Block]:
    """All that is said about the figure, up to the files that it is about."""
    unit, goods, objections = unit_word(report), sort_goods(report), sort_objections(report)
    heading = f"Goods at the carbon border: {len(goods)}, in t CO2e per tonne, recomputed here"
    yield from listed(heading, [(*goods_words(row),) for row in goods], first)
    if report.choices is not None:
        named = {row.id: f"{short_id(row.id)} ({describe(row)})" for row in report.names}
        about = report.declared_total, report.choices, report.sensitivity or (), named
        yield from choice_blocks(*about, unit=unit, first=first)
    heading = f"Objections: {len(objections)}; none of them changes the figure"
    yield from listed(heading, [(*objection_words(row, report),) for row in objections], first)
    documents = [(*document_words(row),) for row in report.documents or ()]
    yield from listed(f"Documents compared with the bundle: {len(documents)}", documents)
    yield from finding_blocks(report.findings, unit)
    yield from listed("Incomplete parts", [*map(_coverage, report.coverage or ())])
    yield from listed(
        "Sources of the declared figure", [(*_basis(row, unit),) for row in report.basis or ()]
    )
    left_out = report.left_out or ()
    most = SHOWN + sum(row.why == "excluded" for row in left_out)
    heading = "Entries of this model and site that are not counted"
    yield from listed(heading, [(*_left_out(row, unit_word(report)),) for row in left_out], most)
    yield table("Asserted, not recomputed", ("input", "value"), _asserted(report.asserted))


def _totals(report: Report) -> Iterator[Fact]:
    """The totals in six digits, or in all of them if they differ in later ones only."""
    unit, totals = per_unit(report), (report.declared_total, report.recomputed_total)
    short = tuple(None if value is None else shown(value) for value in totals)
    if short[0] == short[1]:
        short = totals if totals[0] != totals[1] else short
    for name, value in zip(("declared", "recomputed"), short, strict=True):
        yield fact(name, "not available" if value is None else f"{value} {unit}")
    per = unit.removeprefix("kg CO2e per ")
    declared, choices = report.declared_total, report.choices
    conservative = conservative_words(declared, report.conservative, choices, per)
    if conservative is not None:
        yield fact("conservative", conservative)


def _quality(report: Report) -> Iterator[Fact]:
    quality = report.quality
    if quality is None:
        return
    level = "" if quality.level is None else f", {quality.level.replace('_', ' ')}"
    yield fact(
        "data quality",
        f"DQR {quality.dqr}{level}; by the other formula {quality.other_dqr}",
        ", ".join(f"{NAMES[name]} {getattr(quality.scores, name)}" for name in CRITERIA),
        f"over {len(quality.most_relevant)} most relevant processes; unrated share {quality.unrated_share}",
    )


def _bars(report: Report) -> Picture:
    """The stages as bars, credits hatched."""
    bars = []
    for row in report.stages or ():
        name, value, text = row.stage.value, Decimal(row.value), shown(row.value)
        parts = max(value, Decimal(0)), min(value, Decimal(0))
        bars.append(StageBar(name, name.replace("_", " "), *parts, text, text))
    title = f"{per_unit(report)}; a hatched bar left of the line is a credit"
    return Picture(draw_stage_bars(bars, title, lambda value: f"{value:f}"), title, BARS)


def _explained(report: Report) -> Iterator[Block]:
    """The stages, and the largest rows with their evidence and address; nothing that was not recomputed."""
    unit, names, rows = per_unit(report), names_of(report), report.contributors or ()
    if report.stages is not None:
        stages = {row.stage.value: Decimal(row.value) for row in report.stages}
        yield stage_table(stages, f"By life-cycle stage, {unit}")
    if rows:
        cells = (
            (
                f"{short_id(row.entry)}/{row.place}",
                shown(row.kg),
                stated_percent(row.percent),
                f"{row.label}; {names.get(row.entry, short_id(row.entry))}; {evidence(row)}",
            )
            for row in rows
        )
        heads = ("row", ">kg CO2e", ">share", "what it is, and how it was determined")
        yield table(f"Largest {len(rows)} contributors, {unit}", heads, cells)
        yield Paragraph(TRACE, note=True)


def _coverage(row: Coverage) -> str:
    """A part of the bundle that could not be checked whole."""
    return f"{row.what}: {row.told} of {row.of}; missing: {_folded(row.missing)}"


def _basis(row: Basis, per: str) -> Iterator[str]:
    """A part of the declared figure by its source, and whose word it is."""
    share = "" if row.percent is None else f", {row.percent} %"
    yield f"{_BASES[row.basis]}: {row.kg} kg CO2e per {per}{share}"
    yield from (f"by {auditor}" for auditor in row.by)
    yield from (f"of {delivery}" for delivery in row.deliveries[:SHOWN])
    if len(row.deliveries) > SHOWN:
        yield f"and of {len(row.deliveries) - SHOWN} more"


def _left_out(row: LeftOut, total: str) -> Iterator[str]:
    """An entry that the figure does not count; `total` is the unit of the figure."""
    count = "" if row.batteries is None else f", {row.batteries} batteries"
    span = f"{row.period.start} to {row.period.end}"
    unit = total if row.unit is None else row.unit.value
    figure = "figure unknown" if row.kg is None else f"{row.kg} kg CO2e per {unit}"
    yield f"{row.entry} {_WHY[row.why]}: {span}{count}, {figure}"
    if row.effect_kg is not None:
        share = f", {row.effect_percent} %" if row.effect_percent is not None else ""
        yield f"effect of leaving it out: {row.effect_kg} kg CO2e per {total}{share}"


def _folded(names: Sequence[str]) -> str:
    """The first names of a list, and the number of the others."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _asserted(rows: Iterable[Asserted]) -> Iterator[tuple[str, str]]:
    """Single assertions, the first rows of each role, the first credits, and keys counted by custody."""
    kept: dict[str, list[str]] = {}
    counted = Counter[str]()
    for row in rows:
        group = _group(row)
        counted[group] += bool(group)
        if counted[group] > SHOWN:
            continue
        if row.name == CUSTODY:
            owner, place = row.value.partition(": ")[0], row.value.rpartition(", ")[2]
            kept.setdefault(place, []).append(owner)
        else:
            yield row.name, row.value
    for group, count in counted.items():
        if count > SHOWN:
            name, _, role = group.partition(",")
            yield name, f"and {count - SHOWN} more{role}"
    for place, owners in sorted(kept.items()):
        yield f"custody {place}", f"{len(owners)} keys, of {_folded(owners)}"


def _group(row: Asserted) -> str:
    """The group of an assertion of which the page shows only the first ones; empty if it shows all."""
    if row.name == ROW:
        return f"{ROW}, of role {row.value.partition(',')[0]}"
    return row.name if row.name in {CREDIT, VIRGIN} else ""


def _input(report: Report) -> dict[str, str]:
    """The bundle, the policy, the subject, and the states of both logs, on which the verdict is based.

    Digests are in full here, without `sha256:`, because a reader compares them.
    """
    witnessing = f"witnessed no later than {report.witnessed_at}"
    if report.witnessed_at is None:
        witnessing = "no witness required" if report.quorum == 0 else "not witnessed by a quorum"
    named = {
        "bundle": report.bundle,
        "policy": report.policy,
        "subject": report.subject,
        "calculation": report.calculation,
        "entries log": _state(report.entries),
        "registry": _state(report.registry),
        "as of": f"entries {_size(report.entries)}, registry {_size(report.registry)}; {witnessing}",
        "witnesses": f"{report.witnessed} of {report.quorum} required",
    }
    return {
        name: (value or "not available").removeprefix("sha256:") for name, value in named.items()
    }


def _state(state: RegistryState | None) -> str | None:
    return None if state is None else f"{state.size} leaves, root {state.root}"


def _size(state: RegistryState | None) -> str:
    return "not available" if state is None else str(state.size)
