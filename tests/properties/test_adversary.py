"""The law that rules hold to: an accepted figure is at or above the honest one, or the report names the move.

Moves are composed at random. What an honest ledger accepts of them is calculated, exported and verified; what a
manufacturer and an operator sign together is verified as a bundle. Exit status 0 below the honest figure needs a
finding, an asserted line or an entry left out that names each move. And the conservative figure of what is accepted is
at or above the honest one.
"""

import importlib.util
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.circular_moves import CIRCULAR_MOVES
from support.collusion import Alter, Row, nothing, same
from support.ledger_batches import Batches, batch
from support.ledger_battery import DRAFT, BatteryChain, battery_chain, copied
from support.ledger_circular import CIRCULAR_FACTORS
from support.moves import MOVES, Parts
from support.signed_battery import build, honest
from support.verdicts import judge

from ledger.rulebooks.catalog import load_rulebook
from schemas.errors import CradleError
from schemas.signed.rulebook import Rulebook
from schemas.views.report import Report

RULEBOOKS = (load_rulebook("study-full-substitution-1"), DRAFT)
ALL_MOVES = MOVES | CIRCULAR_MOVES
PLANS = st.lists(
    st.tuples(st.sampled_from(sorted(ALL_MOVES)), st.integers(1, 9)),
    min_size=1,
    max_size=4,
    unique_by=lambda step: step[0],
)
EXAMPLES = 100
ROUNDING = Decimal("1e-15")
"""The difference that the rounding of cells alone can make to a figure."""
ADDED = {"rows", "end_of_life"}
"""Assertions that moves add to; of every other one the last counts."""


LIFE = Decimal(8) / 5
"""The stated service life over the rulebook's default, by which every conservative figure here is larger."""
OTHER_FACTS = {
    "a larger capacity": "a pack of 0.2 kWh per kg that states less than the bound of 0.3",
    "a token of distribution": "the product goes another way",
    "several recyclers of one mass": "another firm treats the packs",
}
"""Moves that no choice covers, because another fact would make them true."""


AUDIT = Path(__file__).parents[1] / "ledger" / "audit"
TABLES = ("test_resigned", "test_resigned_composition", "test_resigned_entries")


def forged() -> list[Row]:
    """The rows of the tables of tampering that change statements alone, each a contradiction by itself."""
    found = []
    for name in TABLES:
        spec = importlib.util.spec_from_file_location(name, AUDIT / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += [
            row
            for row in module.ROWS.values()
            if (row.exit_code, row.policy, row.files) == (1, same, nothing)
        ]
    return found


FORGED = forged()


def chained(first: Alter, second: Alter) -> Alter:
    """One change after another."""
    return lambda value: second(first(value))


@given(rows=st.lists(st.sampled_from(range(len(FORGED))), min_size=2, max_size=3, unique=True))
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_colluders_sign_is_not_hidden_by_more_of_it(rows: list[int]) -> None:
    """A manufacturer and an operator together: several broken rules are no fewer findings than one."""
    plan: dict[str, Alter] = {}
    for row in (FORGED[index] for index in rows):
        for member, change in row.plan.items():
            plan[member] = chained(plan[member], change) if member in plan else change
    try:
        chain = build(plan)
        files = chain.ledger.files()
    except (CradleError, LookupError, TypeError, ValueError, AssertionError):
        return  # The changes do not fit each other.
    assert judge(files, honest().ledger.policy()).exit_code == 1


class Honest(NamedTuple):
    """A closed ledger with both batches, and the honest figure of them under a rulebook."""

    folder: Path
    chain: BatteryChain
    dirty: str
    total: Decimal


@pytest.fixture(scope="module", params=RULEBOOKS, ids=lambda rulebook: rulebook.id)
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Honest:
    """The honest ledger, under a rulebook that knows no rule of electricity and no formula, and one of both."""
    rulebook: Rulebook = request.param
    folder, other = (tmp_path_factory.mktemp(name) / "ledger" for name in ("adversary", "honest"))
    with battery_chain(folder) as built:
        keep = built.world.ledger.keep
        chain = replace(built, rulebook=keep(rulebook), factors=keep(CIRCULAR_FACTORS))
        dirty = batch(chain, "2025-06-01", "2025-07-01")
    with copied(chain, folder, other) as copy:
        report = copy.judge()
    assert report.exit_code == 0, report.findings
    return Honest(folder, chain, dirty, Decimal(str(report.recomputed_total)))


def play(chain: BatteryChain, dirty: str, plan: list[tuple[str, int]]) -> tuple[Parts, list[str]]:
    """Make the moves that the ledger lets pass; return what they assert, and the names of those that count."""
    parts: Parts = {}
    made: dict[str, str] = {}
    batches = Batches(chain, dirty)
    for name, size in plan:
        before, move = dict(parts), ALL_MOVES[name]
        try:
            move.make(batches, size, parts)
        except CradleError:
            parts.clear()
            parts.update(before)
            continue
        replaced = {key for key in before if before[key] != parts[key]} - ADDED
        made = {
            other: key
            for other, key in made.items()
            if key not in replaced and (not move.row or ALL_MOVES[other].row != move.row)
        }
        made[name] = next(iter(parts.keys() - before.keys() | replaced), "")
    return parts, list(made)


def judged(begun: Honest, plan: list[tuple[str, int]]) -> tuple[Report | None, list[str]]:
    """The report on what moves come to, None where it is refused or a contradiction, and the moves that count."""
    with TemporaryDirectory() as f, copied(begun.chain, begun.folder, Path(f) / "l") as it:
        parts, made = play(it, begun.dirty, plan)
        try:
            report = it.judge(**parts)
        except CradleError:
            return None, made
    return (None if report.exit_code else report), made


@given(plan=PLANS)
@settings(
    max_examples=EXAMPLES // len(RULEBOOKS),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_what_an_honest_ledger_accepts_is_no_lower_or_named_and_the_conservative_figure_covers_it(
    begun: Honest, plan: list[tuple[str, int]]
) -> None:
    """A manufacturer alone gets no lower figure through without a word in the report on each move that lowers it.

    The conservative figure holds for every move but those that another fact would make true; the longer life counts in
    both.
    """
    report, made = judged(begun, plan)
    if report is None:
        return
    assert report.conservative is not None
    total = Decimal(report.conservative.total)
    is_covered = total >= begun.total * LIFE - ROUNDING or not OTHER_FACTS.keys().isdisjoint(made)
    assert is_covered, (made, total, report.choices)
    if Decimal(str(report.recomputed_total)) >= begun.total - ROUNDING:
        return
    named = {name for name in made if ALL_MOVES[name].is_named(report)}
    assert named, (made, report.recomputed_total, report.findings)
    for name in set(made) - named:
        others, _ = judged(begun, [step for step in plan if step[0] != name])
        least = Decimal(str(report.recomputed_total)) + ROUNDING
        is_needed = others is not None and Decimal(str(others.recomputed_total)) > least
        assert not is_needed, (name, made, report.recomputed_total, report.findings)
