"""Each role may perform over HTTP exactly the actions that the table of permissions allows."""

from itertools import product

import pytest
from support.http_api import House, furnished
from support.ledger_battery import DIGEST, BatteryChain

from ledger.service.access.permissions import MAY, Action
from schemas.vocabulary import Role

UNKNOWN = "sha256:" + "0" * 64

REQUEST = {
    "reference": "R-1",
    "firm": "A firm",
    "product": "urn:a:b",
    "period": {"start": "2025-01-01", "end": "2026-01-01"},
    "due": "2026-01-31",
}

Asking = tuple[str, str, dict[str, object]]


def asking(action: Action, chain: BatteryChain) -> Asking:
    """A request that only the permission can refuse with 403."""
    envelope = {"payload": "e30=", "signatures": [{"sig": ""}]}
    entry = {**envelope, "payloadType": "application/vnd.cradle.entry.v1+json"}
    key = {**envelope, "payloadType": "application/vnd.cradle.participant.v1+json"}
    line = {"entry": chain.mined, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    method = f"rulebook={chain.rulebook}&factor_set={chain.factors}"
    battery = {"issuer": UNKNOWN, "model": "urn:a:b", "site": "s", "category": "EV"}
    return {
        Action.SUBMIT: ("POST", "/v1/entries", {"json": {"envelope": entry}}),
        Action.REGISTER: ("POST", "/v1/participants", {"json": {"envelope": key}}),
        Action.COUNTERSIGN: (
            "POST",
            f"/v1/registrations/{UNKNOWN}/decline",
            {"json": {"reason": "no"}},
        ),
        Action.READ: ("GET", "/v1/entries", {}),
        Action.TRY_SHEET: ("GET", "/v1/templates", {}),
        Action.LINT: ("POST", "/v1/lint", {"content": b"{}"}),
        Action.PREVIEW: ("POST", "/v1/previews", {"json": line}),
        Action.EXPLAIN: ("GET", f"/v1/entries/{chain.mined}/footprint?{method}", {}),
        Action.CALCULATE: (
            "POST",
            "/v1/calculations/draft",
            {
                "json": {
                    **battery,
                    "period": {"start": "2025-01-01", "end": "2026-01-01"},
                    "capacity_kwh": "1",
                    "rulebook": DIGEST,
                    "factor_sets": [DIGEST],
                }
            },
        ),
        Action.BUNDLE: ("GET", f"/v1/bundles/{UNKNOWN}", {}),
        Action.RECEIVE: ("GET", "/v1/imports", {}),
        Action.STALE: ("GET", "/v1/stale", {}),
        Action.PORTFOLIO: ("GET", "/v1/portfolio", {}),
        Action.PRODUCTS: ("GET", "/v1/products", {}),
        Action.KEEP_METHOD: ("POST", "/v1/rulebooks", {"json": {}}),
        Action.REMOVE_METHOD: ("DELETE", f"/v1/methods/{UNKNOWN}", {}),
        Action.READ_METHOD: ("GET", "/v1/methods", {}),
        Action.READ_LOGS: ("GET", "/entries/checkpoint", {}),
        Action.REQUEST: ("POST", "/v1/requests", {"json": REQUEST}),
        Action.READ_REQUESTS: ("GET", "/v1/requests", {}),
        Action.ENGAGE: (
            "POST",
            "/v1/engagements",
            {"json": {"auditor": "nobody", "subject": UNKNOWN}},
        ),
        Action.READ_ENGAGEMENTS: ("GET", "/v1/engagements", {}),
        Action.AUDIT: ("GET", "/v1/audits", {}),
        Action.ADMINISTER: ("GET", "/v1/organisations", {}),
        Action.JOURNAL: ("GET", "/v1/journal", {}),
        Action.NOTICES: ("GET", "/v1/notices", {}),
    }[action]


@pytest.fixture(scope="module")
def roles(shared: BatteryChain) -> House:
    """A server with a login for each single role."""
    house = furnished(shared)
    for role in Role:
        house.open_account(f"only-{role.value}", role)
    return house


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_each_cell(roles: House, shared: BatteryChain, action: Action, role: Role) -> None:
    """The permission lets the roles in the table pass, and no other role."""
    method, path, rest = asking(action, shared)
    answer = roles.client.request(method, path, headers=roles.as_(f"only-{role.value}"), **rest)
    code = answer.json().get("code") if answer.status_code >= 400 else None
    assert (code == "access.denied") == (role not in MAY[action]), (answer.status_code, code)
    assert answer.status_code < 500


@pytest.mark.parametrize("action", list(Action))
def test_nobody_may_do_anything(roles: House, shared: BatteryChain, action: Action) -> None:
    """Without a login everything is refused, and the response states how to authenticate."""
    method, path, rest = asking(action, shared)
    answer = roles.client.request(method, path, **rest)
    assert (answer.status_code, answer.json()["code"]) == (401, "login.required")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_action_is_in_the_table() -> None:
    """Every action has a row, and the operator may do all but audit."""
    assert set(MAY) == set(Action)
    assert {action for action, row in MAY.items() if Role.OPERATOR not in row} == {Action.AUDIT}
