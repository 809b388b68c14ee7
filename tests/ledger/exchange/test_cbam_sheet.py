"""The items of the Commission's template: what a default and an installation add, and what is not known is left out."""

from support.cbam import Border
from support.graph import ident

from ledger.exchange.cbam_sheet import TemplateItem, template_csv, template_items
from schemas.signed.cbam_good import Installation
from schemas.views.cbam_result import CbamReport

PLACE = Installation(
    name="Forge", address="1 Road, Town", latitude="31.4", longitude="121.4", unlocode="CNSHA"
)


def report(*, placed: bool) -> CbamReport:
    """A forge whose billets nobody verified."""
    border = Border()
    border.make("billet", "72071111", "1000", "500", country="IN", route="C")
    paid = [{"scheme": "national", "currency": "CNY", "amount": "1000", "evidence": []}]
    rows = [border.sell("billet", "forging", "120")]
    border.make("forging", "73181542", "100", "10", rows, carbon_prices=paid)
    if placed:
        record = border.entries[ident("forging")]
        assert record.product is not None
        product = record.product.model_copy(update={"installation": PLACE})
        border.entries[ident("forging")] = record._replace(product=product)
    return CbamReport(
        rulebook=ident("rulebook"),
        tables=ident("tables"),
        state="first publication",
        year=2026,
        cscf="1",
        exact=True,
        goods=(border.result("forging"),),
    )


def item(items: tuple[TemplateItem, ...], sheet: str, name: str) -> str | None:
    """The value of an item; None if it is left out."""
    return next((row.value for row in items if (row.sheet, row.item) == (sheet, name)), None)


def test_a_default_has_its_reason() -> None:
    """The published value stands for the billets, and the sheet says why; their electricity is not known."""
    items = template_items(report(placed=False))
    assert item(items, "E_PurchPrec", "1 (e) i.") == "4.697"
    assert item(items, "E_PurchPrec", "1 (e) v.") == (
        "no accredited verifier has attested the delivery"
    )
    assert item(items, "E_PurchPrec", "1 (e) ii.") is None
    assert item(items, "A_InstData", "2 ii.") is None
    assert item(items, "A_InstData", "5 PP1 Route 1") == "C"
    assert [row.value for row in items if row.label == "carbon price due"] == ["10"]


def test_an_installation_is_placed() -> None:
    """Name, address, place and coordinates."""
    items = template_items(report(placed=True))
    found = [item(items, "A_InstData", f"2 {name}.") for name in ("ii", "iii", "ix", "x", "xi")]
    assert found == ["Forge", "1 Road, Town", "CNSHA", "31.4", "121.4"]
    assert b"Forge" in template_csv(report(placed=True))
