"""The law that rules hold to: an accepted figure is at or above the honest one, or the report names the move.

Moves are composed at random. What an honest ledger accepts of them is calculated, exported and verified; what a
manufacturer and an operator sign together is verified as a bundle. Exit status 0 below the honest figure needs a
finding, an asserted line or an entry left out that names each move.
"""

import importlib.util
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.batches import batch
from support.battery import BatteryChain, battery_chain, copied
from support.collusion import Alter, Row, nothing, same
from support.moves import MOVES, Batches, Parts
from support.story import build, honest
from support.verdicts import judge

from schemas.errors import CradleError

PLANS = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 9)),
    min_size=1,
    max_size=4,
    unique_by=lambda step: step[0],
)
EXAMPLES = 200
ADDED = {"rows", "end_of_life"}
"""What moves assert beside each other; of all else the last one counts."""


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


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Batches, Decimal]:
    """A closed ledger with both batches, and the honest figure of them."""
    folder, other = (tmp_path_factory.mktemp(name) / "ledger" for name in ("adversary", "honest"))
    with battery_chain(folder) as chain:
        built = Batches(chain, batch(chain, "2025-06-01", "2025-07-01"))
    with copied(built.chain, folder, other) as chain:
        report = chain.judge()
    assert report.exit_code == 0, report.findings
    return folder, built, Decimal(str(report.recomputed_total))


def play(chain: BatteryChain, dirty: str, plan: list[tuple[str, int]]) -> tuple[Parts, list[str]]:
    """Make the moves that the ledger lets pass; return what they assert, and their names."""
    parts: Parts = {}
    made: dict[str, str] = {}
    for name, size in plan:
        before = dict(parts)
        try:
            MOVES[name].make(Batches(chain, dirty), size, parts)
        except CradleError:
            parts.clear()
            parts.update(before)
            continue
        replaced = {key for key in before if before[key] != parts[key]} - ADDED
        made = {other: key for other, key in made.items() if key not in replaced}
        made[name] = next(iter(parts.keys() - before.keys() | replaced), "")
    return parts, list(made)


@given(plan=PLANS)
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_what_an_honest_ledger_accepts_is_no_lower_or_named(
    begun: tuple[Path, Batches, Decimal], plan: list[tuple[str, int]]
) -> None:
    """A manufacturer alone gets no lower figure through without a word in the report."""
    source, built, honest = begun
    with TemporaryDirectory() as folder, copied(built.chain, source, Path(folder) / "l") as chain:
        parts, made = play(chain, built.dirty, plan)
        try:
            report = chain.judge(**parts)
        except CradleError:
            return
    if report.exit_code or Decimal(str(report.recomputed_total)) >= honest:
        return
    named = {name for name in made if MOVES[name].is_named(report)}
    harmless = {name for name in made if not MOVES[name].named}
    assert named, (made, report.recomputed_total, report.findings)
    assert named | harmless == set(made), (made, report.recomputed_total, report.findings)
