"""A person's own change of its password at a server: the present password is the login, and travels as one does."""

import orjson

from ledger.client.addresses import check_address
from ledger.client.http import JSON, post
from ledger.client.problems import problem_of


def change_password(server: str, name: str, present: str, new: str) -> None:
    """Replace the password of a login.

    Raises:
        CradleError: the server's refusal, or `remote.*`.
    """
    check_address(server, secret=True)
    body = orjson.dumps({"name": name, "password": present, "new": new})
    answer = post(f"{server.rstrip('/')}/v1/session/password", body, JSON)
    if answer.status not in range(200, 300):
        raise problem_of(answer)
