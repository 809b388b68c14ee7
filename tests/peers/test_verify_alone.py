"""The second verifier comes to the same verdicts: over the tables of tampering, and over whole demos.

Where it may differ is listed with the reason. Each row runs both verifiers on the same bytes; the
rows' modules are read from beside the tests of the first verifier, so a new row is compared as well.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import verdicts
from support.bundles import Json
from support.collusion import Row, update
from support.command import cradle
from support.need import need_shared
from support.second_opinion import ALONE, FILE, Both, load
from support.story import honest

from ledger.audit.container import pack
from ledger.audit.policy import format_policy
from ledger.trust import keys
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest, model_bytes
from schemas.rulebook import CircularFootprint, Rulebook
from schemas.vocabulary import CircularTerm

AUDIT = Path(__file__).parents[1] / "ledger" / "audit"
TABLES = (
    "test_bytes_changed",
    "test_checkpoints",
    "test_delivered",
    "test_imports",
    "test_key_histories",
    "test_key_use",
    "test_mistakes",
    "test_redacted",
    "test_resigned",
    "test_resigned_documents",
    "test_resigned_logs",
    "test_site_balances",
    "test_verifier",
)


def parameters(test: Callable[..., object]) -> Iterator[dict[str, object]]:
    """Each set of arguments that a parametrized test is run with."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    if not marks:
        yield {}
        return
    (mark,) = marks
    names = mark.args[0] if isinstance(mark.args[0], tuple) else (mark.args[0],)
    for value in mark.args[1]:
        yield dict(zip(names, value if len(names) > 1 else (value,), strict=True))


@pytest.mark.parametrize("table", TABLES)
def test_both_verifiers_come_to_the_same_verdict(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every bundle that these tests judge: exit code, codes of what counts, and the recomputed total."""
    both = Both()
    monkeypatch.setattr(verdicts, "verify", both)
    module = load(AUDIT / f"{table}.py")
    if hasattr(module, "verify"):
        monkeypatch.setattr(module, "verify", both)
    for name, test in list(vars(module).items()):
        if name.startswith("test_") and not hasattr(test, "hypothesis"):
            for number, arguments in enumerate(parameters(test)):
                if "tmp_path" in test.__annotations__:
                    arguments["tmp_path"] = tmp_path / f"{name}{number}"
                    arguments["tmp_path"].mkdir()
                test(**arguments)
    assert both.compared
    assert both.differences == []


def alone(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The verifier as its reader runs it: a bare interpreter, without any installed package."""
    command = [sys.executable, "-S", "-I", str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("rulebook", ["study-full-substitution-1", "eu-ev-draft-2024"])
def test_the_demo_verifies_and_its_tampered_copy_does_not(tmp_path: Path, rulebook: str) -> None:
    """Under full substitution and under the circular formula, to the last digit, from the command line."""
    book, told = tmp_path / "out", tmp_path / "demo.json"
    assert cradle("demo", "--dir", book, "--json", told, "--rulebook", rulebook).code == 0
    result = json.loads(told.read_text())
    ran = alone(result["bundle"], "--policy", result["policy"])
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1].startswith("verified; recomputed: 0.1")
    assert result["declaration"]["total"] in ran.stdout
    tampered = alone(book / "tampered.bundle", "--policy", result["policy"])
    assert tampered.returncode == 1, tampered.stdout


def test_usage_and_policies_that_cannot_be_read_exit_with_3(tmp_path: Path) -> None:
    """No arguments, no such file, no TOML, a line too many, and a quorum beyond reach."""
    bundle = tmp_path / "bundle"
    bundle.write_bytes(pack({}))
    good = format_policy(honest().ledger.policy())
    assert alone().returncode == 3
    assert alone(bundle, "--policy", tmp_path / "none.toml").returncode == 3
    for data in (b"quorum =", b"extra = 1\n" + good, good.replace(b"quorum = 0", b"quorum = 1")):
        (tmp_path / "policy.toml").write_bytes(data)
        assert alone(bundle, "--policy", tmp_path / "policy.toml").returncode == 3
    (tmp_path / "policy.toml").write_bytes(good)
    assert alone(bundle, "--policy", tmp_path / "policy.toml").returncode == 2


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
        told = ALONE.verifies("ed25519", key, message, signature)
        assert told == keys.verify(key, signature, message), vector["number"]


def constant(value: str) -> dict[str, str]:
    """A number of a method, made up for this test."""
    return {"value": value, "source": "OWN", "confidence": "inferred"}


def circular(joint_basis: str) -> Rulebook:
    """The study's rulebook under a Circular Footprint Formula in which no parameter is 0 or 1, filed by rule."""
    steel = {"a": constant("0.3"), "qs_in": constant("0.9"), "qs_out": constant("0.7")}
    formula = {
        "default_a": constant("0.45"),
        "materials": [{"material": "Fe", **steel, "virgin": "db:steel"}],
        "collection_rate": constant("0.83"),
        "ed": constant("0.013"),
        "b": constant("0.35"),
        "joint_basis": joint_basis,
    }
    members = {
        "avoided": "circular_footprint",
        "filing": "rule",
        "required_stages": (),
        "circular_footprint": CircularFootprint.parse(canonical(formula)),
    }
    return honest().rulebook.model_copy(update=members)


def recycled(inventory: Json) -> Json:
    """Recovered steel and ore, energy recovery, disposal, and much that is not accounted for."""
    ore, steel = inventory["avoided"]
    row = {"stage": "end_of_life", "known": "metered"}
    rest = {"flow": "db:tailings", "unit": "kg", **row}
    avoided = [
        {**ore, "allocation_value": "7"},
        {
            **{k: v for k, v in steel.items() if k != "flow"},
            "material": "Fe",
            "allocation_value": "5",
        },
        {"flow": "db:heat", "amount": "900", "unit": "MJ", "recovery": "energy", **row},
    ]
    wastes = [
        {**rest, "amount": "1500", "purpose": "disposal"},
        {**rest, "amount": "700", "purpose": "energy_recovery"},
        {**rest, "amount": "33.3", "purpose": "material"},
    ]
    return {**inventory, "avoided": avoided, "wastes": wastes}


def fed(inventory: Json) -> Json:
    """Sulfate and steel as recycled feedstock, traced, and steel by a market's average."""
    sulfate, *others = inventory["inputs"]
    traced = {"material": "Co", "evidence": "traced", "flow": "db:steel"}
    steel = {k: v for k, v in others[0].items() if k not in {"flow", "unit", "amount", "purpose"}}
    steel |= {"flow": "db:steel", "unit": "kg", "purpose": "material"}
    said = {"material": "Fe", "evidence": "traced"}
    market = {**said, "evidence": "market_average"}
    inputs = [{**sulfate, "recycled": traced}, *others]
    inputs += [{**steel, "amount": "77.7", "recycled": said}]
    inputs += [{**steel, "amount": "11", "recycled": market}]
    return {**inventory, "inputs": inputs}


@pytest.mark.parametrize("joint_basis", ["mass", "revenue"])
def test_every_term_of_the_circular_formula_comes_to_the_same_digits(joint_basis: str) -> None:
    """With A, B, Ed, quality ratios and a collection rate of their own, filed by rule."""
    rulebook = circular(joint_basis)
    accepted = digest(model_bytes(rulebook))
    plan = {"rulebook": lambda _: rulebook, "recycler": recycled, "pack": fed}
    row = Row("", "", plan, policy=update(rulebooks=(accepted,)))
    chain = row.chain()
    policy = row.policy(honest().ledger.policy())
    audit = ALONE.Audit(ALONE.parse_policy(format_policy(policy))).run(chain.ledger.bundle())
    report = row.report(chain)
    assert report.exit_code == 0, report.findings
    assert (audit.exit_code, audit.total) == (0, report.recomputed_total), audit.found
    said = audit.statements[chain.ids["calculation"]].said
    assert {cell.get("term") for cell in said["cells"]} == {None, *CircularTerm}
