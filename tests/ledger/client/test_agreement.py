"""A draft that a server made is signed only where it says what was asked, of one's own entries."""

from collections.abc import Callable

import pytest
from support.battery import BatteryChain
from support.refusal import refused
from support.worlds import ORIGIN

from ledger.client.agreement import Proposed, require_as_asked, require_products
from ledger.footprint.graph import EntryRecord
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.leaves import digest, model_bytes
from schemas.asking import CalculationAsked
from schemas.calculation import Composition, Exclusion, Filling, Ratio, Warranty
from schemas.entry import Entry, Product
from schemas.inventory import Inventory
from schemas.statement import Section, SectionName
from schemas.vocabulary import CompositionRole

UNKNOWN = "sha256:" + "0" * 64


def asked(chain: BatteryChain) -> CalculationAsked:
    """What the plant asks for."""
    return CalculationAsked(**vars(chain.assertions()))


def proposed(chain: BatteryChain, **members: object) -> Proposed:
    """An honest draft, in which members are then changed."""
    draft = chain.calculation()
    return Proposed(draft.statement.model_copy(update=members), draft.sections[0])


def recomposed(chain: BatteryChain, change: Callable[[Composition], Composition]) -> Proposed:
    """A draft with another composition, named by the right digest."""
    honest = proposed(chain)
    section = Section.parse(honest.composition)
    changed = section.model_copy(update={"value": change(honest.rows()).to_json()})
    data = model_bytes(changed)
    sections = honest.calculation.sections.model_copy(update={"composition": digest(data)})
    return Proposed(honest.calculation.model_copy(update={"sections": sections}), data)


def own(chain: BatteryChain) -> dict[str, EntryRecord]:
    """The plant's own entry."""
    with chain.world.ledger.view() as view:
        entry = view.statement(chain.packs, Entry)
        inventory = view.section(entry, SectionName.INVENTORY, Inventory)
        product = view.section(entry, SectionName.PRODUCT, Product)
    return {chain.packs: EntryRecord(chain.packs, entry, inventory, product)}


def check(chain: BatteryChain, draft: Proposed) -> None:
    """Hold a draft against what the plant asked for and has entered."""
    require_as_asked(asked(chain), draft, ORIGIN)
    require_products(draft, own(chain), load_rulebook("study-full-substitution-1"))


def test_an_honest_draft_passes(shared: BatteryChain) -> None:
    """The ledger's own draft is what was asked."""
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
        ("stages", ()),
        ("total", "0"),
        ("cells", ()),
        ("batteries", 11),
        ("total_energy", Ratio(numerator="1", denominator="1")),
    ],
)
def test_another_member_is_told_by_its_place(
    shared: BatteryChain, member: str, value: object
) -> None:
    """Whatever was asked, or follows from what was asked, stands as it must."""
    with refused("draft.differs", "stages" if member == "cells" else member):
        check(shared, proposed(shared, **{member: value}))


def _other_row(composition: Composition) -> Composition:
    """A row that nobody asked for, beside the others."""
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
def test_another_composition_is_told(
    shared: BatteryChain, change: Callable[[Composition], Composition], place: str
) -> None:
    """A row too many, too few or of another amount is no draft to sign."""
    with refused("draft.differs", place):
        check(shared, recomposed(shared, change))


def test_a_composition_that_the_draft_does_not_name_is_told(shared: BatteryChain) -> None:
    """The rows that are read are those that would be signed."""
    other = recomposed(shared, _other_row).composition
    with refused("draft.differs", "sections.composition"):
        check(shared, Proposed(proposed(shared).calculation, other))


def test_an_entry_of_another_model_or_period_is_told(shared: BatteryChain) -> None:
    """What the draft counts as product is of this model and plant."""
    (record,) = own(shared).values()
    entry = record.entry.model_copy(update={"model": "urn:test:model:2"})
    other = EntryRecord(record.id, entry, record.inventory, record.product)
    rulebook = load_rulebook("study-full-substitution-1")
    with refused("draft.differs", "composition.rows"):
        require_products(proposed(shared), {shared.packs: other}, rulebook)
