"""The list of a manufacturer's products: states in their order, primary data, what is due, and the next step."""

from collections.abc import Callable

import pytest
from support.ledger_battery import MODEL, BatteryChain, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import YEAR, made, replacing
from support.principals import NOW, principal
from support.refusal import refused

from ledger.documents.standing import word_of
from ledger.service.access.drafts import keep_draft
from ledger.service.access.principal import Principal
from ledger.service.products.listing import ListedProducts, draft_title, products_for
from ledger.service.requests.asking import ask
from ledger.store.changes import NOW as ALL
from schemas.exchanged.request import DataRequest
from schemas.signed.entry import Site
from schemas.values import Period
from schemas.views.products import ProductRow
from schemas.vocabulary import Role

NEXT = Period(start="2026-01-01", end="2027-01-01")
Listing = Callable[..., ListedProducts]


@pytest.fixture
def maker(chain: BatteryChain) -> Principal:
    """The plant's login."""
    return principal(chain, "maker", Role.MANUFACTURER, chain.plant)


@pytest.fixture
def listed(chain: BatteryChain, maker: Principal) -> Listing:
    """Lists the plant's products as its login does."""

    def read(now: int = NOW, before: int = ALL, count: int = 25) -> ListedProducts:
        return products_for(chain.world.ledger, maker, now, before, count)

    return read


def word(row: ProductRow) -> str:
    """The word for what the newest figure of a product is worth."""
    assert row.standing is not None
    return word_of(row.standing)


def test_a_product_that_was_never_calculated_is_listed(
    chain: BatteryChain, listed: Listing
) -> None:
    """It is known by its entry, and the next step is to calculate it."""
    row = listed().rows[0]
    assert (row.issuer, row.model, row.site) == (chain.plant.id, MODEL, "plant-1")
    assert (row.period, row.entries, row.due) == (YEAR, 1, ())
    assert (row.standing, row.next, row.coverage) == (None, "calculate", None)


def test_states_follow_one_another(chain: BatteryChain, listed: Listing) -> None:
    """Each statement adds its state and changes the next step."""
    name = calculate(chain)
    row = listed().rows[0]
    assert (word(row), row.next) == ("calculated", "follow")
    attest(chain, name, outcome="refused")
    assert (word(listed().rows[0]), listed().rows[0].next) == ("refused", "correct")
    attest(chain, name)
    assert (word(listed().rows[0]), listed().rows[0].next) == ("attested", "declare")
    declared = declare(chain, name)
    row = listed().rows[0]
    assert (word(row), row.next) == ("declared", "open")
    assert row.declaration is not None
    assert (row.declaration.id, row.declaration.calculation) == (declared, name)


def test_a_correction_behind_the_figure_makes_it_stale_and_a_withdrawal_more(
    chain: BatteryChain, listed: Listing
) -> None:
    """A stale figure is calculated again; one whose input is withdrawn cannot be."""
    calculate(chain)
    again = chain.world.enter(
        chain.mine, [made(chain.mine)], inputs=[power("90")], supersedes=replacing(chain.mined)
    )
    assert (word(listed().rows[0]), listed().rows[0].next) == ("changed", "recalculate")
    chain.world.withdraw(chain.mine, chain.shipped)
    assert (word(listed().rows[0]), listed().rows[0].next) == ("withdrawn", "explain")
    assert again


def test_a_kept_draft_is_continued(chain: BatteryChain, maker: Principal, listed: Listing) -> None:
    """A draft is found by the title that the pages give it."""
    draft = ("calculation_form", draft_title(MODEL, "plant-1"), b"{}")
    keep_draft(chain.world.ledger.store, maker, "a" * 32, *draft, NOW)
    row = listed().rows[0]
    assert (row.standing, row.draft, row.next) == (None, "a" * 32, "continue")


def test_the_primary_share_is_that_of_the_whole_figure(
    chain: BatteryChain, listed: Listing
) -> None:
    """All of the small battery's entries are averages of a site's own period."""
    calculate(chain)
    coverage = listed().rows[0].coverage
    assert coverage is not None
    assert (coverage.primary, coverage.basis[0].code) == ("1", "site_period_average")


def test_due_days_are_those_of_deliveries_requests_and_the_declaration(
    chain: BatteryChain, maker: Principal, listed: Listing
) -> None:
    """An overdue request counts for the product whose entry takes the requested goods in."""
    declare(chain, calculate(chain))
    for product, name in ((made(chain.mine).product, "b" * 32), ("urn:test:other", "c" * 32)):
        asked = DataRequest(
            reference=name,
            participant=chain.mine.id,
            product=product,
            period=NEXT,
            due="2025-02-01",
        )
        ask(chain.world.ledger, maker, asked, name, NOW)
    found = listed()
    assert found.overdue_requests == 2
    due = {row.sort: row for row in found.rows[0].due}
    assert (due["request"].subject, due["request"].firm) == ("b" * 32, "Mine Ltd")
    assert due["request"].overdue
    assert due["delivery"].firm == "Recycler Ltd"
    assert not due["delivery"].overdue


def test_a_page_goes_on_where_the_last_one_ended(chain: BatteryChain, listed: Listing) -> None:
    """The product with the newest entry comes first."""
    second = chain.packs_of(
        "40",
        model="urn:test:model:2",
        inputs=[power("40")],
        site=Site(code="plant-2", country="SE"),
    )
    chain.world.submit(second, chain.plant.working)
    first = listed(count=1)
    assert [row.model for row in first.rows] == ["urn:test:model:2"]
    assert first.older is not None
    assert [row.model for row in listed(before=first.older, count=1).rows] == [MODEL]


def test_a_supplier_has_no_list_and_the_operator_sees_all(chain: BatteryChain) -> None:
    """The permission is a row of the table."""
    supplier = principal(chain, "supplying", Role.SUPPLIER, chain.mine)
    with refused("access.denied"):
        products_for(chain.world.ledger, supplier, NOW)
    operator = principal(chain, "operating", Role.OPERATOR)
    assert [row.model for row in products_for(chain.world.ledger, operator, NOW).rows] == [MODEL]
