"""The report as text, for an auditor who has five minutes.

Firm, model, plant, period and rulebook head it. The verdict follows, with the two totals that it is about;
then the findings, by severity and by effect, those of one code together; what could not be told; what is
asserted; and last what the judgement rests on: steps, digests, sizes, witnesses. Long lists are counted and
folded, and what is a remark names its subject by the first digits of its id. `Report.to_json` leaves nothing
out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from ledger.footprint.quality.ratings import CRITERIA, NAMES
from schemas.quality import StudyQuality
from schemas.report import (
    Asserted,
    Basis,
    Coverage,
    Finding,
    Heading,
    LeftOut,
    Report,
    Severity,
    Step,
    Why,
)

_WORDS: Mapping[str, str] = {
    "verified": "Verified: recomputed from signed data, to the last digit.",
    "contradicted": "Contradicted: two things in hand disagree, or the policy does not list one.",
    "attested": "Attested: not recomputed here; what is withheld, auditors whom the policy lists have attested.",
    "incomplete": "Incomplete: something named is not there, and what depends on it is not told.",
}
_MARKS: Mapping[Severity, str] = {"contradiction": "x", "missing": "?", "remark": "-"}
_PLURALS: Mapping[Severity, str] = {
    "contradiction": "contradictions",
    "missing": "missing",
    "remark": "remarks",
}
_OUTCOMES = {"passed": "passed", "found": "FOUND", "not_told": "not told"}
_BASES = {
    "recomputed": "rows recomputed here",
    "attested": "attested, not recomputed here",
    "stated": "the supplier's word only",
    "not_told": "not told",
}
_WHY: Mapping[Why, str] = {
    "excluded": "is excluded",
    "before": "ends before the period",
    "within": "ends within the period",
    "after": "ends after the period",
    "later": "was entered later",
    "withdrawn": "was withdrawn",
}
_SHOWN = 5
"""Members of a list that the text names; the JSON has all."""

_DIGITS = 12
"""Digits of an id that tell it from the others in one report."""

ROW = "composition row"
"""The name under which a report asserts what a row counts: `role, entry or delivery, line, amount`."""

CREDIT = "avoided production"
"""The name under which a report asserts an avoided line: `entry: amount of what it replaces, as material`."""

VIRGIN = "recycled feedstock"
"""The name under which a report asserts it: `entry: amount of it, as material, by its virgin counterpart`."""

CUSTODY = "custody of a key"
"""The name under which a report asserts where a key is kept: `participant: key, place`."""


def format_report(report: Report) -> str:
    """The report as text for people."""
    return "\n".join(
        (
            *_heading(report.heading),
            _WORDS[report.verdict],
            "",
            *_totals(report),
            *_quality(report.quality),
            "",
            *finding_lines(report.findings, "kWh" if report.unit is None else report.unit.value),
            *_coverage(report.coverage or ()),
            *_word(report.basis or (), "kWh" if report.unit is None else report.unit.value),
            *_left_out(report.left_out or ()),
            "",
            "Asserted, and not recomputed",
            *_asserted(report.asserted),
            "",
            *step_lines(report.steps),
            "",
            *_grounds(report),
            "Verified means recomputed from signed data. It does not mean true, nor conform.",
        )
    )


def _heading(heading: Heading | None) -> Iterator[str]:
    """Firm, model, plant, period and rulebook, in two lines."""
    if heading is None:
        return
    days = f"{heading.period.start} to {heading.period.end}, end excluded"
    yield f"{heading.firm}, model {heading.model}, plant {heading.site}, {days}"
    yield f"rulebook {heading.rulebook} {heading.rulebook_version or 'not in hand'}"
    yield ""


def finding_lines(findings: Sequence[Finding], per: str) -> Iterator[str]:
    """Findings by severity, the largest effect first, those of one code together; effects are `per` a unit."""
    counts = (
        f"{sum(row.severity == severity for row in findings)} {name}"
        for severity, name in _PLURALS.items()
    )
    yield f"Findings: {len(findings)} ({', '.join(counts)})"
    largest: dict[tuple[Severity, str], Decimal] = {}
    for row in findings:
        key = row.severity, row.code
        largest[key] = max(_size(row), largest.get(key, Decimal(0)))
    ordered = sorted(
        findings,
        key=lambda row: (
            [*_MARKS].index(row.severity),
            -largest[row.severity, row.code],
            row.step,
            row.code,
            -_size(row),
        ),
    )
    for (severity, code, step), rows in groupby(
        ordered, lambda row: (row.severity, row.code, row.step)
    ):
        alike = list(rows)
        count = f", {len(alike)} times" if len(alike) > 1 else ""
        yield f"  {_MARKS[severity]} {code} (step {step}){count}"
        for row in alike:
            yield from _finding(row, per)


def step_lines(steps: Sequence[Step]) -> Iterator[str]:
    """The steps, what became of each and how many things it checked, in two columns."""
    yield "Steps, and what each has checked"
    half = (len(steps) + 1) // 2
    for at in range(half):
        pair = steps[at], *steps[at + half : at + half + 1]
        yield "  " + "     ".join(map(_step, pair))


def _step(step: Step) -> str:
    label = step.name.replace("_", " ")
    return f"{step.number:2} {label:<16} {_OUTCOMES[step.outcome]:<9}{step.checked:>7}"


def _size(finding: Finding) -> Decimal:
    """How large an effect is, whatever its sign; zero where none is told."""
    return Decimal(finding.effect_kg or 0).copy_abs()


def _finding(finding: Finding, per: str) -> Iterator[str]:
    remark = finding.severity == "remark"
    effect = ""
    if finding.effect_kg is not None:
        share = f", {finding.effect_percent} %" if finding.effect_percent is not None else ""
        effect = f" Effect {finding.effect_kg} kg CO2e per {per}{share}."
    yield f"      {_short(finding.subject) if remark else finding.subject}: {finding.detail}{effect}"
    for line in finding.follows[:_SHOWN]:
        yield f"      so: {line}"
    if len(finding.follows) > _SHOWN:
        yield f"      and {len(finding.follows) - _SHOWN} more that follow"


def _short(name: str) -> str:
    """The first digits of an id; any other name as it is."""
    return name[7 : 7 + _DIGITS] if name.startswith("sha256:") else name


def _totals(report: Report) -> Iterator[str]:
    unit = f"kg CO2e per {'kWh of total energy' if report.unit is None else report.unit.value}"
    for name, value in (
        ("declared", report.declared_total),
        ("recomputed", report.recomputed_total),
    ):
        yield f"{name:<12} {'not told' if value is None else f'{value} {unit}'}"
    if report.stale:
        yield f"{'stale':<12} what it rests on has changed since; see the findings"


def _quality(quality: StudyQuality | None) -> Iterator[str]:
    if quality is None:
        return
    level = "" if quality.level is None else f", {quality.level.replace('_', ' ')}"
    yield f"{'data quality':<12} DQR {quality.dqr}{level}; by the other formula {quality.other_dqr}"
    scores = (f"{NAMES[name]} {getattr(quality.scores, name)}" for name in CRITERIA)
    yield f"{'':<12} {', '.join(scores)}"
    count, unrated = len(quality.most_relevant), quality.unrated_share
    yield f"{'':<12} over {count} most relevant processes; unrated share {unrated}"


def _coverage(rows: Iterable[Coverage]) -> Iterator[str]:
    """What could not wholly be told, counted."""
    for index, row in enumerate(rows):
        if index == 0:
            yield from ("", "Not wholly told")
        yield f"  {row.what}: {row.told} of {row.of}; not {_folded(row.missing)}"


def _word(rows: Iterable[Basis], per: str) -> Iterator[str]:
    """On whose word the figure rests."""
    for index, row in enumerate(rows):
        if index == 0:
            yield from ("", "On whose word the declared figure rests")
        share = "" if row.percent is None else f", {row.percent} %"
        yield f"  {_BASES[row.basis]}: {row.kg} kg CO2e per {per}{share}"
        yield from (f"      by {auditor}" for auditor in row.by)
        yield from (f"      of {delivery}" for delivery in row.deliveries[:_SHOWN])
        if len(row.deliveries) > _SHOWN:
            yield f"      and of {len(row.deliveries) - _SHOWN} more"


def _left_out(rows: Sequence[LeftOut]) -> Iterator[str]:
    """Entries that the figure does not count: all that are excluded, and the first of the others."""
    first = sum(row.why == "excluded" for row in rows) + _SHOWN
    for index, row in enumerate(rows[:first]):
        if index == 0:
            yield from ("", "Made of this model at this site, and not counted")
        count = "" if row.batteries is None else f", {row.batteries} batteries"
        span = f"{row.period.start} to {row.period.end}"
        unit = "kWh" if row.unit is None else row.unit.value
        figure = "figure not told" if row.kg is None else f"{row.kg} kg CO2e per {unit}"
        yield f"  {_short(row.entry)} {_WHY[row.why]}: {span}{count}, {figure}"
        if row.effect_kg is not None:
            share = f", {row.effect_percent} %" if row.effect_percent is not None else ""
            yield f"      effect of leaving it out: {row.effect_kg} kg CO2e per kWh{share}"
    if len(rows) > first:
        yield f"  and {len(rows) - first} more"


def _folded(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _asserted(rows: Iterable[Asserted]) -> Iterator[str]:
    """Inputs one by one, the first rows of each role and credits, and keys counted by where they are kept."""
    kept: dict[str, list[str]] = {}
    counted = Counter[str]()
    for row in rows:
        group = _group(row)
        counted[group] += bool(group)
        if counted[group] > _SHOWN:
            continue
        if row.name == CUSTODY:
            owner, place = row.value.partition(": ")[0], row.value.rpartition(", ")[2]
            kept.setdefault(place, []).append(_short(owner))
        else:
            yield f"  {row.name}: {row.value}"
    for group, count in counted.items():
        if count > _SHOWN:
            name, _, role = group.partition(",")
            yield f"  {name}: and {count - _SHOWN} more{role}"
    for place, owners in sorted(kept.items()):
        yield f"  custody {place}: {len(owners)} keys, of {_folded(owners)}"


def _group(row: Asserted) -> str:
    """The rows of which only the first are shown: of one role, or of one name; empty where all are."""
    if row.name == ROW:
        return f"{ROW}, of role {row.value.partition(',')[0]}"
    return row.name if row.name in {CREDIT, VIRGIN} else ""


def _grounds(report: Report) -> Iterator[str]:
    """What was judged under which policy, and the state of both logs that it rests on."""
    yield "Rests on"
    for name, value in (
        ("bundle", report.bundle),
        ("policy", report.policy),
        ("subject", report.subject),
        ("calculation", report.calculation),
        ("as of", _as_of(report)),
        ("witnesses", f"{report.witnessed} of {report.quorum} required"),
    ):
        yield f"  {name:<12} {value or 'not told'}"


def _as_of(report: Report) -> str:
    """The state of both logs that the judgement rests on, and since when others know it."""
    entries, registry = (
        "not told" if state is None else str(state.size)
        for state in (report.entries, report.registry)
    )
    known = f"witnessed no later than {report.witnessed_at}"
    if report.witnessed_at is None:
        known = "no witness required" if report.quorum == 0 else "not witnessed by a quorum"
    return f"entries {entries}, registry {registry}; {known}"
