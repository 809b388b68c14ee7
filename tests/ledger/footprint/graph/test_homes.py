"""The country of a site: its entry's word beside what its firm's registration confirms."""

from support.graph import firm, ident
from support.graph_battery import declared

from ledger.footprint.graph.homes import Home, countries_of, home_of
from schemas.signed.participant import Place, Profile

ENTRY = declared().chain.entries[ident("mine")].entry
SITE, STATED = ENTRY.site.code, ENTRY.site.country


def test_a_firm_that_is_not_shown_is_registered_where_its_sites_are() -> None:
    """Only the entry's word is known."""
    assert countries_of(ENTRY, {}) == (STATED,)


def test_the_country_of_the_firm_stands_beside_an_unconfirmed_site() -> None:
    """One country if they are the same."""
    assert countries_of(ENTRY, {firm("mine"): Home("CN")}) == (STATED, "CN")
    assert countries_of(ENTRY, {firm("mine"): Home(STATED)}) == (STATED,)


def test_a_confirmed_site_lies_where_the_registration_has_it() -> None:
    """The firm's own country plays no part; another stated country stands beside the confirmed one."""
    assert countries_of(ENTRY, {firm("mine"): Home("CN", {SITE: STATED})}) == (STATED,)
    assert countries_of(ENTRY, {firm("mine"): Home(STATED, {SITE: "CN"})}) == (STATED, "CN")


def test_a_registration_confirms_the_sites_of_which_it_has_the_country() -> None:
    """A town alone confirms none."""
    sites = (Place(site="P1", town="Oslo", country="NO"), Place(site="P2", town="Bergen"))
    home = home_of(Profile(legal_name="Plant AS", country="CN", sites=sites))
    assert home == Home("CN", {"P1": "NO"})
    assert (home.of("P1"), home.of("P2"), home.of("P3")) == ("NO", "CN", "CN")
