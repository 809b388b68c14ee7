"""Persons of the firms in a chain whose suppliers open what is behind them, logged in to their pages."""

from support.http_api import House, house_of
from support.ledger_opened import OpenChain
from support.supplier_pages import OWN

from schemas.vocabulary import Role

PERSONS = {"rosa": "refinery", "mia": "mine", "wim": "works", "pia": "pit"}


def open_house(it: OpenChain) -> House:
    """A person for each supplier, named in `PERSONS`, paul of the plant, and a script for each firm."""
    house = house_of(it.world.ledger)
    it.world.admit_once(it.factors)
    house.open_account("operator", Role.OPERATOR)
    house.open_account("stranger", Role.SUPPLIER)
    for name, party in it.parties.items():
        role = {"plant": Role.MANUFACTURER, "auditor": Role.AUDITOR}.get(name, Role.SUPPLIER)
        house.open_account(name, role, participant=party.id)
    for person, firm in PERSONS.items():
        house.open_person(person, firm, Role.SUPPLIER)
    house.open_person("paul", "plant", Role.MANUFACTURER)
    house.client.base_url = "https://testserver"
    house.client.headers.update(OWN)
    house.client.follow_redirects = False
    return house
