"""The declared figure is the same string for all keys, salts, orders, volumes and interpreters."""

import json
import random
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest
from support.case_files import example_case
from support.exact_figures import exact_total
from support.need import need_set

from ledger.cli.backend.folder import NewKeys, create_ledger
from ledger.cli.demonstration.assertions import assertions
from ledger.cli.demonstration.chain import Chain
from ledger.cli.keys.identity import fresh
from ledger.cli.keys.passphrases import unprotected
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import Plan, plan
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from schemas.signed.participant import Profile
from schemas.vocabulary import Stage

DECLARED = "0.1240735472021657002681524229088600822"


DIGITS = {
    "study-full-substitution-1": DECLARED,
    "eu-ev-draft-2024": "0.1326230228469638345375432334800247044",
    "pef-2021": "0.2002031982297280601006620313202387622",
}
"""The figure of the pack by rulebook."""


def declared(planned: Plan, folder: Path, rulebook: str = "study-full-substitution-1") -> str:
    """The total of the calculation of a planned case, in a ledger of its own."""
    operator = Profile(legal_name="Demo Operator", country="DE")
    with create_ledger(
        folder / "ledger", "demo.invalid/test", operator, NewKeys(unprotected, None)
    ) as (
        ledger,
        registrar,
    ):
        chain = Chain(
            ledger=ledger,
            plan=planned,
            rulebook=ledger.keep(load_rulebook(rulebook)),
            factor_sets=(ledger.keep(build_factor_set(planned)),),
            folder=folder / "participants",
            registrar=registrar,
            advance=lambda _: None,
        )
        chain.run()
        battery = planned.case.battery
        assert battery is not None
        return exact_total(build_calculation(ledger, assertions(chain, battery), fresh))


def shuffled(planned: Plan, seed: int) -> Plan:
    """The plan with its sites in another order that still has suppliers first."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(planned.order)
    for site in planned.order:
        graph.add_edges_from((supplier, site) for supplier in planned.physical(site))
        graph.add_edges_from((supplier, site) for supplier in planned.credited(site))
    names = list(planned.order)
    random.Random(seed).shuffle(names)  # noqa: S311 - an order for a test
    rank = {name: place for place, name in enumerate(names)}
    order = tuple(nx.lexicographical_topological_sort(graph, key=rank.__getitem__))
    assert order != planned.order
    return replace(planned, order=order)


@pytest.mark.parametrize(("rulebook", "total"), DIGITS.items())
def test_each_rulebook_gives_its_digits(rulebook: str, total: str, tmp_path: Path) -> None:
    """The plant is the one that makes the pack, and carriage to its customer is distribution."""
    planned = plan(example_case("nmc811_pack"))
    battery = planned.case.battery
    assert battery is not None
    assert planned.case.sites[battery.site].stage is Stage.MAIN_PRODUCTION
    assert {planned.case.sites[row.site].stage for row in battery.distribution} == {
        Stage.DISTRIBUTION
    }
    assert declared(planned, tmp_path, rulebook) == total


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fresh_keys_and_another_order_change_no_digit(seed: int, tmp_path: Path) -> None:
    """Three other valid orders of submission, each with its own keys and salts, give the same string."""
    planned = plan(example_case("nmc811_pack"))
    assert declared(shuffled(planned, seed), tmp_path) == DECLARED


def test_other_volumes_change_no_digit(tmp_path: Path) -> None:
    """The figure of a battery does not depend on the number that was made."""
    planned = plan(example_case("nmc811_pack"), batteries=7, smallest=Decimal(10))
    assert declared(planned, tmp_path) == DECLARED


def test_another_interpreter_changes_no_digit(tmp_path: Path) -> None:
    """Python 3.13 writes the string that Python 3.11 writes."""
    other = need_set("CRADLE_OTHER_PYTHON")
    result = tmp_path / "demo.json"
    command = [other.parent / "cradle", "demo", "--dir", tmp_path / "out", "--out", result]
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads(result.read_text())["declaration"]["total"] == DECLARED
