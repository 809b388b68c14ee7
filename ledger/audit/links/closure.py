"""Part of step 9, links: the closure of a figure, so that statements of the same goods cannot be left out unseen.

    closure.count      the closure is not the one that the figure's leaf binds, or counts other firms, or other marks
                       than the bundle opens, or the bundle shows a statement of such a firm without its mark
    closure.gap        the numbers of a firm are not 1, 2, 3, ... in the order of the log, or a mark is in no leaf
    closure.mark       a mark does not describe its statement, or tags name other goods than elsewhere
    closure.missing    the closure, or a statement or section of the same goods, is not in the bundle
    closure.unknown    completeness is unknown: leaves without marks, or a reader who is not shown the recipes

A closure counts the marks of each firm behind the figure. Marks name goods by tags that only the operator can make.
What a bundle shows is checked against them, so equal goods have equal tags in it, and others have not. Left out: the
tags of statements that no bundle shows. The operator chose them when it appended the leaf.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from ledger.audit.bundle.files import CLOSURE
from ledger.audit.bundle.model import Bundle, IndexedLeaf, SignedStatement
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.subject import Graph, View, first_missing
from ledger.footprint.graph.order import reachable
from ledger.footprint.graph.resolution import Problem
from ledger.rules.same_goods import FigureRoots, firms_behind, wanted_goods
from ledger.trust.marks import MarkedGoods, marked_delivery, marked_entry, salted_digest
from schemas.signed.closure import Closure, Mark, OpenedClosure
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind

STEP = StepNumber.LINKS

_ROLES = {Kind.ENTRY: ("issued",), Kind.DELIVERY: ("issued", "received")}
"""The roles of the marks of a leaf, in their order."""


def check_closure(
    context: AuditContext, name: str, view: Graph | None, findings: Findings
) -> Collection[str]:
    """Check the closure of a figure; return the statements that it brings into the bundle.

    Args:
        context: results of the steps before.
        name: the statement that states the figure.
        view: the graph behind it; None if it is not known.
        findings: the collector.
    """
    bundle, registry, leaf = context.bundle, context.registry, context.leaves.get(name)
    if leaf is None:
        findings.not_checked(STEP, name, "its closure")
        return ()
    opened = _opened(bundle, leaf, view, findings)
    if opened is None or view is None or registry is None:
        return ()
    findings.checked(STEP, len(opened.marks))
    if opened.closure.since:
        detail = f"entries and deliveries before leaf {opened.closure.since} of the log have no marks; {_UNKNOWN}"
        findings.remark(STEP, Problem("closure.unknown", name, detail))
    if first_missing(bundle, view) is None:
        _check_firms(opened.closure, view, findings)
    _check_numbers(bundle, opened, leaf, findings)
    _check_statements(bundle, opened.closure, leaf, findings)
    beside = opened.closure.beside
    same = _same_goods(bundle, view) | (frozenset() if beside is None else beside.statements)
    behind = _rests_on(bundle, registry, same)
    _require(bundle, behind, findings)
    return behind


_UNKNOWN = (
    "completeness unknown: statements of the same goods may be in the log and not in the bundle"
)


def _opened(
    bundle: Bundle, leaf: IndexedLeaf, view: Graph | None, findings: Findings
) -> OpenedClosure | None:
    """The closure in the bundle; None if there is none, or not the one that the leaf binds."""
    opened = bundle.closure
    if opened is not None and leaf.closure != salted_digest(opened.closure):
        detail = f"the leaf of {leaf.id} binds another closure, or none"
        findings.contradict(STEP, Problem("closure.count", CLOSURE, detail))
        return None
    if opened is not None:
        return opened
    if leaf.closure is not None and view is not None and first_missing(bundle, view) is None:
        detail = f"the leaf of {leaf.id} binds a closure, which is not in the bundle"
        findings.miss(STEP, Problem("closure.missing", CLOSURE, detail), CLOSURE)
    else:
        why = (
            "its leaf binds no closure"
            if leaf.closure is None
            else "it is not shown to this reader"
        )
        findings.remark(STEP, Problem("closure.unknown", leaf.id, f"{why}; {_UNKNOWN}"))
    return None


def _check_firms(closure: Closure, view: Graph, findings: Findings) -> None:
    """Check that the closure counts the firms behind the figure and no others."""
    odd = {row.participant for row in closure.firms} ^ firms_behind(view.resolution)
    if odd:
        detail = f"it does not count the firms behind the figure; one of {len(odd)} is {min(odd)}"
        findings.contradict(STEP, Problem("closure.count", CLOSURE, detail))


def _check_numbers(
    bundle: Bundle, opened: OpenedClosure, figure: IndexedLeaf, findings: Findings
) -> None:
    """Check that the marks of each firm and role have the numbers 1 to its count, in leaves before the figure's."""
    numbers = _numbers(bundle, opened, findings)
    for firm in opened.closure.firms:
        for role, count in (("issued", firm.issued), ("received", firm.received)):
            rows = sorted(numbers.pop((firm.participant, role), []))
            places, whose = [at for _, at in rows], f"of what {firm.participant} {role}"
            in_order = [nr for nr, _ in rows] == list(range(1, len(rows) + 1))
            if not in_order or places != sorted(set(places)):
                detail = f"the numbers {whose} have a gap, are repeated, or go backwards in the log"
                findings.contradict(STEP, Problem("closure.gap", CLOSURE, detail))
            elif len(rows) != count or (rows and rows[-1][1] >= figure.at):
                detail = f"{len(rows)} marks {whose} are shown, and {count} are counted up to the figure's leaf"
                findings.contradict(STEP, Problem("closure.count", CLOSURE, detail))
    for participant, role in sorted(numbers):
        detail = f"marks of what {participant} {role} are shown, which the closure does not count"
        findings.contradict(STEP, Problem("closure.count", CLOSURE, detail))


def _numbers(
    bundle: Bundle, opened: OpenedClosure, findings: Findings
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """The number of each mark that a leaf binds in its place, and the leaf's index, by participant and role."""
    leaves = () if bundle.excerpt is None else bundle.excerpt.leaves
    places = {bound: (leaf, at) for leaf in leaves for at, bound in enumerate(leaf.marks)}
    numbers = defaultdict[tuple[str, str], list[tuple[int, int]]](list)
    for mark in opened.marks:
        whose = f"mark {mark.nr} of what {mark.participant} {mark.role}"
        leaf, at = places.get(salted_digest(mark), (None, 0))
        if leaf is None:
            findings.contradict(STEP, Problem("closure.gap", CLOSURE, f"{whose} is in no leaf"))
        elif (mark.role, len(leaf.marks)) != _shape(leaf, at):
            detail = f"{whose} is mark {at + 1} of a leaf of kind {leaf.kind.value}"
            findings.contradict(STEP, Problem("closure.mark", leaf.id, detail))
        else:
            numbers[mark.participant, mark.role].append((mark.nr, leaf.at))
    return numbers


def _shape(leaf: IndexedLeaf, at: int) -> tuple[str, int] | None:
    """The role of a mark by its place in a leaf, and the number of marks that the leaf must have."""
    roles = _ROLES.get(leaf.kind, ())
    return (roles[at], len(roles)) if at < len(roles) else None


def _check_statements(
    bundle: Bundle, closure: Closure, figure: IndexedLeaf, findings: Findings
) -> None:
    """Check the marks of all statements that are shown: whose, when, and that equal goods have equal tags."""
    firms = {row.participant for row in closure.firms}
    names: dict[tuple[str, object], object] = {}
    for signed in sorted(bundle.statements.values(), key=lambda row: bundle.place(row.id)):
        roles = dict(zip(_ROLES.get(signed.kind, ()), _parties(signed), strict=False))
        marks = {mark.role: mark for mark in bundle.marked.get(signed.id, ())}
        counted = closure.since <= bundle.place(signed.id) < figure.at
        goods = {row.role: row for row in goods_of(bundle, signed) if row.role in marks}
        if counted and any(who in firms and role not in marks for role, who in roles.items()):
            detail = (
                "it is of a firm behind the figure, and no mark that the closure counts is its own"
            )
            findings.contradict(STEP, Problem("closure.count", signed.id, detail))
        for role, mark in marks.items():
            right = mark.participant == roles.get(role)
            if role in goods:
                right = right and _fits(mark, goods[role], names)
            if not right:
                detail = f"mark {mark.nr} states another participant, period or goods than it does"
                findings.contradict(STEP, Problem("closure.mark", signed.id, detail))


def _parties(signed: SignedStatement) -> Sequence[str]:
    """The participants of the marks of a statement, in their order."""
    statement = signed.statement
    if isinstance(statement, Delivery):
        return statement.issuer, statement.recipient
    return (signed.issuer,)


def goods_of(bundle: Bundle, signed: SignedStatement) -> Iterable[MarkedGoods]:
    """The goods that the marks of a statement describe; empty as far as sections are missing."""
    statement = signed.statement
    if isinstance(statement, Entry):
        return () if signed.product is None else (marked_entry(statement, signed.product),)
    if isinstance(statement, Delivery):
        named = bundle.statements.get(statement.entry)
        entry = None if named is None else named.statement
        if named is not None and isinstance(entry, Entry) and named.product is not None:
            return marked_delivery(statement, entry, named.product)
    return ()


def _fits(mark: Mark, goods: MarkedGoods, names: dict[tuple[str, object], object]) -> bool:
    """True if a mark has the period of its goods, and a tag for each key, which no other key has."""
    if mark.period != goods.period or len(mark.tags) != len(goods.keys):
        return False
    pairs = [*zip(goods.keys, mark.tags, strict=True), *zip(mark.tags, goods.keys, strict=True)]
    return all(names.setdefault((mark.participant, name), other) == other for name, other in pairs)


def _same_goods(bundle: Bundle, view: Graph) -> frozenset[str]:
    """The statements whose marks have goods with those behind the figure in common, in the bundle or not."""
    wanted = wanted_goods(view.resolution, _roots(view), bundle.marked)
    leaves = () if bundle.excerpt is None else bundle.excerpt.leaves
    return frozenset(
        leaf.id
        for leaf in leaves
        if any(wanted.includes(mark, leaf.kind) for mark in bundle.marked.get(leaf.id, ()))
    )


def _roots(view: Graph) -> FigureRoots:
    if isinstance(view, View):
        period = view.calculation.period
        return FigureRoots.of_calculation(view.composition, period, view.records)
    entry = [view.line[0]] if isinstance(view, DeliveryView) and _is_traced(view) else []
    return FigureRoots(entry, [], None)


def _is_traced(view: DeliveryView) -> bool:
    return view.id in view.resolution.sources


def _rests_on(bundle: Bundle, registry: Registry, names: Iterable[str]) -> frozenset[str]:
    """Statements in every version, and all that they cite."""
    later: dict[str, list[str]] = defaultdict(list)
    for _, change in registry.changes:
        later[change.old].append(change.by)

    def behind(name: str) -> Iterable[str]:
        signed = bundle.statements.get(name)
        return (*later.get(name, ()), *(() if signed is None else signed.cited))

    return reachable(names, behind)


def _require(bundle: Bundle, names: Iterable[str], findings: Findings) -> None:
    """Require statements of the same goods, and all of their sections."""
    for name in sorted(names):
        findings.checked(STEP)
        signed = bundle.statements.get(name)
        lacks = "it" if signed is None else next(_withheld(signed), None)
        if lacks is not None:
            detail = (
                f"{lacks} is of goods of the figure, or behind such goods, and is not in the bundle"
            )
            findings.miss(STEP, Problem("closure.missing", name, detail), name)


def _withheld(signed: SignedStatement) -> Iterator[str]:
    return (f"its section {name.value}" for name in signed.named if name not in signed.sections)
