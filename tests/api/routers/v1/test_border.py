"""Goods at the carbon border over HTTP: six decimals for their maker, all digits for the operator."""

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_border import Border

from schemas.exchanged.line_request import PreviewRequest


@pytest.fixture
def border(chain: BatteryChain) -> Border:
    """A maker of billets and a forge, with an attestation."""
    found = Border(chain)
    found.attest()
    return found


def read(
    house: House, border: Border, name: str, entry: str, **query: str
) -> tuple[int, dict[str, object]]:
    """The status and the answer to a login."""
    asked = {"factor_set": border.chain.factors, "year": "2026", "cscf": "1", **query}
    answer = house.client.get(f"/v1/entries/{entry}/border", params=asked, headers=house.as_(name))
    return answer.status_code, answer.json()


def goods(told: dict[str, object]) -> dict[str, object]:
    """The one good of an answer."""
    rows = told["goods"]
    assert isinstance(rows, list)
    (row,) = rows
    assert isinstance(row, dict)
    return row


def test_the_maker_reads_six_decimals(house: House, border: Border) -> None:
    """Digits beyond them would give away what the maker of the billets emits."""
    status, told = read(house, border, "plant", border.screws)
    assert (status, told["exact"]) == (200, False)
    assert goods(told)["see_direct"] == "4.04321"
    assert "1.2345678" not in str(told)


def test_the_operator_reads_all_digits(house: House, border: Border) -> None:
    """1.23456789 x 10/8 and 2.5, exactly."""
    _, told = read(house, border, "operator", border.screws)
    assert (told["exact"], goods(told)["see_direct"]) == (True, "4.0432098625")


@pytest.mark.parametrize(("name", "expected"), [("mine", 404), ("auditor", 404)])
def test_others_do_not_see_the_entry(
    house: House, border: Border, name: str, expected: int
) -> None:
    """Neither the maker of the billets nor an auditor that is not engaged."""
    status, told = read(house, border, name, border.screws)
    assert (status, told["code"]) == (expected, "statement.unknown")


def test_a_year_before_the_rulebook(house: House, border: Border) -> None:
    """The refusal names what is wrong."""
    status, told = read(house, border, "plant", border.screws, year="2025")
    assert (status, told["code"]) == (422, "cbam.year")


def test_a_preview_with_quantities(house: House, border: Border) -> None:
    """The same quantities as in a preview on the ledger."""
    asked = PreviewRequest(
        entry=border.screws, rulebook=border.chain.rulebook, factor_sets=[border.chain.factors]
    )
    body = {**asked.model_dump(exclude_none=True), "border": {"year": 2026, "cscf": "1"}}
    told = house.client.post("/v1/previews", json=body, headers=house.as_("plant")).json()
    stated = border.figure(border.screws).cbam
    assert stated is not None
    assert told["cbam"] == stated.to_json()
