"""Disclosure: proves the table of sections, and a reader's standing towards a statement."""

import pytest
from support.ledger_world import World, made, world

from ledger.state.disclosure import OPEN, Reader, Standing
from schemas.signed.statement import SectionName
from schemas.vocabulary import Audience, Role

RECIPES = {SectionName.INVENTORY, SectionName.COMPOSITION, SectionName.BALANCE}
WHOLE = {Standing.ENGAGED: set(), Standing.SOLE: set(), Standing.ISSUER: {SectionName.EXACT}}
"""Who reads a statement whole, but for these sections."""


def test_a_recipe_is_open_to_its_issuer_and_the_engaged_auditor_alone() -> None:
    """Nobody else reads an inventory, a composition or a site balance, and no issuer what others' rows sum to."""
    for standing, sections in OPEN.items():
        if standing in WHOLE:
            assert sections == set(SectionName) - WHOLE[standing]
        else:
            assert sections.isdisjoint({*RECIPES, SectionName.EXACT})


def test_who_reads_an_issuer() -> None:
    """The auditor reads all issuers, a participant itself, the public none."""
    assert Reader(Audience.AUDITOR).reads("sha256:1")
    assert Reader(Audience.MANUFACTURER, "sha256:1").reads("sha256:1")
    assert not Reader(Audience.CUSTOMER, "sha256:2").reads("sha256:1")
    assert not Reader(Audience.PUBLIC).reads("sha256:1")


@pytest.mark.parametrize(
    ("who", "entry", "delivery"),
    [
        ("mine", Standing.ISSUER, Standing.ISSUER),
        ("plant", Standing.RECIPIENT, Standing.RECIPIENT),
        ("rival", Standing.ANYONE, Standing.ANYONE),
    ],
)
def test_standing(
    tmp_path_factory: pytest.TempPathFactory, who: str, entry: Standing, delivery: Standing
) -> None:
    """Only the recipient of a delivery is a customer of it and of the entry behind it."""
    with world(tmp_path_factory.mktemp("world") / "ledger") as begun:
        parties = {name: begun.register(name, Role.SUPPLIER) for name in ("mine", "plant", "rival")}
        mined = begun.enter(parties["mine"], [made(parties["mine"])])
        shipped = begun.deliver(parties["mine"], mined, parties["plant"])
        received = {mined} if who == "plant" else frozenset[str]()
        reader = Reader(Audience.CUSTOMER, parties[who].id)
        assert standing(begun, reader, mined, received) is entry
        assert standing(begun, reader, shipped, received) is delivery
        assert standing(begun, Reader(Audience.AUDITOR), mined, received) is Standing.ENGAGED


def standing(
    begun: World, reader: Reader, name: str, received: set[str] | frozenset[str]
) -> Standing:
    """A reader's standing towards a statement of a world."""
    with begun.ledger.view() as view:
        return reader.standing(name, view.read([name])[name], received)
