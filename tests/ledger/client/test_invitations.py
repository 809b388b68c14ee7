"""An invitation's link: accepted as it is mailed, over TLS, and refused before anything is sent otherwise."""

import pytest
from fastapi import FastAPI
from support.refusal import refused
from support.servers import serving

from ledger.client.invitations import parse_link
from schemas.exchanged.invitation import AccountBody

SECRET = "5c1f" * 16


@pytest.mark.parametrize("end", ["", "/", "?language=de", "#x", "\n"])
def test_a_link_is_a_server_and_a_secret(end: str) -> None:
    """Also behind a path, with the language that a page added, and with a line end."""
    link = parse_link(f" https://ledger.example/cradle/invitation/{SECRET}{end}")
    assert (link.server, link.secret) == ("https://ledger.example/cradle", SECRET)
    assert SECRET not in repr(link)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        "https://ledger.example",
        "https://ledger.example/invitation/",
        f"ftp://ledger.example/invitation/{SECRET}",
        f"https://ledger.example/invitation/{SECRET}/account",
        f"https://ledger.example/invitation/{SECRET} and more",
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    """The text is refused as a whole."""
    with refused("invitation.link"):
        parse_link(text)


def test_a_secret_is_not_sent_in_the_clear() -> None:
    """Within this machine it may be, as a login."""
    with refused("remote.address"):
        parse_link(f"http://ledger.example/invitation/{SECRET}")
    assert parse_link(f"http://127.0.0.1:8000/invitation/{SECRET}").server.endswith(":8000")


def test_an_answer_of_another_program_is_refused() -> None:
    """A server that is no ledger's, or is of another version, is named as such in one sentence."""
    app = FastAPI()
    app.get("/v1/invitations/{secret}")(lambda: {"asker": "someone"})
    with serving(app) as url:
        link = parse_link(f"{url}/invitation/{SECRET}")
        with refused("remote.answer"):
            link.read()
        with refused("remote.refused"):
            link.open_account(AccountBody(title="A"))
