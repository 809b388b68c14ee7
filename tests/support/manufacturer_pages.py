"""The manufacturer's pages of a test's ledger: logged in as a person of the plant, and the steps of a calculation."""

import re
from collections.abc import Mapping

from fastapi.testclient import TestClient
from httpx2 import Response
from support.http_api import House, furnished
from support.ledger_battery import MODEL, BatteryChain
from support.supplier_pages import OWN, log_in

from ledger.trust.leaves import made_subject
from schemas.vocabulary import Role

ROOT = "/manufacturer/calculate"


def open_plant(chain: BatteryChain) -> House:
    """The parties of the small battery, with paul of the plant logged in and anna of the mine."""
    house = furnished(chain)
    house.open_person("anna", "mine", Role.SUPPLIER)
    house.open_person("paul", "plant", Role.MANUFACTURER, Role.SUPPLIER)
    house.client.base_url = "https://testserver"
    house.client.headers.update(OWN)
    house.client.follow_redirects = False
    log_in(house, "paul")
    return house


def subject_of(chain: BatteryChain) -> str:
    """The digits of the small battery's product."""
    return made_subject(chain.plant.id, MODEL, "plant-1")


def steps_of(chain: BatteryChain) -> dict[str, dict[str, object]]:
    """What a person types into each step for the small battery's figure."""
    return {
        "product": {
            "subject": subject_of(chain),
            "start": "2025-01-01",
            "last": "2025-12-31",
        },
        "method": {"rulebook": chain.rulebook, "factor_set": [chain.factors]},
        "battery": {
            "category": "EV",
            "vehicle_category": "M1",
            "capacity_kwh": "2",
            "warranties.0.years": "8",
            "warranties.0.remaining_energy": "80 %",
        },
        "end_of_life": {f"use.{chain.treatment[7:]}": "1"},
    }


def begin(client: TestClient, chain: BatteryChain, **fields: str) -> str:
    """Begin a calculation; return the address of its tasks."""
    answer = client.post(ROOT, data=fields or {"subject": subject_of(chain)}, headers=OWN)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def save(client: TestClient, path: str, steps: Mapping[str, Mapping[str, object]]) -> None:
    """Save steps as a person types them."""
    for step, fields in steps.items():
        answer = client.post(f"{path}/{step}", data=dict(fields), headers=OWN)
        assert answer.status_code == 303, answer.text


def filled(client: TestClient, chain: BatteryChain, **steps: Mapping[str, object]) -> str:
    """A calculation with all steps typed; `steps` replace some of them."""
    path = begin(client, chain)
    save(client, path, {**steps_of(chain), **steps})
    return path


def go_to_sign(client: TestClient, path: str) -> Response:
    """Send the preview's form."""
    page = client.get(f"{path}/preview", headers=OWN)
    assert page.status_code == 200, page.text
    seen = re.search(r'name="seen" value="([^"]*)"', page.text)
    assert seen is not None
    return client.post(f"{path}/sign", data={"seen": seen[1]}, headers=OWN)
