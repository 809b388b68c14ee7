"""The points of readiness: each rule that would refuse or contradict a declaration, and what the verifier remarks.

The rules themselves are those of `ledger.rules` and of the verifier; nothing is judged anew here. What the law asks and
no rule can check, such as a rulebook that is in force, is a point too. The order is that of the work: the method, the
data, the documents, the operation. A point that is not done has its place (`places`), and the day or position since
which it holds where the ledger knows it: a log has an order and no times. A point that the figure itself causes holds
since the calculation was logged.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from ledger.documents.declaration.build import ARTICLE_7
from ledger.documents.readiness.places import PLACES
from ledger.documents.readiness.source import LogPosition, ReadinessSource
from ledger.footprint.battery.company_specific import missing_processes
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import format_rounded
from ledger.rules.attestation import is_postdated
from schemas.signed.attestation import Attestation
from schemas.views.readiness import Actor, Point, State, Value
from schemas.views.report import Finding
from schemas.views.standing import AuditStanding

UNDATED: Final = frozenset({"rulebook_status", "finding"})
"""The codes whose points do not begin with the calculation: an act of law, and a finding about a file or a policy."""


def points(source: ReadinessSource) -> Iterator[Point]:
    """All points of a figure, in the order in which they are read."""
    for point in _points(source):
        dated = (point.since_day, point.since_entry, point.since_position)
        if (
            point.state == "done"
            or point.code in UNDATED
            or any(since is not None for since in dated)
        ):
            yield point
        else:
            yield _since(point, source.positions.get(source.declared.id))


def _points(source: ReadinessSource) -> Iterator[Point]:
    """The points; those that the calculation causes do not say yet since when they hold."""
    yield from _method(source)
    yield from _data(source)
    yield from _documents(source)
    yield from _operation(source)
    yield from _verification(source)
    yield from _choices(source)


def _point(code: str, state: State, actor: Actor, /, **values: str) -> Point:
    named = tuple(Value(name=name, value=value) for name, value in values.items())
    place = None if state == "done" else PLACES[code]
    return Point(code=code, state=state, actor=actor, values=named, place=place)


def _since(point: Point, position: LogPosition | None) -> Point:
    """The point since a statement's position; unchanged if the position is not known."""
    if position is None:
        return point
    name = "since_entry" if position.log == "entries" else "since_position"
    return point.model_copy(update={name: position.place})


def _method(source: ReadinessSource) -> Iterator[Point]:
    """The rulebook: it may declare, it is in force, and it leaves nothing of the law out."""
    rulebook = source.declared.rulebook
    may = rulebook.declarable == "article_7"
    yield _point("rulebook", "done" if may else "bars", "manufacturer", rulebook=rulebook.id)
    if may and rulebook.legal_status != "in_force":
        yield _point("rulebook_status", "look", "law", status=rulebook.legal_status)
    for missing in rulebook.not_covered:
        yield _point("not_covered", "bars", "manufacturer", what=missing)


def _data(source: ReadinessSource) -> Iterator[Point]:
    """The data: own processes, rating, period, all entries of the plant, corrections since."""
    declared, document = source.declared, source.document
    if declared.rulebook.company_specific:
        missing = missing_processes(declared.resolution, declared.rulebook)
        state: State = "bars" if missing else "done"
        yield _point("company_specific", state, "supplier", processes=", ".join(missing))
    yield from _rating(source)
    if source.short is not None:
        yield _point("period", "bars", "manufacturer", detail=source.short.detail)
    for row in source.refusals:
        code, detail = row.problem.code, row.problem.detail
        refused = _point("refused", "bars", "manufacturer", code=code, detail=detail)
        yield _since(refused, source.positions.get(row.by))
    left_out = 0 if document.spread is None else len(document.spread.left_out)
    counted = 0 if document.spread is None else document.spread.entries
    state = "look" if left_out else "done"
    yield _point("entries", state, "manufacturer", counted=str(counted), left=str(left_out))
    replaced, changed = source.standing.replaced, source.standing.changed
    if replaced is not None:
        point = _point("superseded", "bars", "manufacturer", by=replaced.newest)
        yield point.model_copy(update={"since_position": replaced.registry_index})
    if changed is not None:
        point = _point("stale", "look", "manufacturer", count=str(changed.count))
        first = min((cause.index for cause in changed.causes or ()), default=None)
        yield point.model_copy(update={"since_position": first})


def _rating(source: ReadinessSource) -> Iterator[Point]:
    """The rating of the data by the rulebook: stated, and no worse than it allows."""
    rule, rated = source.declared.rulebook.data_quality, source.quality
    if rule is None:
        return
    if rated is None:
        yield _point("unrated", "bars", "supplier")
        return
    bare = len({row.entry for row in rated.most_relevant if not row.rated})
    if bare:
        yield _point("unrated", "bars", "supplier").model_copy(update={"sites": bare})
    if rule.highest_dqr is not None:
        high = Decimal(rated.dqr) > Decimal(rule.highest_dqr.value)
        limit = rule.highest_dqr.value
        yield _point("rating", "bars" if high else "done", "supplier", dqr=rated.dqr, limit=limit)


def _documents(source: ReadinessSource) -> Iterator[Point]:
    """The attestation, the declaration, and what Article 7(1) asks for besides the figure."""
    declared = source.declared
    audit, attestation = source.standing.audit, declared.attestation
    if audit is None:
        yield _point("unattested", "bars", "auditor")
    elif audit.outcome == "refused" or attestation is None:
        refused = _point("attestation_refused", "bars", "manufacturer", auditor=audit.auditor)
        yield _since(refused, source.positions.get(audit.attestation))
    else:
        yield from _attested(source, audit, attestation)
    yield from _not_stated(source)
    if declared.declaration is not None:
        yield _point("declared", "done", "manufacturer")
    else:
        missing = _point("undeclared", "bars", "manufacturer")
        is_attested = audit is not None and audit.outcome != "refused"
        position = source.positions.get(audit.attestation) if audit and is_attested else None
        yield _since(missing, position)
    yield from _validity(source)


def _not_stated(source: ReadinessSource) -> Iterator[Point]:
    """What the form asks for and nothing states; a declared figure states it in its successor.

    Only what Article 7(1) asks for bars a declaration.
    """
    declaration = source.declared.declaration
    for missing in source.document.not_stated:
        state: State = "bars" if missing in ARTICLE_7 else "look"
        point = _point("not_stated", state, "manufacturer", what=missing)
        if declaration is None:
            yield point
        else:
            moved = point.model_copy(update={"place": "calculation"})
            yield _since(moved, source.positions.get(declaration[0]))


def _attested(
    source: ReadinessSource, audit: AuditStanding, attestation: Attestation
) -> Iterator[Point]:
    """The attestation as long as its auditor lets it hold, how sure the auditor is, and what it let pass."""
    today, until = source.today, audit.valid_until
    position = source.positions.get(audit.attestation)
    if until is not None and today > date.fromisoformat(until):
        over = _point("expired", "bars", "auditor", auditor=audit.auditor, until=until)
        yield over.model_copy(update={"since_day": until})
    elif is_postdated(attestation, today.isoformat()):
        facts = {"auditor": audit.auditor, "date": audit.date or ""}
        yield _since(_point("postdated", "bars", "auditor", **facts), position)
    else:
        facts = {"auditor": audit.auditor, "level": audit.level}
        yield _point("attested", "done", "auditor", **facts, materiality=audit.materiality)
    if audit.level == "agreed_upon_procedures":
        point = _point("no_assurance", "bars", "auditor", auditor=audit.auditor)
        yield _since(point, position)
    if audit.level == "limited":
        yield _since(_point("limited", "look", "auditor"), position)


def _validity(source: ReadinessSource) -> Iterator[Point]:
    """The end of the validity that the rulebook states, counted from the end of the period."""
    rule = source.declared.rulebook.redeclaration
    if rule is None or rule.validity_years is None:
        return
    end = date.fromisoformat(source.declared.calculation.period.end)
    last = _years_after(end, int(Decimal(rule.validity_years.value)))
    over = source.today > last
    point = _point("validity", "bars" if over else "done", "manufacturer", until=last.isoformat())
    yield point.model_copy(update={"since_day": last.isoformat()} if over else {})


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; the first of March for a leap day that the year lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _operation(source: ReadinessSource) -> Iterator[Point]:
    """The ledger's operation: keys and witnesses."""
    if source.is_demo:
        beginning = LogPosition("registry", 0)  # The origin is fixed with the first leaf.
        yield _since(_point("demo", "bars", "operator"), beginning)
    if source.witnesses == 0:
        newest = LogPosition("entries", source.checkpoint - 1)
        yield _since(_point("witnesses", "look", "operator"), newest)


def _verification(source: ReadinessSource) -> Iterator[Point]:
    """The verifier's word: one point for each code that it found, and one for what it compared."""
    report = source.report
    if report is None:
        yield _point("unverified", "not_known", "auditor")
        return
    codes: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        codes.setdefault((finding.severity, finding.code), []).append(finding)
    for (severity, code), findings in codes.items():
        yield _finding(source, severity, code, findings)
    compared = {step.name: str(step.checked) for step in report.steps if step.outcome == "passed"}
    if "deliveries" in compared and "balances" in compared:
        yield _point("deliveries", "done", "supplier", count=compared["deliveries"])
    if report.verdict == "verified":
        total = source.declared.calculation.total
        yield _point("verified", "done", "operator", total=total)


def _finding(source: ReadinessSource, severity: str, code: str, findings: list[Finding]) -> Point:
    """Findings of one code: the sentence of one that the reader may open, else their number alone."""
    state: State = "bars" if severity == "contradiction" else "look"
    shown = next((row for row in findings if _is_open(source, row.subject)), None)
    values = {"code": code, "count": str(len(findings))}
    sites = len({row.subject for row in findings})
    if shown is None:
        point = _point("finding_of_others", state, "supplier", **values)
        return point.model_copy(update={"sites": sites})
    effects = [Decimal(row.effect_kg) for row in findings if row.effect_kg is not None]
    if effects and source.own is None:
        values["effect"] = format_rounded(exact_sum(map(abs, effects)))
    actor, firm = _answerable(source, shown.subject)
    if firm is not None:
        values["firm"] = firm
    point = _point("finding", state, actor, detail=shown.detail, **values)
    if not _is_statement(shown.subject):
        return point.model_copy(update={"sites": sites, "place": "server"})
    about = point.model_copy(update={"sites": sites, "subject": shown.subject})
    return _since(about, source.positions.get(shown.subject))


def _is_statement(subject: str) -> bool:
    """True if a finding is about a statement, and not about the policy or a file."""
    return subject.startswith("sha256:")


def _is_open(source: ReadinessSource, subject: str) -> bool:
    """True if the reader may open the subject of a finding."""
    return source.own is None or not _is_statement(subject) or subject in source.own


def _answerable(source: ReadinessSource, subject: str) -> tuple[Actor, str | None]:
    """The party that must answer a finding, and the name of its firm where it is a supplier."""
    if source.report is None or not _is_statement(subject):
        return "operator", None
    firms = {row.id: row.firm for row in source.report.names}
    firm = firms.get(subject)
    own = source.document.manufacturer.name
    return ("manufacturer", None) if firm in {None, own} else ("supplier", firm)


def _choices(source: ReadinessSource) -> Iterator[Point]:
    """Choices that no document supports, and the conservative figure that stands beside the declared one."""
    conservative = source.document.conservative
    if conservative is None:
        return
    bare = sum(row.state == "unevidenced" for row in source.choices)
    state: State = "look" if bare else "done"
    yield _point("choices", state, "manufacturer", count=str(bare), total=conservative.total)
