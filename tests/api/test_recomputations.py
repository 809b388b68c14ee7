"""Recomputations: one run of a case at a time for a firm, a few in all, each followed to its end."""

import threading

import pytest
from support.auditor_pages import CaseWorld, open_cases
from support.ledger_battery import BatteryChain
from support.refusal import refused
from support.supplier_reading import words

from api.recomputations import AT_ONCE, Recomputation, Recomputations
from api.web.auditor import case
from ledger.audit.steps import STEPS
from ledger.bundles.export import export_bundle
from schemas.errors import CradleError

KEY = "auditor", "case"


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def run_of(world: CaseWorld) -> Recomputation:
    """A run of the calculation that has not begun."""
    bundle = export_bundle(world.chain.world.ledger, world.calculation)
    return Recomputation(bundle, world.policy, own_policy=False, day="2026-03-02")


def test_a_run_is_followed_from_its_beginning_whenever_a_reader_comes(world: CaseWorld) -> None:
    """Two readers get all steps in their order, one while it runs and one afterwards."""
    kept = Recomputations()
    run = kept.begin(KEY, run_of(world))
    early, late = [step.number for step in run.follow()], [step.number for step in run.follow()]
    assert early == late == [number.value for number, _ in STEPS]
    assert run.wait().verdict == "verified"
    assert run.is_over(0)
    assert kept.get(KEY) is run


def test_a_policy_that_is_none_begins_nothing(world: CaseWorld) -> None:
    """The run of before is kept."""
    kept, made = Recomputations(), run_of(world)
    made.policy_file = b"origin ="
    with refused("policy.syntax"):
        kept.begin(KEY, made)
    assert kept.get(KEY) is None


def test_only_a_few_run_at_a_time(world: CaseWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files of a case that runs are not run twice; another case waits for a turn."""
    go = threading.Event()
    monkeypatch.setattr(Recomputation, "run", lambda _self, _policy: go.wait(60))
    kept = Recomputations()
    first = kept.begin(KEY, run_of(world))
    assert kept.begin(KEY, run_of(world)) is first
    for at in range(1, AT_ONCE):
        kept.begin(("auditor", str(at)), run_of(world))
    with refused("audit.busy"):
        kept.begin(("auditor", "one more"), run_of(world))
    go.set()


def test_a_run_that_fails_is_over_and_has_no_report(
    world: CaseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader is not left waiting for a verdict that does not come."""
    made = run_of(world)
    monkeypatch.setattr("api.recomputations.run_steps", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        made.run(world.policy)  # type: ignore[arg-type]  # not reached
    assert list(made.follow()) == []
    with refused("audit.running"):
        made.wait()


def test_kept_runs_are_forgotten_after_an_hour(world: CaseWorld) -> None:
    """The clock decides, not the number of readers."""
    now = [0.0]
    kept = Recomputations(lambda: now[0])
    kept.begin(KEY, run_of(world)).wait()
    now[0] = 3601.0
    assert kept.get(KEY) is None


def test_an_evaluation_is_waited_for_and_not_done_twice() -> None:
    """One that lasts longer goes on; a refusal is left to the caller."""
    kept, go, count = Recomputations(), threading.Event(), []

    def work() -> None:
        count.append(1)
        go.wait(60)

    assert not kept.evaluate("case", work, 0)
    assert not kept.evaluate("case", work, 0)
    go.set()
    assert kept.evaluate("case", work, 60)
    assert count == [1]

    def refuse() -> None:
        raise CradleError("calculation.unknown", "There is none.")

    assert kept.evaluate("other", refuse, 60)


def test_a_long_chain_opens_by_its_signed_stages(
    world: CaseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page does not wait for the rows; its data do."""
    monkeypatch.setattr(case, "PATIENCE", 0.0)
    go = threading.Event()
    evaluate = case.evaluate_case
    monkeypatch.setattr(case, "evaluate_case", lambda *given: (go.wait(60), evaluate(*given)))
    client = world.client
    client.get("/auditor")
    first = client.get(world.root)
    assert "are being computed" in words(first)
    assert "raw material acquisition" in words(first).lower()
    go.set()
    assert client.get(f"{world.root}.json").json()["rows"]
    assert "The ten largest rows" in words(client.get(world.root))
