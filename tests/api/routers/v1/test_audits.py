"""Findings and looks over /v1: for programs of the engaged auditor, and for nobody else."""

import pytest
from httpx2 import Response
from support.auditor_pages import engage_for
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(house: House, chain: BatteryChain) -> str:
    """A calculation that the auditor is engaged for."""
    calculation = calculate(chain)
    engage_for(chain, calculation)
    assert house.keys
    return calculation


def call(house: House, method: str, path: str, who: str = "auditor", **rest: object) -> Response:
    """A request of a firm's script."""
    headers = house.as_(who)
    return house.client.request(method, f"/v1/audits{path}", headers=headers, **rest)  # type: ignore[arg-type]  # a body


def test_cases_are_listed(house: House, case: str) -> None:
    """A program reads the same cases as the page."""
    (item,) = call(house, "GET", "").json()["items"]
    assert (item["subject"], item["state"]) == (case, "new")


def test_a_finding_is_written_changed_and_summed(house: House, case: str) -> None:
    """Its id comes with it; the sum counts what is not resolved."""
    made = call(house, "POST", f"/{case}/findings", json={"comment": "A scale", "effect": "-2"})
    assert made.status_code == 201
    path = f"/{case}/findings/{made.json()['id']}"
    assert call(house, "GET", f"/{case}/findings").json()["known"] == "2"
    body = {"comment": "A scale, sealed", "state": "resolved"}
    changed = call(house, "PUT", path, json=body)
    assert (changed.status_code, changed.json()["state"]) == (200, "resolved")
    assert call(house, "GET", f"/{case}/findings").json()["known"] == "0"
    assert call(house, "PUT", f"/{case}/findings/{'0' * 32}", json=body).status_code == 404


def test_looks_are_kept(house: House, chain: BatteryChain, case: str) -> None:
    """A row and a site; a document that no row names is refused."""
    row = {"entry": chain.mined, "place": "inputs/0", "depth": "recomputed"}
    for body in (row, {"entry": chain.mined, "depth": "site_visit"}):
        assert call(house, "POST", f"/{case}/looks", json=body).status_code == 200
    assert len(call(house, "GET", f"/{case}/looks").json()["items"]) == 2
    refused = call(house, "POST", f"/{case}/looks", json={**row, "depth": "documents"})
    assert (refused.status_code, refused.json()["code"]) == (422, "audit.no_document")


@pytest.mark.parametrize("who", ["plant", "mine", "operator", "stranger"])
def test_nobody_else_reads_an_auditors_papers(house: House, case: str, who: str) -> None:
    """Not the manufacturer whose figure it is, not a supplier behind it, not the operator."""
    call(house, "POST", f"/{case}/findings", json={"comment": "A scale without a seal"})
    for path in ("", f"/{case}/findings", f"/{case}/looks"):
        answer = call(house, "GET", path, who)
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")
        assert "seal" not in answer.text
