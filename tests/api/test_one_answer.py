"""An id that does not exist and one that the caller may not see get the same answer, apart from the id."""

import re
from collections.abc import Iterator, Mapping

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain

from ledger.store.statements import ids_of_kind
from schemas.signed.statement import Kind

ABSENT = "sha256:" + "ab" * 32
LOGINS = ("stranger", "mine", "recycler", "auditor", "registrar", "witness", None)
OF_EACH_REQUEST = {"x-request-id", "date"}

Asked = tuple[str, str, Mapping[str, object]]


def statements(chain: BatteryChain) -> list[str]:
    """The ids of all statements of the ledger."""
    with chain.world.ledger.view() as view:
        return [name for kind in Kind for name in ids_of_kind(view.connection, kind.value)]


def reads(house: House, chain: BatteryChain) -> Iterator[Asked]:
    """Every operation that reads one statement, with `{}` for its id."""
    query = {"rulebook": chain.rulebook, "factor_set": chain.factors, "format": "pact-3"}
    for path, found in house.client.get("/openapi.json").json()["paths"].items():
        if "get" in found and re.findall(r"{(\w+)}", path) == ["statement"]:
            yield "GET", path.replace("{statement}", "{}"), {"params": query}


def answer(house: House, login: str | None, asked: Asked, named: str) -> object:
    """Status, headers and body of an answer, without the id that was asked for."""
    method, path, rest = asked
    headers = house.as_(login) if login else {}
    if method == "POST":
        rest = {"json": {"entry": named, "rulebook": rest["rulebook"], "factor_sets": []}}
    found = house.client.request(method, path.format(named), headers=headers, **rest)
    kept = {key: value for key, value in found.headers.items() if key not in OF_EACH_REQUEST}
    return found.status_code, kept, found.text.replace(named, "")


@pytest.mark.parametrize("login", LOGINS)
def test_what_is_not_shown_is_answered_as_what_is_not_there(
    inside: House, shared: BatteryChain, login: str | None
) -> None:
    """Each read of each hidden statement, and a preview of it, under each login."""
    preview = ("POST", "/v1/previews", {"rulebook": shared.rulebook})
    operations = [*reads(inside, shared), preview]
    headers = inside.as_(login) if login else {}
    hidden = [
        name
        for name in statements(shared)
        if inside.client.get(f"/v1/statements/{name}", headers=headers).status_code != 200
    ]
    assert len(operations) > 20
    assert hidden
    for asked in operations:
        absent = answer(inside, login, asked, ABSENT)
        for name in hidden:
            assert answer(inside, login, asked, name) == absent, asked


def test_reports_on_a_calculation_are_its_makers(house: House, chain: BatteryChain) -> None:
    """Who does not make it is answered as if it did not exist, also before being registered."""
    made = chain.world.submit(chain.calculation(), chain.plant.working).id
    for path in ("/v1/calculations/{}/quality", "/v1/calculations/{}/study"):
        for login in ("stranger", "mine", "recycler"):
            asked: Asked = ("GET", path, {})
            assert answer(house, login, asked, made) == answer(house, login, asked, ABSENT)
