"""The amounts that an entry uses, by flow or product and unit."""

from decimal import Decimal

from support.footprints import PRODUCT, file_of, pact_3
from support.rows import avoided, imported, inventory, made, taken, used, wasted

from ledger.footprint.site_balance.intake import Commodity, intake
from schemas.vocabulary import Unit


def test_inputs_alone_are_taken_in_and_rows_of_one_thing_add() -> None:
    """Two rows of a flow add; waste and an avoided line use nothing; an unknown delivery is ignored."""
    rows = inventory(
        made("cells", "1"),
        inputs=[
            used("test:steel", "1.5"),
            used("test:steel", "0.25", stage="distribution"),
            used("test:steel", "7", unit="m"),
            taken("salt", "2"),
            taken("unknown", "9"),
            imported(file_of(pact_3()), amount="3"),
        ],
        wastes=[wasted("test:steel", "5")],
        avoided=[avoided("4", "test:steel")],
    )
    products = iter(["urn:test:salt", None])
    assert intake(rows, lambda _: next(products)) == {
        Commodity("flow", "test:steel", Unit.KG): Decimal("1.75"),
        Commodity("flow", "test:steel", Unit.M): Decimal(7),
        Commodity("product", "urn:test:salt", Unit.KG): Decimal(2),
        Commodity("product", PRODUCT, Unit.KG): Decimal(3),
    }
