"""Any sequence of requests: receipts stay valid, and no participant reads data that it may not see."""

from pathlib import Path

from support.http_machine import HttpApi, run
from support.ledger_battery import BatteryChain


def test_no_order_of_requests_discloses_too_much(built: tuple[BatteryChain, Path]) -> None:
    """Receipts are valid and no secret leaks in a number of histories of 25 steps."""
    run(lambda: HttpApi(*built))
