"""Figures and methods over HTTP: the own part exactly, the upstream to 4 digits, for permitted readers only."""

import pytest
from support.http_api import House
from support.ledger_battery import FACTORS, BatteryChain, power
from support.ledger_world import made, taken

from ledger.trust.canonical import canonical
from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.entry import Site

KWH = "123456.789"
"""Of the mine's entry: 617.283945 kg CO2e per kg, digits that disclose the amount."""


@pytest.fixture
def fine(chain: BatteryChain) -> tuple[str, str]:
    """An entry of the mine with recognisable digits, and one of the plant that used 10 kg of it."""
    world = chain.world
    entry = world.enter(
        chain.mine, [made(chain.mine)], inputs=[power(KWH)], site=Site(code="m-2", country="SE")
    )
    shipped = world.deliver(chain.mine, entry, chain.plant)
    inputs = [taken(shipped), power("12.345")]
    packed = world.enter(
        chain.plant, [made(chain.plant)], inputs=inputs, site=Site(code="p-2", country="SE")
    )
    return entry, packed


def footprint(house: House, chain: BatteryChain, name: str, entry: str) -> dict[str, object]:
    """The footprint of an entry's line that a caller sees."""
    method = f"rulebook={chain.rulebook}&factor_set={chain.factors}"
    path = f"/v1/entries/{entry}/footprint?{method}"
    found: dict[str, object] = house.client.get(path, headers=house.as_(name)).json()
    return found


def values(cells: object) -> list[str]:
    """The values of cells."""
    assert isinstance(cells, list)
    return [cell["value"] for cell in cells]


def test_the_own_part_exactly_the_upstream_to_four_digits(
    house: House, chain: BatteryChain, fine: tuple[str, str]
) -> None:
    """The plant sees its own electricity exactly, the mine's rounded, and the total rounded."""
    told = footprint(house, chain, "plant", fine[1])
    assert told["exact"] is False
    assert values(told["own"]) == ["0.061725"]
    assert values(told["upstream"]) == ["61.73"]
    assert told["total"] == "61.79"
    assert "contributions" not in told
    assert values(footprint(house, chain, "mine", fine[0])["own"]) == ["617.283945"]


def test_the_operator_sees_everything(
    house: House, chain: BatteryChain, fine: tuple[str, str]
) -> None:
    """All digits, and the origin of each part."""
    told = footprint(house, chain, "operator", fine[1])
    assert told["exact"] is True
    assert told["total"] == "61.7901195"
    parts = told["contributions"]
    assert isinstance(parts, list)
    assert {row["entry"] for row in parts} == set(fine)


def test_a_preview_has_four_digits_for_everybody(
    house: House, chain: BatteryChain, fine: tuple[str, str]
) -> None:
    """The issuer and the operator get the same preview; to others the entry does not exist."""
    asked = PreviewRequest(entry=fine[0], rulebook=chain.rulebook, factor_sets=[chain.factors])
    body = asked.model_dump()
    for name in ("mine", "operator"):
        told = house.client.post("/v1/previews", json=body, headers=house.as_(name)).json()
        assert (values(told["cells"]), told["total"]) == (["617.3"], "617.3")
    answer = house.client.post("/v1/previews", json=body, headers=house.as_("plant"))
    assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")


def test_a_factor_set_that_is_not_to_be_passed_on(house: House, chain: BatteryChain) -> None:
    """It is listed with its licence and its bytes are not served; an open one is served unchanged."""
    closed = FACTORS.model_copy(update={"id": "closed", "licence": "digest_only"})
    kept = house.client.post(
        "/v1/factor-sets", content=canonical(closed.to_json()), headers=house.as_("plant")
    )
    assert kept.status_code == 201
    listed = house.client.get("/v1/methods", headers=house.as_("mine")).json()["items"]
    licences = {row["digest"]: row.get("licence") for row in listed}
    assert licences[kept.json()["digest"]] == "digest_only"
    answer = house.client.get(f"/v1/methods/{kept.json()['digest']}", headers=house.as_("mine"))
    assert answer.json()["code"] == "document.licence"
    read = house.client.get(f"/v1/methods/{chain.factors}", headers=house.as_("mine"))
    assert read.content == canonical(FACTORS.to_json())
    absent = house.client.get(f"/v1/methods/sha256:{'0' * 64}", headers=house.as_("mine"))
    assert (absent.status_code, absent.json()["code"]) == (404, "document.unknown")


def test_a_manufacturer_sees_what_is_stale(house: House, chain: BatteryChain) -> None:
    """A correction upstream makes a calculation stale, and names the statement that did it."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert house.client.get("/v1/stale", headers=house.as_("plant")).json() == {"items": []}
    chain.world.withdraw(chain.recycler, chain.treatment)
    (row,) = house.client.get("/v1/stale", headers=house.as_("plant")).json()["items"]
    assert (row["id"], row["kind"], len(row["touches"])) == (named, "calculation", 1)
    (touch,) = row["touches"]
    assert (touch["event"], touch["issuer"]) == ("withdrawn", chain.recycler.id)
    assert touch["reason"] == "entered_in_error"
    assert "withdrawn" in row["problem"]
    assert house.client.get("/v1/stale", headers=house.as_("auditor")).json() == {"items": []}


def test_bundles_go_to_their_audience(house: House, chain: BatteryChain) -> None:
    """The manufacturer gets its own, the operator any, and others none that they may not see."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    path = f"/v1/bundles/{named}"
    mine = house.client.get(path, headers=house.as_("plant"))
    assert mine.headers["Content-Disposition"].endswith('-manufacturer.bundle"')
    asked = house.client.get(f"{path}?audience=auditor", headers=house.as_("plant"))
    assert (asked.status_code, asked.json()["code"]) == (403, "access.denied")
    for name in ("mine", "auditor", "stranger"):
        answer = house.client.get(path, headers=house.as_(name))
        assert (answer.status_code, answer.json()["code"]) == (404, "statement.unknown")
    whole = house.client.get(path, headers=house.as_("operator"))
    assert whole.headers["Content-Disposition"].endswith('-auditor.bundle"')
