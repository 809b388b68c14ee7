"""The report as text, for an auditor who has five minutes.

Firm, model, plant, period and rulebook come first. The verdict follows with the declared, the recomputed and the
conservative total; then the stages and the largest rows of the figure, the goods of the carbon border, the choices
worth most, the objections, and the findings by severity and by effect, those of one code together; the parts that are
missing; the assertions; and last the basis of the verdict: steps, digests, sizes, witnesses. Long lists are counted and
shortened, figures have six digits, and ids their first digits and a name. `Report.to_json` is complete.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledger.audit.report.document_lines import document_lines
from ledger.audit.report.documents import STEP as DOCUMENTS
from ledger.audit.report.figure_lines import (
    contributor_lines,
    per_unit,
    shown,
    stage_lines,
    unit_word,
)
from ledger.audit.report.goods_lines import goods_lines
from ledger.audit.report.lines import SHOWN, finding_lines, step_lines
from ledger.audit.report.objection_lines import objection_lines
from ledger.audit.report.width import fit, names_of, short_id
from ledger.choices.report import choice_lines, conservative_words, range_lines
from ledger.footprint.quality.ratings import CRITERIA, NAMES
from schemas.signed.quality import StudyQuality
from schemas.views.report import (
    Asserted,
    Basis,
    Coverage,
    Heading,
    LeftOut,
    Report,
    Why,
)

VERDICTS: Mapping[str, str] = {
    "verified": "Verified: recomputed from signed data, to the last digit.",
    "contradicted": "Contradicted: two things in the bundle disagree, or the policy does not accept one.",
    "attested": "Attested: not fully recomputed; auditors that the policy lists have attested the withheld parts.",
    "incomplete": "Incomplete: something named is missing, and what depends on it was not checked.",
}
"""The verdicts in words."""

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

ROW = "composition row"
"""The name of an asserted composition row, with the value `role, entry or delivery, line, amount`."""

CREDIT = "avoided production"
"""The name of an asserted avoided line, with the value `entry: amount of the replaced flow, as material`."""

VIRGIN = "recycled feedstock"
"""The name of asserted recycled feedstock, with the value `entry: amount of it, in place of its virgin counterpart`."""

CUSTODY = "custody of a key"
"""The name of the asserted custody of a key, with the value `participant: key, place`."""


def format_report(report: Report) -> str:
    """Format the report as text for people, in 80 columns."""
    names = names_of(report)
    end = (
        "Verified means recomputed from signed data. It does not mean that a statement is",
        "true, or that the product conforms to the law.",
    )
    return "\n".join((*fit(_judgement(report, names), names), *_verified_input(report), *end))


def verdict_words(report: Report) -> str:
    """The verdict in words; of a bundle that alone would be verified, what a document beside it does."""
    others = {row.severity for row in report.findings if row.step != DOCUMENTS}
    if report.verdict == "contradicted" and "contradiction" not in others:
        return "Contradicted: a document beside the bundle has other values than the bundle gives."
    if report.verdict == "incomplete" and others <= {"remark"}:
        return "Incomplete: the bundle itself is verified; a document beside it was not wholly compared."
    return VERDICTS[report.verdict]


def format_findings(report: Report) -> str:
    """Format the subject, the totals and the findings as text, for an auditor who is about to sign."""
    names = names_of(report)
    found = finding_lines(report.findings, unit_word(report))
    lines = (*_heading(report.heading), *_totals(report), "", *found)
    return "\n".join(fit(lines, names))


def _judgement(report: Report, names: Mapping[str, str]) -> Iterator[str]:
    """The report up to the files that it is about, with all ids in full."""
    unit = unit_word(report)
    yield from _heading(report.heading)
    yield from (verdict_words(report), "")
    yield from _totals(report)
    yield from _quality(report.quality)
    yield ""
    yield from stage_lines(report)
    yield from contributor_lines(report)
    yield from goods_lines(report)
    yield from _choices(report, names)
    yield from objection_lines(report)
    yield from document_lines(report)
    yield from finding_lines(report.findings, unit)
    yield from _coverage(report.coverage or ())
    yield from _basis(report.basis or (), unit)
    yield from _left_out(report.left_out or ())
    yield from ("", "Asserted, not recomputed")
    yield from _asserted(report.asserted)
    yield ""
    yield from step_lines(report.steps)
    yield ""


def _heading(heading: Heading | None) -> Iterator[str]:
    """Firm, model, plant, period and rulebook, in two lines."""
    if heading is None:
        return
    days = f"{heading.period.start} to {heading.period.end}, end excluded"
    yield f"{heading.firm}, model {heading.model}, plant {heading.site}, {days}"
    yield f"rulebook {heading.rulebook} {heading.rulebook_version or '(not in the bundle)'}"
    yield ""


def _totals(report: Report) -> Iterator[str]:
    """The totals in six digits, or in all of them if they differ in later ones only."""
    unit, totals = per_unit(report), (report.declared_total, report.recomputed_total)
    short = tuple(None if value is None else shown(value) for value in totals)
    if short[0] == short[1]:
        short = totals if totals[0] != totals[1] else short
    for name, value in zip(("declared", "recomputed"), short, strict=True):
        yield f"{name:<12} {'not available' if value is None else f'{value} {unit}'}"
    per = unit.removeprefix("kg CO2e per ")
    declared, choices = report.declared_total, report.choices
    conservative = conservative_words(declared, report.conservative, choices, per)
    if conservative is not None:
        yield f"{'conservative':<12} {conservative}"
    if report.stale:
        yield f"{'stale':<12} its basis has changed since; see the findings"


def _quality(quality: StudyQuality | None) -> Iterator[str]:
    if quality is None:
        return
    level = "" if quality.level is None else f", {quality.level.replace('_', ' ')}"
    yield f"{'data quality':<12} DQR {quality.dqr}{level}; by the other formula {quality.other_dqr}"
    scores = (f"{NAMES[name]} {getattr(quality.scores, name)}" for name in CRITERIA)
    yield f"{'':<12} {', '.join(scores)}"
    count, unrated = len(quality.most_relevant), quality.unrated_share
    yield f"{'':<12} over {count} most relevant processes; unrated share {unrated}"


def _choices(report: Report, names: Mapping[str, str]) -> Iterator[str]:
    """The choices worth most; nothing if the register could not be computed."""
    named = {name: f"{short_id(name)} ({words})" for name, words in names.items()}
    if report.choices is not None:
        yield from choice_lines(report.declared_total, report.choices, named, unit_word(report))
        yield from range_lines(report.sensitivity or ())
        yield ""


def _coverage(rows: Iterable[Coverage]) -> Iterator[str]:
    """The incomplete parts of the bundle, counted."""
    for index, row in enumerate(rows):
        if index == 0:
            yield from ("", "Incomplete parts")
        yield f"  {row.what}: {row.told} of {row.of}; missing: {_folded(row.missing)}"


def _basis(rows: Iterable[Basis], per: str) -> Iterator[str]:
    """The sources of the declared figure: recomputed, attested, stated, or unknown."""
    for index, row in enumerate(rows):
        if index == 0:
            yield from ("", "Sources of the declared figure")
        share = "" if row.percent is None else f", {row.percent} %"
        yield f"  {_BASES[row.basis]}: {row.kg} kg CO2e per {per}{share}"
        yield from (f"      by {auditor}" for auditor in row.by)
        yield from (f"      of {delivery}" for delivery in row.deliveries[:SHOWN])
        if len(row.deliveries) > SHOWN:
            yield f"      and of {len(row.deliveries) - SHOWN} more"


def _left_out(rows: Sequence[LeftOut]) -> Iterator[str]:
    """Entries that the figure does not count: all that are excluded, and the first of the others."""
    first = sum(row.why == "excluded" for row in rows) + SHOWN
    for index, row in enumerate(rows[:first]):
        if index == 0:
            yield from ("", "Entries of this model and site that are not counted")
        count = "" if row.batteries is None else f", {row.batteries} batteries"
        span = f"{row.period.start} to {row.period.end}"
        unit = "kWh" if row.unit is None else row.unit.value
        figure = "figure unknown" if row.kg is None else f"{row.kg} kg CO2e per {unit}"
        yield f"  {row.entry} {_WHY[row.why]}: {span}{count}, {figure}"
        if row.effect_kg is not None:
            share = f", {row.effect_percent} %" if row.effect_percent is not None else ""
            yield f"      effect of leaving it out: {row.effect_kg} kg CO2e per kWh{share}"
    if len(rows) > first:
        yield f"  and {len(rows) - first} more"


def _folded(names: Sequence[str]) -> str:
    """The first names of a list, and the number of the others."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _asserted(rows: Iterable[Asserted]) -> Iterator[str]:
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
            yield f"  {row.name}: {row.value}"
    for group, count in counted.items():
        if count > SHOWN:
            name, _, role = group.partition(",")
            yield f"  {name}: and {count - SHOWN} more{role}"
    for place, owners in sorted(kept.items()):
        yield f"  custody {place}: {len(owners)} keys, of {_folded(owners)}"


def _group(row: Asserted) -> str:
    """The group of an assertion of which the text shows only the first ones; empty if it shows all."""
    if row.name == ROW:
        return f"{ROW}, of role {row.value.partition(',')[0]}"
    return row.name if row.name in {CREDIT, VIRGIN} else ""


def _verified_input(report: Report) -> Iterator[str]:
    """The bundle, the policy, the subject, and the state of both logs, on which the verdict is based.

    Digests are in full here, without `sha256:`, because a reader compares them.
    """
    yield "Verified input, by SHA-256"
    for name, value in (
        ("bundle", report.bundle),
        ("policy", report.policy),
        ("subject", report.subject),
        ("calculation", report.calculation),
        ("as of", _as_of(report)),
        ("witnesses", f"{report.witnessed} of {report.quorum} required"),
    ):
        yield f"  {name:<12} {(value or 'not available').removeprefix('sha256:')}"


def _as_of(report: Report) -> str:
    """The state of both logs, and the time since which witnesses know it."""
    entries, registry = (
        "not available" if state is None else str(state.size)
        for state in (report.entries, report.registry)
    )
    known = f"witnessed no later than {report.witnessed_at}"
    if report.witnessed_at is None:
        known = "no witness required" if report.quorum == 0 else "not witnessed by a quorum"
    return f"entries {entries}, registry {registry}; {known}"
