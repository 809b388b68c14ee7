"""Reading the supplier's pages in a test: their text, and the principal that the mine's person is."""

import html
import re

from httpx2 import Response
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import open_pages

from ledger.service.access.principal import Principal
from schemas.vocabulary import CredentialKind, Role


def open_all_pages(chain: BatteryChain) -> House:
    """The suppliers' persons, and one each of the plant (paul), of the auditor (otto) and the operator (olga)."""
    house = open_pages(chain)
    house.open_person("paul", "plant", Role.MANUFACTURER)
    house.open_person("otto", "auditor", Role.AUDITOR)
    house.open_person("olga", "operator", Role.OPERATOR)
    return house


def words(answer: Response) -> str:
    """The text of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def mine_of(chain: BatteryChain) -> Principal:
    """The principal that anna is."""
    roles = frozenset({Role.SUPPLIER})
    return Principal("anna", CredentialKind.PERSON, "mine", chain.mine.id, roles)
