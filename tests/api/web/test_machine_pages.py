"""Any sequence of requests and forms: no name, section or digit reaches a role that does not get it over the API."""

from pathlib import Path

from support.http_machine import EXAMPLES, run
from support.ledger_battery import BatteryChain
from support.page_rules import Pages


def test_no_order_of_pages_and_forms_discloses_too_much(built: tuple[BatteryChain, Path]) -> None:
    """Receipts are valid, and a page shows a login what it gets over /v1, in histories of 25 steps."""
    run(lambda: Pages(*built), (EXAMPLES + 1) // 2)
