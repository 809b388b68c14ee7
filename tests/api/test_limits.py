"""The limits of a request: its size, its pages, and the address in links."""

from collections.abc import Iterator

import pytest
from support.http_api import House, furnished, house_of
from support.ledger_battery import BatteryChain
from support.refusal import refused

from api.configuration import Configuration
from api.serving import read_configuration
from ledger.desk.pages import cut, format_cursor, parse_cursor


def test_a_cursor_is_read_back(inside: House) -> None:
    """Every position has its cursor, and without one a list begins at its beginning."""
    for position in (0, 1, 255, 2**62):
        assert parse_cursor(format_cursor(position), 7) == position
    assert parse_cursor(None, 7) == 7
    assert inside.client.get("/v1/entries?cursor=%00").status_code == 401


@pytest.mark.parametrize(
    "text", ["", "cA", "cC0x", "eDE", "____", "cDk5OTk5OTk5OTk5OTk5OTk5OTk5OQ"]
)
def test_what_is_no_cursor(text: str) -> None:
    """No digits, a sign, another letter, or a number beyond all positions is refused."""
    with refused("cursor.invalid", "cursor"):
        parse_cursor(text, 0)


def test_a_page_knows_whether_more_follow() -> None:
    """One row beyond the page shows that more follow, and is not returned."""
    assert cut([1, 2, 3], 2) == ([1, 2], True)
    assert cut([1, 2], 2) == ([1, 2], False)


def test_a_request_without_a_length_is_cut_off(inside: House) -> None:
    """A body without a Content-Length is refused as soon as it exceeds the limit."""
    most = inside.context.configuration.body_bytes
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        while sent <= most:
            sent += 2**20
            yield bytes(2**20)

    answer = inside.client.post("/v1/entries", content=parts(), headers=inside.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (413, "http.too_large")


FORM, JSON = "application/x-www-form-urlencoded", "application/json"
DOORS = {
    "/v1/session": JSON,
    "/v1/requests": JSON,
    "/v1/entries": JSON,
    "/auth/token": FORM,
    "/invitation/0/login": FORM,
}


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_stranger_sends_a_few_kilobytes(inside: House, path: str, *, chunked: bool) -> None:
    """Where nobody is logged in, a larger body is refused unread, with its length announced or not."""
    part = b"a=1&" * 256
    body = iter([part] * 100) if chunked else part * 100
    answer = inside.client.post(path, content=body, headers={"Content-Type": DOORS[path]})
    assert (answer.status_code, answer.json()["code"]) == (413, "http.too_large")
    assert "4096" in answer.json()["detail"]


def test_what_needs_a_login_first_reads_nothing(inside: House) -> None:
    """Where the handler asks for the login before the body, a stranger's body is not read at all."""
    answer = inside.client.post("/3/events", content=b"x" * 100_000_000)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("credential", "code"),
    [("Bearer cradle_mine.script_wrong", "login.refused"), ("Bearer x", "token.invalid")],
)
def test_a_wrong_login_is_a_stranger(inside: House, credential: str, code: str) -> None:
    """A larger body with a login that is refused is answered with that refusal, and not parsed."""
    headers = {"Authorization": credential, "Content-Type": "application/json"}
    answer = inside.client.post("/v1/requests", content=b"[" * 5000, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("path", "most"), [("/v1/participants", "registration_bytes"), ("/3/events", "event_bytes")]
)
def test_a_door_has_a_limit_of_its_own(inside: House, path: str, most: str) -> None:
    """With a login too, a registration and an event are refused beyond their limit, and read below it."""
    limit = getattr(inside.context.configuration, most)
    for size, too_large in ((limit, False), (limit + 1, True)):
        answer = inside.client.post(path, content=b" " * size, headers=inside.as_("mine"))
        assert (answer.status_code == 413) == too_large


def test_a_login_may_send_more(inside: House) -> None:
    """With a login a body beyond the limit of strangers is parsed."""
    answer = inside.client.post("/v1/entries", content=b" " * 5000, headers=inside.as_("mine"))
    assert answer.json()["code"].startswith("schema.")


def test_the_public_address(chain: BatteryChain) -> None:
    """Discovery names the address that is configured, without its last slash, else that of the socket."""
    house = furnished(chain, Configuration(public_url="https://cradle.example/"))
    asked = house_of(chain.world.ledger)
    for one, address in ((house, "https://cradle.example"), (asked, "http://testserver")):
        told = one.client.get("/.well-known/openid-configuration").json()
        assert told["token_endpoint"] == f"{address}/auth/token"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable sets its setting; a wrong value is refused by name."""
    monkeypatch.setenv("CRADLE_BATCH_LINES", "5")
    assert read_configuration().batch_lines == 5
    monkeypatch.setenv("CRADLE_BATCH_LINES", "none")
    with refused("schema.int_parsing", "batch_lines"):
        read_configuration()


def test_a_batch_has_its_most_lines(chain: BatteryChain) -> None:
    """A batch with more lines is refused whole."""
    house = furnished(chain, Configuration(batch_lines=2))
    answer = house.client.post("/v1/batches", content=b"{\n{\n{", headers=house.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (413, "batch.lines")


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "punycode"])
@pytest.mark.parametrize("path", ["/login", "/check", "/supplier/sheets"])
def test_a_form_of_another_charset_is_refused(inside: House, path: str, charset: str) -> None:
    """These decode to half a character, slowly, or not at all; UTF-8 goes on to the route."""
    field = b'--x\r\nContent-Disposition: form-data; name="user"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
    headers = {**inside.as_("mine"), "Sec-Fetch-Site": "same-origin"}
    statuses = [
        inside.client.post(
            path,
            content=field,
            headers={**headers, "Content-Type": f"multipart/form-data; boundary=x; charset={name}"},
        ).status_code
        for name in (charset, "UTF-8")
    ]
    assert statuses[0] == 415
    assert statuses[1] not in {415, 500}
