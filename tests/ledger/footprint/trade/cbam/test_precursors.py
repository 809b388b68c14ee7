"""Scrap embeds nothing where its balance explains it; billets that are called scrap are billets."""

import pytest
from support.cbam import BOTH, Border
from support.graph import ident
from support.refusal import refused
from support.rows import made

from schemas.vocabulary import ProcessCode

SCRAP = "72044910"


def works(
    scrap: str = "15",
    taken: str | None = "120",
    role: str = "scrap",
    cn: str | None = SCRAP,
    **members: object,
) -> Border:
    """A forge of 100 t that sells tonnes of a residue to a screw works, which makes 10 t of screws of 12 t.

    Args:
        scrap: tonnes of the residue.
        taken: tonnes of billets; None for a works that takes none.
        role: of the residue.
        cn: its code.
        members: `main` is the code of the main output, `same` puts the screws on its site, `unit` and `kg` weigh it.
    """
    border = Border()
    place: dict[str, object] = {"firm": "works", "site": "P1"} if members.get("same") else {}
    unit, kg = str(members.get("unit", "kg")), members.get("kg", "1")
    rows = []
    if taken is not None:
        border.make("billet", "72071111", "1000", "500", country="IN", route="C")
        rows = [border.sell("billet", "forge", taken)]
    residue = made("forge", f"{scrap}000", "waste", role=role, unit=unit)
    outputs = [made("forge", "100000"), residue]
    main = members.get("main", "72142000")
    border.make("forge", main, "100", "10", rows, outputs=outputs, **place)  # type: ignore[arg-type]
    border.code("forge", "waste", cn, kg)  # type: ignore[arg-type]
    sold = border.sell("forge", "screws", "12", "waste", unit=unit)
    delivery = border.deliveries[ident("waste of forge to screws")]
    border.deliveries[delivery.id] = delivery._replace(
        delivery=delivery.delivery.model_copy(update={"unit": unit})
    )
    border.make("screws", "73181542", "10", "1", [sold], **place)
    return border


def test_what_a_forge_cuts_off_is_scrap() -> None:
    """15 t of cuttings beside 100 t of bars of 120 t of billets embed nothing, and account for the screws."""
    assert works().result("screws").see_direct == "0.1"


def test_cuttings_beside_goods_of_no_metal() -> None:
    """A maker of engines needs no balance of its steel for cuttings that weigh less than they."""
    assert works(main="84839089").result("screws").see_direct == "0.1"


@pytest.mark.parametrize(
    "border",
    [
        works(scrap="21"),
        works(taken=None),
        works(scrap="101", taken="1000"),
        works(scrap="101", taken="1000", main="84839089"),
        works(scrap="101", taken="1000", main=None),
        works(scrap="101", taken="1000", role="by_product"),
        works(scrap="101", taken="1000", same=True, cn=None),
        works(scrap="21", same=True),
        works(unit="piece", kg=None),
    ],
    ids=["more", "nothing", "outweighs", "engines", "uncoded", "by_product", "site", "own", "piece"],
)  # fmt: skip
def test_what_no_balance_explains_is_no_scrap(border: Border) -> None:
    """More than was taken in, or than the goods beside it: whatever these are, in each role, and on the same site."""
    with refused("cbam.scrap"):
        border.result("screws")


@pytest.mark.parametrize("process", [ProcessCode.SMELTING, ProcessCode.MAIN_UNSPECIFIED])
def test_a_main_product_is_no_scrap(process: ProcessCode) -> None:
    """A steelworks that calls its billets 7204, whatever its process."""
    border = Border()
    border.make("mill", SCRAP, "1500", "508", country="IN", process=process)
    row = border.sell("mill", "screws", "120")
    border.make("screws", "73181542", "100", "10", [row])
    with refused("cbam.scrap"):
        border.result("screws")
    packaging = {**row, "purpose": "packaging"}
    border.make("screws", "73181542", "100", "10", [packaging])
    with refused("cbam.scrap"):
        border.result("screws")
    assert border.result("screws", {"mill to screws": BOTH}).see_direct == "0.1"


def test_a_yard_that_takes_new_goods_is_none() -> None:
    """A shredder of billets makes no scrap; one of scrap, or of what nobody delivered, does."""
    border = Border()
    border.make("mill", "72071111", "1500", "508", country="IN")
    shredder = ProcessCode.SHREDDING
    border.make("yard", SCRAP, "1500", None, [border.sell("mill", "yard", "120")], process=shredder)
    border.make("screws", "73181542", "100", "10", [border.sell("yard", "screws", "120")])
    with refused("cbam.scrap"):
        border.result("screws")
    border.make("pile", SCRAP, "1500", None, process=ProcessCode.COLLECTION)
    border.make("yard", SCRAP, "1500", None, [border.sell("pile", "yard", "120")], process=shredder)
    assert border.result("screws").see_direct == "0.1"


def test_scrap_of_a_maker_that_shows_no_balance() -> None:
    """Its inventory is withheld: its word is not enough, and a verifier's is."""
    border = works()
    record = border.entries[ident("forge")]
    border.entries[ident("forge")] = record._replace(inventory=None)
    with refused("cbam.scrap"):
        border.result("screws")


def test_gases_and_slag_of_the_same_site_need_no_balance() -> None:
    """A by-product without a code and a mass, such as furnace gas, is none that outweighs its iron."""
    border = Border()
    place = {"firm": "works", "site": "P1"}
    gas = made("furnace", "9000", "gas", role="by_product", unit="m3")
    outputs = [gas, made("furnace", "1000")]
    border.make("furnace", "72011011", "1", "1.5", outputs=outputs, **place)
    row = border.sell("furnace", "boiler", "9", "gas", unit="m3", purpose="energy")
    delivery = border.deliveries[ident("gas of furnace to boiler")]
    border.deliveries[delivery.id] = delivery._replace(
        delivery=delivery.delivery.model_copy(update={"unit": "m3"})
    )
    border.make("boiler", "72071111", "1", "1", [row], **place)
    assert border.result("boiler").see_direct == "1"
