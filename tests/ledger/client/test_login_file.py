"""The login file: what is written is read again; anything else is refused with its place."""

import pytest
from support.refusal import refused

from ledger.client.login_file import LoginFile, format_login, parse_login
from schemas.signed.policy import EarlierKey, LogKeys

KEYS = LogKeys(entries="a.example/b/entries+1+AA", registry="a.example/b/registry+1+AA")


@pytest.mark.parametrize(
    "logs",
    [KEYS, KEYS.model_copy(update={"earlier": (EarlierKey(vkey=KEYS.entries, until=7),)})],
)
def test_what_is_written_is_read_again(logs: LogKeys) -> None:
    """With earlier keys too, and with characters that a string of TOML escapes."""
    text = format_login('https://a.example/"\\', "cradle_x", logs)
    expected = LoginFile(server='https://a.example/"\\', api_key="cradle_x", logs=logs)
    assert parse_login(text.encode(), "login.toml") == expected


def test_a_malformed_file_is_refused_with_its_place() -> None:
    """Text that is not TOML, and a member that is not known."""
    with refused("login.file", "login.toml"):
        parse_login(b"api_key", "login.toml")
    with refused("schema.extra_forbidden", "secret"):
        parse_login(b'secret = "x"', "login.toml")
