"""The second verifier comes to the same verdicts, at the edges of what it judges; `test_demo_alone` has whole demos.

Every bundle that a test of the first verifier judges is judged by both (tests/ledger/audit/conftest.py).
"""

import ast
import json
import sys
from collections.abc import Callable
from decimal import Decimal, Overflow
from pathlib import Path

import pytest
from support import second_opinion
from support.bundles import Json, payload_of
from support.collusion import Row, update
from support.need import need_shared
from support.second_opinion import ALONE, FILE, Judged, Three, alone, judge_alone
from support.signed_battery import honest
from support.signed_chain import SignedChain
from support.verdicts import NO_FILE

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from ledger.footprint.graph.numbers import divide
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust import keys
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.circular import CircularFootprint
from schemas.signed.rulebook import FunctionalUnit, Rulebook
from schemas.views.report import Report
from schemas.vocabulary import Category, CircularTerm


def test_usage_and_policies_that_cannot_be_read_exit_with_3(tmp_path: Path) -> None:
    """No arguments, no such file, no TOML, a line too many, and a quorum beyond reach."""
    bundle = tmp_path / "bundle"
    bundle.write_bytes(pack({}))
    good = format_policy(honest().ledger.policy())
    assert alone(FILE).returncode == 3
    assert alone(FILE, bundle, tmp_path / "none.toml").returncode == 3
    for data in (b"quorum =", b"extra = 1\n" + good, good.replace(b"quorum = 0", b"quorum = 1")):
        (tmp_path / "policy.toml").write_bytes(data)
        assert alone(FILE, bundle, tmp_path / "policy.toml").returncode == 3
    (tmp_path / "policy.toml").write_bytes(good)
    assert alone(FILE, bundle, tmp_path / "policy.toml").returncode == 2


def test_a_difference_of_the_three_programs_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another verdict, and another conservative figure: so the tests of the verifier would fail."""
    chain, policy = honest(), honest().ledger.policy()
    three = Three()
    three.compared = set()
    monkeypatch.setattr(second_opinion, "judge_alone", lambda *_: Judged(1, "log.root", ""))
    monkeypatch.setattr(second_opinion, "conservative_alone", lambda *_: None)
    assert three(chain.ledger.bundle(), policy, NO_FILE).exit_code == 0
    verdict, figure = three.differences
    assert verdict == "0 set(), alone 1 {'log.root'}"
    assert figure.endswith("alone None")


def test_it_imports_the_standard_library_alone() -> None:
    """No line of the file imports anything that Python does not bring."""
    tree = ast.walk(ast.parse(FILE.read_text()))
    named = {node.module for node in tree if isinstance(node, ast.ImportFrom)}
    tree = ast.walk(ast.parse(FILE.read_text()))
    named |= {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    assert {str(name).split(".")[0] for name in named} <= sys.stdlib_module_names


def test_signatures_at_the_edge_of_the_curve_are_judged_alike() -> None:
    """On the 914 CCTV vectors both follow the same strict policy of points and encodings."""
    vectors = json.loads((need_shared("vectors") / "cctv/ed25519vectors.json").read_bytes())
    for vector in vectors:
        key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        message = vector["msg"].encode()
        told = ALONE.verifies(key, message, signature)
        assert told == keys.verify(key, signature, message), vector["number"]


def constant(value: str) -> dict[str, str]:
    """A number of a method, made up for this test."""
    return {"value": value, "source": "OWN", "confidence": "inferred"}


def circular(joint_basis: str, **members: Json) -> Rulebook:
    """The study's rulebook under a Circular Footprint Formula of parameters of its own, filed by rule."""
    steel = {"a": constant("0.3"), "qs_in": constant("0.9"), "qs_out": constant("0.7")}
    ore = {"qs_in": constant("1"), "qs_out": constant("0.8")}
    formula = {
        "default_a": constant("0.45"),
        "materials": [
            {"material": "Co", **ore},
            {"material": "Fe", **steel, "virgin": "db:steel"},
        ],
        "collection_rate": constant("1"),
        "ed": constant("0"),
        "b": constant("0.35"),
        "joint_basis": joint_basis,
        **members,
    }
    parts = {
        "avoided": "circular_footprint",
        "filing": "rule",
        "required_stages": (),
        "circular_footprint": CircularFootprint.parse(canonical(formula)),
    }
    return honest().rulebook.model_copy(update=parts)


REST = {"stage": "end_of_life", "known": "metered"}


def treated(inventory: Json) -> Json:
    """Recovered steel and ore, waste that burns or is disposed of, and much that is not accounted for."""
    ore, steel = inventory["avoided"]
    avoided = [{**ore, "material": "Co", "allocation_value": "7"}]
    avoided += [{**steel, "material": "Fe", "allocation_value": "5"}]
    waste = {"flow": "db:tailings", "unit": "kg", **REST}
    wastes = [
        {**waste, "amount": "1500", "purpose": "disposal"},
        {**waste, "amount": "700", "purpose": "energy_recovery"},
        {**waste, "amount": "33.3", "purpose": "material"},
    ]
    return {**inventory, "avoided": avoided, "wastes": wastes}


def burnt(inventory: Json) -> Json:
    """Energy recovered in place of heat."""
    heat = {"flow": "db:heat", "amount": "900", "unit": "MJ", "recovery": "energy", **REST}
    return {**inventory, "avoided": [*treated(inventory)["avoided"], heat]}


def bare(inventory: Json) -> Json:
    """Recovered steel that names its material, and no flow that it replaces."""
    ore, steel = treated(inventory)["avoided"]
    return {**inventory, "avoided": [ore, {k: v for k, v in steel.items() if k != "flow"}]}


def fed(inventory: Json) -> Json:
    """Sulfate as recycled feedstock."""
    sulfate, *others = inventory["inputs"]
    traced = {"material": "Fe", "evidence": "traced", "flow": "db:steel"}
    return {**inventory, "inputs": [{**sulfate, "recycled": traced}, *others]}


def both_judge(
    rulebook: Rulebook, **plan: Callable[[Json], Json]
) -> tuple[Report, Judged, SignedChain]:
    """The findings of both verifiers on a chain that a plan changes, under a rulebook."""
    accepted = digest(model_bytes(rulebook))
    row = Row(
        "", "", {"rulebook": lambda _: rulebook, **plan}, policy=update(rulebooks=(accepted,))
    )
    chain = row.chain()
    policy = ALONE.parse_policy(format_policy(row.policy(honest().ledger.policy())))
    return row.report(chain), judge_alone(chain.ledger.bundle(), policy), chain


@pytest.mark.parametrize("joint_basis", ["mass", "revenue"])
def test_the_circular_formula_comes_to_the_same_digits(joint_basis: str) -> None:
    """At end of life, with A, B and a quality ratio of their own, filed by rule."""
    report, audit, chain = both_judge(circular(joint_basis), recycler=treated)
    assert report.exit_code == 0, report.findings
    assert (audit.exit_code, audit.total) == (0, report.recomputed_total), audit.code
    calculation = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation"]]))
    terms = {cell.get("term") for cell in calculation["cells"]}
    assert terms == {None, *CircularTerm} - {CircularTerm.RECYCLED_CONTENT}


NOT_JUDGED = {
    "a collection rate": ({"collection_rate": constant("0.83")}, {}, "rulebook.not_judged"),
    "a disposal factor": ({"ed": constant("0.013")}, {}, "rulebook.not_judged"),
    "recovered energy": ({}, {"recycler": burnt}, "form.not_judged"),
    "material alone": ({}, {"recycler": bare}, "form.not_judged"),
    "recycled feedstock": ({}, {"recycler": treated, "pack": fed}, "form.not_judged"),
}


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_what_is_not_judged_is_never_verified(name: str) -> None:
    """Parts of the formula that the second verifier leaves out end with 2; the first one verifies them."""
    parameters, plan, code = NOT_JUDGED[name]
    report, audit, _ = both_judge(circular("mass", **parameters), **{"recycler": treated, **plan})
    assert report.exit_code == 0, report.findings
    assert (audit.exit_code, audit.code) == (2, code)


def test_a_service_life_in_cycles_is_never_verified() -> None:
    """By warranty years alone the second verifier computes the total energy."""
    unit = FunctionalUnit(category=Category.EV, service_life="declared_cycle_life")
    rulebook = honest().rulebook.model_copy(update={"functional_units": (unit,)})
    report, audit, _ = both_judge(rulebook, asserted=update(cycle_life="1500"))
    assert report.exit_code == 0, report.findings
    assert (audit.exit_code, audit.code) == (2, "functional_unit.not_judged")


def test_a_figure_to_the_gate_counts_no_service_life_and_nothing_beyond() -> None:
    """Both verifiers divide by the usable capacity, and refuse a row of end of life."""
    gate = load_rulebook("study-cradle-to-gate-1")

    rulebook = honest().rulebook.model_copy(update={"functional_units": gate.functional_units})
    report, audit, chain = both_judge(rulebook)
    assert report.exit_code == 0, report.findings
    assert (audit.exit_code, audit.total) == (0, report.recomputed_total), audit.code
    calculation = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation"]]))
    energy = calculation["total_energy"]
    assert energy == {"numerator": calculation["capacity_kwh"], "denominator": "1"}
    ended = rulebook.model_copy(update={"boundary": gate.boundary})
    report, audit, _ = both_judge(ended)
    assert (report.exit_code, audit.exit_code, audit.code) == (1, 1, "composition.boundary")
    assert "composition.boundary" in {row.code for row in report.findings}


def test_a_figure_is_rounded_once() -> None:
    """To the coarser of 34 digits and 1e-60, half to even, as the first verifier rounds."""
    for numerator in ("1", "2", "-5", "1e-40", "0.5e-59", "1.5e-59", "123456789e17", "99999e-33"):
        for denominator in ("1", "3", "7", "10", "1e20", "997", "1e-5"):
            parts = Decimal(numerator), Decimal(denominator)
            assert ALONE.FIGURE.divide(*parts) == divide(*parts), parts
    with pytest.raises(Overflow):
        ALONE.FIGURE.divide(Decimal(10), Decimal("1e-30"))
