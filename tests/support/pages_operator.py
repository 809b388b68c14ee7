"""The operator's pages for the tests of all pages: their addresses, their forms, and their rows of the axe matrix."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from support.http_api import House
from support.ledger_battery import BatteryChain

from ledger.operation.backup_record import make_recorded_backup


def operator_addresses(left: str) -> dict[str, str]:
    """An address for the beginning of each of the operator's routes."""
    return {
        "/operator/organisations/{name}": "/operator/organisations/stranger",
        "/operator/logins/{name}": "/operator/logins/rita",
        "/operator/registrations/{digits}": f"/operator/registrations/{left[7:]}",
        "/operator/engagements/{name}": f"/operator/engagements/{'0' * 32}",
    }


def operator_forms(countersigned: bytes) -> dict[str, dict[str, object]]:
    """A form that is complete for each of the operator's routes that takes one."""
    login = {"roles": ["supplier"], "expires": ""}
    return {
        "/operator/organisations": {"id": "smelter", "name": "The Smelter"},
        "/operator/organisations/{name}/persons": {"login": "sam", **login},
        "/operator/organisations/{name}/keys": {"login": "sam.key", "kind": "script", **login},
        "/operator/organisations/{name}/participant": {"participant": "sha256:" + "0" * 64},
        "/operator/logins/{name}/password": {"seen": ""},
        "/operator/logins/{name}/roles": {"seen": "", "roles": ["supplier"]},
        "/operator/logins/{name}/end": {"seen": ""},
        "/operator/engagements": {"auditor": "auditor", "subject": "sha256:" + "0" * 64},
        "/operator/engagements/{name}/end": {},
        "/operator/registrations/{digits}/statement": {"statement": countersigned.decode()},
        "/operator/registrations/{digits}/decline": {"reason": "The keys are not the firm's."},
    }


OPERATOR_ANSWERS = {
    "/operator/organisations/{name}/persons": 200,
    "/operator/organisations/{name}/keys": 200,
    "/operator/organisations/{name}/participant": 409,
    "/operator/logins/{name}/password": 409,
    "/operator/logins/{name}/roles": 409,
    "/operator/logins/{name}/end": 409,
    "/operator/engagements": 404,
    "/operator/engagements/{name}/end": 404,
    "/operator/registrations/{digits}/decline": 404,
}
"""Forms that show a secret once, come from no page, or name what is bound, was countersigned or does not exist."""


def with_operations(house: House, chain: BatteryChain, calculation: str, folder: Path) -> None:
    """An engagement of the auditor, a second one that has ended, and a backup."""
    for subject in (calculation, chain.treatment):
        body = {"auditor": "auditor", "subject": subject}
        made = house.client.post("/v1/engagements", json=body, headers=house.as_("operator"))
        assert made.status_code == 201, made.text
    path = f"/v1/engagements/{made.json()['id']}"
    assert house.client.delete(path, headers=house.as_("operator")).status_code == 204
    source = chain.world.ledger.store.folder
    make_recorded_backup(source, folder / "monday", (), house.clock.time - 90_000)


def operator_pages(names: Mapping[str, str]) -> Iterator[tuple[str, str, str, int]]:
    """The operator's pages: name, person, path and status; `names` has what was made for them."""
    waiting = f"/operator/registrations/{names['waiting'][7:]}"
    yield "accounts", "olga", "/operator", 200
    yield "account", "olga", "/operator/organisations/stranger", 200
    yield "engagements", "olga", "/operator/engagements", 200
    yield "registrations", "rega", "/operator/registrations", 200
    yield "registration-review", "olga", waiting, 200
    yield "sign-countersign", "rega", f"{waiting}/sign", 200
    yield "witnesses", "olga", "/operator/witnesses", 200
    yield "notices-operator", "olga", "/notices", 200
    yield "health", "olga", "/operator/health", 200
    yield "journal", "olga", "/operator/journal", 200
    yield "backups", "olga", "/operator/backups", 200
    yield "login-person", "olga", "/operator/logins/anna", 200
