"""Rules of deliveries that a ledger keeps, broken by all who hold keys together: both verifiers find them."""

from collections.abc import Callable

import pytest
from support.bundles import Json
from support.collusion import Row, act, leave_out, rows, update
from support.second_opinion import Both
from support.signed_battery import honest
from support.signed_chain import Alter, SignedChain, taken

from ledger.audit.bundle.container import pack
from schemas.signed.statement import Kind


def first(member: str, **members: Json) -> Json:
    """A change of the first row of a part of an inventory."""

    def change(inventory: Json) -> Json:
        row, *others = inventory[member]
        return {**inventory, member: [{**row, **members}, *others]}

    return change


def physical(delivery: Json) -> Json:
    """Goods that are delivered, in place of a price."""
    members = {key: value for key, value in delivery.items() if key != "valid_until"}
    return {**members, "use": "physical", "amount": "9000"}


def told_otherwise(delivery: Json) -> Json:
    """A figure of a method of its own, whose total is not what its cells come to."""
    figure = {**delivery["figure"], "rulebook": "sha256:" + "3" * 64, "total": "99"}
    return {**delivery, "figure": figure}


def end_of_life(**members: Json) -> Alter:
    """A change of the row of the treatment."""
    return rows(lambda listed: listed[0].update(members))


def recycler_as(role: str) -> Alter:
    """The recycler's own entry, in place of its delivery, counted in a role."""

    def change(listed: list[Json]) -> None:
        del listed[0]["delivery"]
        listed[0].update(role=role, entry=honest().ids["recycler"])

    return rows(change)


ROWS = {
    "taken in by another unit": Row(
        "delivery.unit", "ore", {"refinery": first("inputs", unit="m3")}
    ),
    "another unit than the line's": Row(
        "delivery.unit", "ore price", {"ore price": update(unit="m3")}
    ),
    "another product": Row(
        "delivery.product", "ore price", {"ore price": update(product="urn:x:y")}
    ),
    "no such line": Row("delivery.line", "ore price", {"ore price": update(line="other")}),
    "avoided goods": Row("avoided.physical", "ore price", {"ore price": physical}),
    "goods used before they were made": Row(
        "delivery.before_made",
        "",
        {"refinery header": update(period={"start": "2024-01-01", "end": "2025-01-01"})},
    ),
    "a total of other cells": Row("figure.total", "", {"sulfate 2": told_otherwise}),
    "a row of no such line": Row(
        "composition.line", "", {"composition": end_of_life(line="other")}
    ),
    "a row by another unit": Row("composition.unit", "", {"composition": end_of_life(unit="m3")}),
    "a product of others": Row("composition.product", "", {"composition": recycler_as("product")}),
    "an entry of others": Row(
        "composition.other_issuer", "", {"composition": recycler_as("end_of_life")}
    ),
    "goods in place of a price": Row("composition.delivery", "", {"treatment": physical}),
    "a price of the past": Row(
        "delivery.expired", "", {"treatment": update(valid_until="2025-01-01")}
    ),
    "a product of another year": Row(
        "composition.period",
        "",
        {"asserted": update(period={"start": "2027-01-01", "end": "2028-01-01"})},
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_broken_rule_is_found_by_both(name: str) -> None:
    """The finding of the first verifier is the one that the second one stops at, and both exit with 1."""
    row, both = ROWS[name], Both()
    chain = row.chain()
    report = both(pack(chain.ledger.files()), honest().ledger.policy(), "sha256:" + "0" * 64)
    assert report.exit_code == 1
    assert row.code in {found.code for found in report.findings}, report.findings
    assert both.differences == []
    assert both.stopped.keys() == set()


def registered_late() -> Row:
    """Somebody is registered after the state that the calculation is of, and before its place in the log."""
    late = act(lambda chain: chain.ledger.register("late", "supplier"))
    return Row("", "", {"late": late}, files=leave_out("party late"))


def withdrawn_under_the_trial() -> Row:
    """The entry that the calculation leaves out draws on a delivery that was withdrawn."""
    chains: list[SignedChain] = []

    def trial(inventory: Json) -> Json:
        (chain,) = chains
        sold = {"entry": chain.ids["refinery"], "amount": "20"}
        chain.deliver("extra", "refinery", "packer", "sulfate", **sold)
        return {**inventory, "inputs": [*inventory["inputs"], taken(chain.ids["extra"], "20")]}

    def withdraw(chain: SignedChain) -> None:
        members = {"withdraws": chain.ids["extra"], "reason": "entered_in_error"}
        chain.ledger.state(Kind.WITHDRAWAL, "refinery", members)

    plan = {"before": act(chains.append), "trial": trial, "early": act(withdraw)}
    return Row("", "", plan)


@pytest.mark.parametrize("row", [registered_late, withdrawn_under_the_trial])
def test_what_does_not_touch_the_figure_is_verified_by_both(row: Callable[[], Row]) -> None:
    """Leaves of the registry, and statements, that the calculation does not rest on."""
    made, both = row(), Both()
    chain = made.chain()
    files = chain.ledger.files()
    made.files(chain, files)
    report = both(pack(files), honest().ledger.policy(), "sha256:" + "0" * 64)
    assert report.exit_code == 0, report.findings
    assert both.differences == []
    assert both.stopped.keys() == set()
