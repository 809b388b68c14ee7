"""Goods keep their origin until somebody works them, and an exempt origin is one of all that they are made of."""

from decimal import Decimal

import pytest
from support.cbam import BOTH, Border, power
from support.graph import ident
from support.refusal import refused
from support.rows import used

from ledger.footprint.graph.homes import Home
from schemas.views.cbam_result import CbamResult, PrecursorResult
from schemas.vocabulary import DataBasis

INDIA = "4.697"
"""The default of Indian billets, marked up for 2026."""


def chain(**depot: object) -> Border:
    """Indian billets that pass through a depot to a forge; members describe the depot, in Norway without any."""
    border = Border()
    stated = {"country": "NO", "cn": "72071111", "rows": (), "co2": None, **depot}
    border.make("mill", "72071111", "1000", "2000", country="IN", route="C")
    taken = [border.sell("mill", "depot", "120"), *stated.pop("rows")]  # type: ignore[misc]
    cn, co2 = stated.pop("cn"), stated.pop("co2")
    border.make("depot", cn, "120", co2, taken, **stated)  # type: ignore[arg-type]
    border.make("forging", "73181542", "100", "10", [border.sell("depot", "forging", "120")])
    return border


def bought(found: CbamResult) -> PrecursorResult:
    """The one precursor of a result."""
    (row,) = found.precursors
    return row


WORK = [power("NO", "1")]


@pytest.mark.parametrize(
    "depot",
    [
        {},
        {"rows": [power("NO", "1")]},
        {"co2": "1"},
        {"cn": "72142000"},
        {"cn": "72142000", "rows": [used("test:oil", "1")]},
        {"country": "DE", "site": "another", "firm": "trader"},
    ],
)
def test_a_depot_in_an_exempt_country_changes_no_origin(depot: dict[str, object]) -> None:
    """With some power, some gas, another heading without any work, a purchase, in another country: billets of India."""
    border = chain(**depot)
    row = bought(border.result("forging"))
    at_home = Border()
    cn = str(depot.get("cn", "72071111"))
    at_home.make("mill", cn, "1000", "2000", country="IN")
    at_home.make("forging", "73181542", "100", "10", [at_home.sell("mill", "forging", "120")])
    assert (row.standing, row.sefa_standing) == ("default", "default")
    assert Decimal(row.default or "0") >= Decimal(bought(at_home.result("forging")).default or "0")


def test_a_depot_in_a_cheaper_country_neither() -> None:
    """Turkey's default is below India's, and a second depot hides nothing of the first."""
    border = chain(country="TR")
    row = bought(border.result("forging"))
    assert (row.country, row.default_country, row.default) == ("TR", "IN", INDIA)
    border.make(
        "second", "72071111", "120", None, [border.sell("depot", "second", "120")], country="NO"
    )
    border.make("forging", "73181542", "100", "10", [border.sell("second", "forging", "120")])
    assert bought(border.result("forging")).default == INDIA


def test_a_depot_of_exempt_goods_leaves_them_exempt() -> None:
    """Billets of Austria through a depot in Norway embed nothing."""
    border = chain()
    border.make("mill", "72071111", "1000", "2000", country="AT")
    assert bought(border.result("forging")).standing == "exempt"


def test_a_depot_s_data_count_as_those_of_what_it_took() -> None:
    """A verifier has attested both deliveries: the maker's 2 t a tonne count, through a depot that adds nothing."""
    words = {"mill to depot": BOTH, "depot to forging": BOTH}
    found = chain().result("forging", words)
    assert (bought(found).standing, found.see_direct) == ("verified", "2.5")
    alone = chain().result("forging", {"depot to forging": BOTH})
    assert Decimal(alone.see_direct) > Decimal(found.see_direct)


def test_worked_goods_of_an_exempt_country() -> None:
    """Rod that Norway rolls of Indian billets is Norwegian by a verifier's word, and takes India's default else."""
    border = chain(cn="72139120", rows=WORK, co2="5")
    row = bought(border.result("forging"))
    assert row.standing == "default"
    assert bought(border.result("forging", {"depot to forging": BOTH})).standing == "exempt"


def test_worked_goods_of_exempt_goods_are_exempt() -> None:
    """Wire rod that Norway rolls of Austrian billets needs no attestation."""
    border = chain(cn="72139120", rows=WORK)
    border.make("mill", "72071111", "1000", "2000", country="AT")
    assert bought(border.result("forging")).standing == "exempt"


def test_wire_from_nothing_is_of_no_country() -> None:
    """Rod whose billets no delivery accounts for has the highest default of all, though Norway rolled it."""
    border = chain()
    border.make("depot", "72139120", "120", "5", WORK, country="NO")
    row = bought(border.result("forging"))
    assert (row.standing, row.default) == ("default", "9.053")
    assert bought(border.result("forging", {"depot to forging": BOTH})).standing == "exempt"


@pytest.mark.parametrize("country", ["NO", "TR", "DE"])
def test_goods_made_from_nothing_by_nothing(country: str) -> None:
    """Neither gases, nor energy, nor goods taken: no country is their origin."""
    border = chain()
    border.make("depot", "72071111", "120", None, [used("test:steel", "120")], country=country)
    context_default = bought(border.result("forging")).default
    assert Decimal(context_default or "0") > Decimal(INDIA)


def test_worked_goods_of_other_countries_have_their_own_default() -> None:
    """Rod that China rolls of Indian billets is Chinese."""
    border = chain(country="CN", cn="72139120", rows=[power("CN", "1")])
    alone = Border()
    alone.make("rod", "72139120", "1000", "2000", country="CN")
    alone.make("forging", "73181542", "100", "10", [alone.sell("rod", "forging", "120")])
    assert bought(border.result("forging")).default == bought(alone.result("forging")).default


def test_hearsay_has_no_country_through_a_depot() -> None:
    """What a customer reports of its maker stays unknown, whoever passes it on."""
    border = chain()
    border.make(
        "mill", "72071111", "1000", "2000", country="AT", basis=DataBasis.REPORTED_BY_CUSTOMER
    )
    row = bought(border.result("forging"))
    assert (row.standing, Decimal(row.default or "0") > Decimal(INDIA)) == ("default", True)


def test_goods_whose_data_are_withheld_are_of_no_country() -> None:
    """Nobody sees whether they were worked."""
    border = chain()
    record = border.entries[ident("depot")]
    border.entries[ident("depot")] = record._replace(inventory=None)
    assert bought(border.result("forging")).standing == "default"


def test_the_word_of_the_goods_themselves_does_not_move_their_default() -> None:
    """A depot in Norway shows India's default beside its own data."""
    found = chain().result("depot")
    assert found.see_default == INDIA


def test_a_site_in_another_country_than_its_firm_is_a_claim() -> None:
    """An Indian firm's mill in Austria is exempt by a verifier's word alone; its default is India's until then."""
    border = chain()
    border.make("mill", "72071111", "1000", "2000", country="AT")
    abroad = {"mill": "IN"}
    row = bought(border.result("forging", registered=abroad))
    assert (row.standing, row.default) == ("default", INDIA)
    known = {"mill to depot": BOTH}
    assert bought(border.result("forging", known, registered=abroad)).standing == "exempt"


def test_a_site_that_the_registration_confirms_is_no_claim() -> None:
    """The Indian firm's registration has its mill in Austria."""
    border = chain()
    border.make("mill", "72071111", "1000", "2000", country="AT")
    home = Home("IN", {"mill": "AT"})
    assert bought(border.result("forging", registered={"mill": home})).standing == "exempt"


def test_the_dearer_default_of_two_countries_counts() -> None:
    """An Indian firm says China, where billets are cheaper; a Chinese firm says India; a German one says India."""
    for site, home in (("CN", "IN"), ("IN", "CN"), ("IN", "DE")):
        border = Border()
        border.make("mill", "72071111", "1000", "2000", country=site, route="C")
        border.make("forging", "73181542", "100", "10", [border.sell("mill", "forging", "120")])
        found = border.result("forging", registered={"mill": home})
        assert bought(found).default == INDIA


def test_worked_metal_of_nothing_takes_the_dearer_default_too() -> None:
    """Screws from nothing by a Chinese firm in Turkey take China's default of screws."""
    border = Border()
    border.make("screws", "73181542", "100", "10", country="TR")
    assert border.result("screws").see_direct == "6.073"
    assert border.result("screws", registered={"screws": "CN"}).see_direct == "7.113"


def test_a_line_that_is_no_good_of_the_border_has_no_origin() -> None:
    """Only goods of the border are asked for."""
    border = chain(cn="85076000")
    with refused("cbam.good"):
        border.result("depot")
