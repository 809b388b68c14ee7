"""A login file, TOML: the server, the login there, and the verifier keys of its logs.

    server = "https://ledger.example"
    api_key = "cradle_..."       # or client_id and client_secret
    [logs]                       # from the operator's publication, as a policy has them
    entries = "ledger.example/battery/entries+..."
    registry = "ledger.example/battery/registry+..."

It holds a secret, so only its owner may read it; the program that reads or writes the file sees to that.
"""

import json
import tomllib
from collections.abc import Iterator

from ledger.trust.canonical import canonical
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.policy import LogKeys


class LoginFile(Model):
    """The members of a login file."""

    server: str | None = None
    api_key: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    logs: LogKeys | None = None


def parse_login(data: bytes, place: str) -> LoginFile:
    """Parse a login file that was read from a place.

    Raises:
        CradleError: `login.file`, or as the model.
    """
    try:
        members = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = f"The login file is not TOML: {error}. Correct it."
        raise CradleError("login.file", detail, place) from None
    return LoginFile.parse(canonical(members))


def format_login(server: str, api_key: str, logs: LogKeys) -> str:
    """Write a login file for a script; the inverse of `parse_login`."""
    return "".join(f"{line}\n" for line in _lines(server, api_key, logs))


def _lines(server: str, api_key: str, logs: LogKeys) -> Iterator[str]:
    yield f"server = {_quote(server)}"
    yield f"api_key = {_quote(api_key)}"
    yield "[logs]"
    yield f"entries = {_quote(logs.entries)}"
    yield f"registry = {_quote(logs.registry)}"
    for row in logs.earlier or ():
        yield "[[logs.earlier]]"
        yield f"vkey = {_quote(row.vkey)}"
        yield f"until = {row.until}"


def _quote(text: str) -> str:
    """A basic string of TOML, which a string of JSON without surrogates is."""
    return json.dumps(text)
