"""A server's draft is signed only if it matches the request and the caller's own entries."""

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_world import ORIGIN
from support.refusal import refused

from ledger.client.agreement import ProposedCalculation, require_matches_request, require_products
from ledger.footprint.graph.resolution import EntryRecord
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.leaves import digest, model_bytes
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import (
    Composition,
    CompositionRow,
    Exclusion,
    Filling,
    Ratio,
    Warranty,
)
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.statement import Section, SectionName, Superseding
from schemas.vocabulary import CompositionRole, Reason, Unit

UNKNOWN = "sha256:" + "0" * 64


def asked(chain: BatteryChain) -> CalculationRequest:
    """The plant's request."""
    return CalculationRequest(**vars(chain.assertions()))


def proposed(chain: BatteryChain, **members: object) -> ProposedCalculation:
    """An honest draft, whose members the tests change."""
    draft = chain.calculation()
    return ProposedCalculation(draft.statement.model_copy(update=members), draft.sections[0])


def recomposed(
    chain: BatteryChain, change: Callable[[Composition], Composition]
) -> ProposedCalculation:
    """A draft with another composition, named by the right digest."""
    honest = proposed(chain)
    section = Section.parse(honest.composition)
    changed = section.model_copy(update={"value": change(honest.rows()).to_json()})
    data = model_bytes(changed)
    sections = honest.calculation.sections.model_copy(update={"composition": digest(data)})
    return ProposedCalculation(honest.calculation.model_copy(update={"sections": sections}), data)


def own(chain: BatteryChain) -> dict[str, EntryRecord]:
    """The plant's own entry."""
    with chain.world.ledger.view() as view:
        entry = view.statement(chain.packs, Entry)
        inventory = view.section(entry, SectionName.INVENTORY, Inventory)
        product = view.section(entry, SectionName.PRODUCT, Product)
    return {chain.packs: EntryRecord(chain.packs, entry, inventory, product)}


def check(chain: BatteryChain, draft: ProposedCalculation) -> None:
    """Check a draft against the plant's request and entries."""
    require_matches_request(asked(chain), draft, ORIGIN)
    require_products(asked(chain), draft, own(chain), load_rulebook("study-full-substitution-1"))


def test_an_honest_draft_passes(shared: BatteryChain) -> None:
    """The ledger's own draft matches the request."""
    check(shared, proposed(shared))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("origin", "ledger.example/other"),
        ("issuer", UNKNOWN),
        ("model", "urn:test:model:2"),
        ("site", "another"),
        ("capacity_kwh", "123"),
        ("warranties", (Warranty(years="1"),)),
        ("vehicle_category", "M2"),
        ("rulebook", UNKNOWN),
        ("factor_sets", (UNKNOWN,)),
        ("filling", Filling(mass=True)),
        ("supersedes", Superseding(id=UNKNOWN, reason=Reason.CORRECTION)),
        ("stages", ()),
        ("total", "0"),
        ("cells", ()),
        ("batteries", 11),
        ("total_energy", Ratio(numerator="1", denominator="1")),
    ],
)
def test_another_member_is_reported_by_its_place(
    shared: BatteryChain, member: str, value: object
) -> None:
    """A changed member, requested or derived from the request, is refused with its place."""
    with refused("draft.differs", "stages" if member == "cells" else member):
        check(shared, proposed(shared, **{member: value}))


def _other_row(composition: Composition) -> Composition:
    """Add a row that was not requested."""
    last = composition.rows[-1].model_copy(update={"role": CompositionRole.DISTRIBUTION})
    rows = sorted((*composition.rows, last), key=lambda row: row.role.value)
    return composition.model_copy(update={"rows": tuple(rows)})


def _of_role(role: CompositionRole, **members: object) -> Callable[[Composition], Composition]:
    """Change the rows of a role."""

    def change(composition: Composition) -> Composition:
        rows = (
            row.model_copy(update=members) if row.role is role else row for row in composition.rows
        )
        return composition.model_copy(update={"rows": tuple(rows)})

    return change


def _without(role: CompositionRole) -> Callable[[Composition], Composition]:
    """Leave out the rows of a role."""
    return lambda composition: composition.model_copy(
        update={"rows": tuple(row for row in composition.rows if row.role is not role)}
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_other_row, "composition.rows"),
        (_of_role(CompositionRole.END_OF_LIFE, delivery=UNKNOWN), "composition.rows"),
        (_of_role(CompositionRole.END_OF_LIFE, amount="1"), "composition.rows"),
        (_of_role(CompositionRole.PRODUCT, amount="1"), "composition.rows"),
        (_without(CompositionRole.END_OF_LIFE), "composition.rows"),
        (_without(CompositionRole.PRODUCT), "batteries"),
        (
            lambda composition: composition.model_copy(
                update={"exclusions": (Exclusion(entry=UNKNOWN, reason="none"),)}
            ),
            "composition.exclusions",
        ),
    ],
)
def test_another_composition_is_reported(
    shared: BatteryChain, change: Callable[[Composition], Composition], place: str
) -> None:
    """A draft with a row too many, too few or of another amount is refused."""
    with refused("draft.differs", place):
        check(shared, recomposed(shared, change))


def test_a_composition_that_the_draft_does_not_name_is_reported(shared: BatteryChain) -> None:
    """The checked rows are those of the composition to be signed."""
    other = recomposed(shared, _other_row).composition
    with refused("draft.differs", "sections.composition"):
        check(shared, ProposedCalculation(proposed(shared).calculation, other))


def test_an_entry_of_another_model_or_period_is_reported(shared: BatteryChain) -> None:
    """The draft's product entries are of this model and plant."""
    (record,) = own(shared).values()
    entry = record.entry.model_copy(update={"model": "urn:test:model:2"})
    other = EntryRecord(record.id, entry, record.inventory, record.product)
    rulebook = load_rulebook("study-full-substitution-1")
    with refused("draft.differs", "composition.rows"):
        require_products(asked(shared), proposed(shared), {shared.packs: other}, rulebook)


@pytest.mark.parametrize(
    ("kg", "amounts", "differs"),
    [
        (("40", None), ("40", "60"), False),
        (("40", None), ("40", "100"), False),
        (("40", None), ("40", "59"), True),
        (("40", None), ("40", "101"), True),
        (("40", None), ("41", "59"), True),
        ((None, None), ("100", "100"), False),
        ((None, None), ("100", "99"), True),
        (("100", "50"), ("100", "50"), False),
    ],
)
def test_each_delivery_treats_what_was_asked(
    shared: BatteryChain,
    kg: tuple[str | None, str | None],
    amounts: tuple[str, str],
    differs: bool,  # noqa: FBT001
) -> None:
    """It treats its kg, or the remainder of the 100 kg, or all of them if one collects and the other treats."""
    deliveries = (shared.treatment, UNKNOWN)
    asked_of = tuple(
        Treatment(delivery=delivery, kg=part) for delivery, part in zip(deliveries, kg, strict=True)
    )

    def share(composition: Composition) -> Composition:
        (ends, product) = composition.rows
        parts = [
            ends.model_copy(update={"delivery": delivery, "amount": amount})
            for delivery, amount in zip(deliveries, amounts, strict=True)
        ]
        parts.sort(key=lambda row: row.delivery or "")
        return composition.model_copy(update={"rows": (*parts, product)})

    request = asked(shared).model_copy(update={"end_of_life": asked_of})
    draft = recomposed(shared, share)
    rulebook = load_rulebook("study-full-substitution-1")
    require_matches_request(request, draft, ORIGIN)
    with refused("draft.differs", "composition.rows") if differs else nullcontext():
        require_products(request, draft, own(shared), rulebook)


def test_own_rows_of_end_of_life_are_taken_off_the_remainder(shared: BatteryChain) -> None:
    """The plant's own rows reduce the remainder for the delivery without an amount."""
    treated = {"role": CompositionRole.END_OF_LIFE, "entry": shared.packs, "line": "main"}
    row = CompositionRow(**treated, amount="30", unit=Unit.KG)
    request = asked(shared).model_copy(update={"rows": (row,)})

    def beside(amount: str) -> Callable[[Composition], Composition]:
        def change(composition: Composition) -> Composition:
            ends, product = composition.rows
            ends = ends.model_copy(update={"amount": amount})
            ordered = sorted((ends, row), key=lambda one: one.entry or one.delivery or "")
            return composition.model_copy(update={"rows": (*ordered, product)})

        return change

    rulebook = load_rulebook("study-full-substitution-1")
    draft = recomposed(shared, beside("70"))
    require_matches_request(request, draft, ORIGIN)
    require_products(request, draft, own(shared), rulebook)
    with refused("draft.differs", "composition.rows"):
        require_products(request, recomposed(shared, beside("69")), own(shared), rulebook)
