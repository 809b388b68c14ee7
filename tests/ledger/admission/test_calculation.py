"""Dishonest calculations: another digit, another state, a part left out or counted twice."""

from collections.abc import Callable
from typing import Any

import pytest
from support.altering import altered, resealed
from support.ledger_battery import DIGEST, MODEL, BatteryChain
from support.ledger_world import made

from schemas.signed.calculation import Exclusion
from schemas.vocabulary import ProcessCode

Edit = Callable[[dict[str, Any]], object]


def field(**values: object) -> Edit:
    """Fields of the payload, changed."""
    return lambda payload: payload.update(values)


def stage(index: int, value: str) -> Edit:
    """The value of a stage, changed."""
    return lambda payload: payload["stages"][index].update(value=value)


PAYLOADS = {
    "another total": (field(total="0.005"), "calculation.total", "total"),
    "a digit less": (
        lambda p: p.update(total=p["total"][:-1].rstrip("0")),
        "calculation.total",
        "total",
    ),
    "exponent": (field(total="5e-3"), "figure.grammar", "total"),
    "a stage moved": (stage(0, "0"), "calculation.stages", "stages"),
    "a stage left out": (lambda p: p["stages"].pop(), "stages.order", ""),
    "a cell left out": (lambda p: p["cells"].pop(), "calculation.cells", "cells"),
    "a cell of zero": (lambda p: p["cells"][0].update(value="0"), "cells.zero", ""),
    "cells not sorted": (lambda p: p["cells"].reverse(), "cells.order", ""),
    "a cell moved to another stage": (
        lambda p: p["cells"][-1].update(stage="raw_material", group="unspecified"),
        "calculation.cells",
        "cells",
    ),
    "more energy": (
        field(total_energy={"numerator": "961", "denominator": "1"}),
        "calculation.total_energy",
        "total_energy",
    ),
    "another vehicle": (
        field(vehicle_category="X9"),
        "functional_unit.vehicle_category",
        "vehicle_category",
    ),
    "more batteries": (field(batteries=11), "calculation.batteries", "composition"),
    "another model": (field(model="urn:test:model:2"), "composition.product", "composition"),
    "another site": (field(site="plant-2"), "composition.product", "composition"),
    "another year": (
        field(period={"start": "2020-01-01", "end": "2021-01-01"}),
        "composition.period",
        "composition",
    ),
    "a state that never was": (
        lambda p: p["as_of"].update(root="ab" * 32),
        "state.unknown",
        "as_of",
    ),
    "an unknown rulebook": (field(rulebook=DIGEST), "rulebook.unknown", "rulebook"),
    "an unknown factor set": (field(factor_sets=[DIGEST]), "factor_set.unknown", "factor_set"),
    "no factor set": (field(factor_sets=[]), "schema.too_short", "factor_sets"),
    "a factor set twice": (
        lambda p: p.update(factor_sets=p["factor_sets"] * 2),
        "factor_sets.order",
        "",
    ),
}


@pytest.mark.parametrize(("edit", "code", "place"), PAYLOADS.values(), ids=PAYLOADS)
def test_payload_refused(shared: BatteryChain, edit: Edit, code: str, place: str) -> None:
    """A field that is not the recomputation is refused, and neither log has changed."""
    submission = altered(shared.calculation(), edit, shared.plant.working)
    shared.world.refuses(submission, code, place)


def row(which: str, /, **values: object) -> Edit:
    """The row of a role, changed."""

    def edit(value: dict[str, Any]) -> None:
        next(item for item in value["rows"] if item["role"] == which).update(values)

    return edit


def without(role: str) -> Edit:
    """The rows of a role, left out."""
    return lambda value: value.update(rows=[r for r in value["rows"] if r["role"] != role])


COMPOSITIONS = {
    "end of life left out": (without("end_of_life"), "composition.role_missing"),
    "less than the product": (row("product", amount="99"), "composition.amount"),
    "end of life of less": (row("end_of_life", amount="99"), "composition.end_of_life_amount"),
    "no such line": (row("product", line="other"), "composition.line"),
    "another unit": (row("product", unit="piece"), "composition.unit"),
    "end of life as distribution": (
        row("end_of_life", role="distribution"),
        "composition.role_missing",
    ),
}


@pytest.mark.parametrize(("edit", "code"), COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_composition_refused(shared: BatteryChain, edit: Edit, code: str) -> None:
    """A composition that breaks a rule is refused, and neither log has changed."""

    def sorted_again(value: dict[str, Any]) -> None:
        edit(value)
        value["rows"].sort(key=lambda item: item["role"])

    submission = resealed(shared.calculation(), "composition", sorted_again, shared.plant.working)
    shared.world.refuses(submission, code, "composition")


def test_counted_twice(chain: BatteryChain) -> None:
    """Goods that the packs contain already may have no other role."""
    priced = chain.world.represent(chain.mine, chain.mined, chain.plant)

    def add(value: dict[str, Any]) -> None:
        mined = {"role": "distribution", "delivery": priced, "line": "main"}
        value["rows"].insert(0, {**mined, "amount": "1", "unit": "kg"})

    submission = resealed(chain.calculation(), "composition", add, chain.plant.working)
    chain.world.refuses(submission, "composition.counted_twice", "composition")


def test_signed_by_a_supplier(shared: BatteryChain) -> None:
    """A calculation is the manufacturer's."""
    draft = shared.calculation()
    edit = field(issuer=shared.mine.id)
    submission = altered(draft, edit, shared.mine.working)
    shared.world.refuses(submission, "section.mismatch", "composition")


def test_made_entry_left_out(chain: BatteryChain) -> None:
    """A second entry of the model in the period is used, or excluded with a reason."""
    line = [made(chain.plant, product="urn:test:other", batteries=1)]
    other = chain.world.enter(chain.plant, line, process=ProcessCode.PACK, model=MODEL)
    draft = chain.calculation(exclusions=(Exclusion(entry=other, reason="prototype"),))
    submission = resealed(
        draft, "composition", lambda v: v.update(exclusions=[]), chain.plant.working
    )
    chain.world.refuses(submission, "composition.missing_entry", "composition")
    assert chain.world.submit(draft, chain.plant.working).id == draft.id


def test_exclusion_of_something_else(shared: BatteryChain) -> None:
    """Only entries of this very product are left out."""
    reason = {"entry": shared.mined, "reason": "too much"}
    submission = resealed(
        shared.calculation(),
        "composition",
        lambda value: value.update(exclusions=[reason]),
        shared.plant.working,
    )
    shared.world.refuses(submission, "composition.exclusion", "composition.exclusions[0].entry")


def test_exclusion_of_an_entry_that_is_not_there(shared: BatteryChain) -> None:
    """An entry that does not exist cannot be left out."""
    reason = {"entry": "sha256:" + "0" * 64, "reason": "too much"}
    submission = resealed(
        shared.calculation(),
        "composition",
        lambda value: value.update(exclusions=[reason]),
        shared.plant.working,
    )
    shared.world.refuses(submission, "composition.exclusion", "composition.exclusions[0].entry")
