"""On whose word a figure rests where not all of it can be recomputed, in kg and per cent of the declared total.

    recomputed   rows in hand, valued under the method in hand
    attested     figures told with deliveries, each attested by the same accepted auditors
    stated       figures told with deliveries, on the supplier's word alone
    not_told     what is left: deliveries without a figure that fits, and what the told figures cannot
                 explain; left out where rounding them accounts for it and every delivery tells one

This is an account and no step: it finds nothing, and changes no exit status. Nothing in it is the
declared figure once more. Changes further up, behind a recipe that is not shown, it cannot see.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.audit.attestations import Ground, Words, check_attestations
from ledger.audit.deliveries import comparable
from ledger.audit.findings import Findings, percent_of, told
from ledger.audit.method import Method, Stated
from ledger.audit.subject import Graph, View
from ledger.footprint.cells import parse_cells, total_of
from ledger.footprint.contributions import declared_demand, per_kwh
from ledger.footprint.declared_figure import uncollected
from ledger.footprint.figure import Figures, figures
from ledger.footprint.numbers import EXPLAIN, ONE, ZERO, half_unit, round_delivered
from ledger.footprint.split import Split, Told, is_computed, slack, split
from schemas.delivery import DeliveredFigure
from schemas.report import Basis


class Computed(NamedTuple):
    """The method in hand and the figures that it gave, each None where it is not told."""

    method: Method | None = None
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The attestations that count, and on whose word the figure rests; None where all of it was recomputed."""

    words: Words = field(default_factory=dict)
    basis: tuple[Basis, ...] | None = None


def take_account(
    ground: Ground,
    view: Graph | None,
    stated: Stated | None,
    computed: Computed,
    findings: Findings,
) -> Account:
    """Judges the attestations of deliveries in hand (11), and says what rests on them.

    Args:
        ground: what they are held against.
        view: the graph behind the figure, as far as it is known.
        stated: the figure; None where there is none.
        computed: what could be computed of it.
        findings: where they go.
    """
    fitting: frozenset[str] = frozenset()
    if view is not None and stated is not None and ground.logs.registry is not None:
        fitting = comparable(view, ground.logs.registry, stated)
    words = check_attestations(ground, view, fitting, findings)
    return Account(words, build_basis(view, stated, computed, fitting, words))


def build_basis(
    view: Graph | None,
    stated: Stated | None,
    computed: Computed,
    fitting: frozenset[str],
    words: Words,
) -> tuple[Basis, ...] | None:
    """The parts of a figure by whose word they are told; None where there is no figure, or all was recomputed.

    Args:
        view: the graph behind it, as far as it is known.
        stated: the figure.
        computed: what could be computed of it.
        fitting: the deliveries whose told figures were computed as this one.
        words: the attestations that count.
    """
    if stated is None or (view is not None and _is_whole(view, computed.figures)):
        return None
    total = Decimal(stated.total)
    rest = Basis(basis="not_told", kg=_kg(total), percent=percent_of(total, total))
    if view is None:
        return (rest,)
    standing = _standing(view, computed.figures, fitting)
    taken = _take(view, computed.method, standing)
    if taken is None:
        return (rest,)
    return tuple(_rows(taken, standing, words, stated))


def _is_whole(view: Graph, computed: Figures | None) -> bool:
    known = frozenset[str]() if computed is None else computed.entries.keys()
    return not view.resolution.problems and view.resolution.nodes.keys() <= known


def _standing(view: Graph, computed: Figures | None, fitting: frozenset[str]) -> dict[str, Told]:
    """What the deliveries tell whose makers' figures could not be computed."""
    known = {} if computed is None else computed.entries
    found = {}
    for newest, entry in view.resolution.makers.items():
        if entry in known:
            continue
        figure = view.resolution.told.get(newest)
        if figure is None or newest not in fitting:
            found[newest] = Told({}, None)
        else:
            found[newest] = Told(parse_cells(figure.cells), Decimal(figure.total))
    return found


def _take(view: Graph, method: Method | None, standing: Mapping[str, Told]) -> Split | None:
    """What the figure takes of rows in hand and of deliveries; None where that is not told."""
    shown = {
        node for node in view.resolution.nodes if view.resolution.record(node).inventory is not None
    }
    if method is None:
        direct = view.id in standing and not shown
        return Split(ZERO, {view.id: ONE}) if direct else None
    told = {name: row.cells for name, row in standing.items()}
    filling = view.calculation.filling if isinstance(view, View) else None
    partial = figures(view.resolution, method.table, method.rulebook, filling, told)
    if view.resolution.problems or not is_computed(view.resolution, partial):
        return None
    if isinstance(view, View):
        return _of_calculation(view, method, partial, standing)
    newest, entry = view.resolution.sources[view.id]
    line = (entry, view.resolution.lines[newest])
    return split({line: ONE}, view.resolution, partial, standing)


def _of_calculation(
    view: View, method: Method, partial: Figures, standing: Mapping[str, Told]
) -> Split | None:
    """The rows of a composition: own lines, and deliveries that are counted as they are."""
    calculation, rulebook = view.calculation, method.rulebook
    inner = [part for part in view.rows if part.entry in partial.entries]
    demand = declared_demand(inner, calculation, rulebook)
    rows, amounts = split(demand, view.resolution, partial, standing)
    found = dict(amounts)
    for part in view.rows:
        lost = total_of(uncollected(part, rulebook))
        rows = EXPLAIN.fma(lost, per_kwh(calculation), rows)
        if part.entry in partial.entries:
            continue
        if part.source is None:
            return None
        (amount,) = declared_demand([part], calculation, rulebook).values()
        found[part.source.id] = EXPLAIN.add(found.get(part.source.id, ZERO), amount)
    return Split(rows, found)


def _rows(
    taken: Split, standing: Mapping[str, Told], words: Words, stated: Stated
) -> Iterator[Basis]:
    total = Decimal(stated.total)
    rest = EXPLAIN.subtract(total, taken.rows)
    if taken.rows:
        yield Basis(basis="recomputed", kg=_kg(taken.rows), percent=percent_of(taken.rows, total))
    untold = [name for name in sorted(taken.amounts) if standing[name].total is None]
    for auditors, named in sorted(_grouped(taken, untold, words).items(), reverse=True):
        kg = ZERO
        for name in named:
            kg = EXPLAIN.fma(taken.amounts[name], standing[name].total or ZERO, kg)
        rest = EXPLAIN.subtract(rest, kg)
        yield Basis(
            basis="attested" if auditors else "stated",
            kg=_kg(kg),
            percent=percent_of(kg, total),
            by=auditors,
            deliveries=tuple(named),
        )
    bound = slack(taken.amounts, standing)
    if isinstance(stated, DeliveredFigure):
        bound = EXPLAIN.add(bound, half_unit(total))
    if untold or rest.copy_abs() > bound:
        percent = percent_of(rest, total)
        yield Basis(basis="not_told", kg=_kg(rest), percent=percent, deliveries=tuple(untold))


def _grouped(taken: Split, untold: list[str], words: Words) -> dict[tuple[str, ...], list[str]]:
    """The deliveries that tell a figure, by the auditors who attested it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(set(taken.amounts).difference(untold)):
        auditors = tuple(sorted({word.attestation.issuer for word in words.get(name, ())}))
        groups.setdefault(auditors, []).append(name)
    return groups


def _kg(value: Decimal) -> str:
    return told(round_delivered(value)) or "0"
