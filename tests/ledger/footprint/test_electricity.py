"""Electricity that a method does not take, and certificates that are claimed twice."""

import pytest
from support.chains import STUDY, Chain, ident
from support.rows import inventory, made, used

from ledger.footprint.electricity import electricity_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.rulebook import Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")


def certificate(first: int, last: int, scheme: str = "GO") -> dict[str, object]:
    """A range of serials."""
    produced = {"start": "2025-01-01", "end": "2026-01-01"}
    return {"scheme": scheme, "first": first, "last": last, "kwh": "500", "produced": produced}


def mill(*certificates: dict[str, object], supply: str = "contract") -> dict[str, object]:
    """500 kWh of electricity for 100 kg."""
    stated = {"supply": supply, "certificates": list(certificates)}
    return used("test:power", "500", unit="kWh", purpose="energy", electricity=stated)


def faults(chain: Chain, rulebook: Rulebook, *names: str) -> list[tuple[str, str]]:
    """Codes and subjects of what is found."""
    found = electricity_faults(chain.resolve(*names), rulebook)
    return [(row.code, row.subject) for row in found]


@pytest.mark.parametrize(
    ("rulebook", "supply", "count"),
    [
        (DRAFT, "contract", 1),
        (DRAFT, "grid", 0),
        (DRAFT, "on_site", 0),
        (PEF, "contract", 0),
        (STUDY, "contract", 0),
    ],
)
def test_a_supply_is_one_that_the_method_takes(rulebook: Rulebook, supply: str, count: int) -> None:
    """The EV draft takes no contracts; PEF takes them; a rulebook without a rule says nothing."""
    chain = Chain()
    chain.enter(
        "mill", inventory(made("mill", "100"), inputs=[used("test:ore", "1"), mill(supply=supply)])
    )
    assert faults(chain, rulebook, "mill") == [("electricity.supply", ident("mill"))] * count


def test_the_size_of_the_fault_is_told() -> None:
    """Five kWh for each kg under a contract."""
    chain = Chain()
    chain.enter("mill", inventory(made("mill", "100"), inputs=[mill()]))
    (fault,) = electricity_faults(chain.resolve("mill"), DRAFT)
    assert "does not take electricity by contract" in fault.detail
    assert fault.detail.endswith("5 kWh")


def test_a_certificate_is_claimed_once() -> None:
    """Ranges of one scheme that share a serial are found at the second entry; others say nothing."""
    chain = Chain()
    ranges = {
        "mill": certificate(1, 10),
        "plant": certificate(10, 20),
        "later": certificate(21, 30),
        "other": certificate(1, 10, "I-REC"),
    }
    for name, claimed in ranges.items():
        chain.enter(name, inventory(made(name, "100"), inputs=[mill(claimed)]))
    chain.enter("withheld", None)
    found = faults(chain, STUDY, *ranges, "withheld")
    assert [code for code, _ in found] == ["electricity.certificate_twice"]
