"""A server's refusal as the error that the ledger raises: code, sentence and place (RFC 9457).

The text comes from another machine and may end in a terminal or a log, so only printable characters pass, up to a
limit. A code that does not follow our grammar is not accepted as one of ours.
"""

import re
from collections.abc import Mapping
from typing import Final

import orjson

from ledger.client.http import HttpResponse
from schemas.errors import CradleError, sentence
from schemas.nesting import require_depth

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63}){1,3}")
_LONGEST: Final = 1000


def problem_of(answer: HttpResponse) -> CradleError:
    """The refusal that a response states."""
    members = read_object(answer.body)
    return stated_problem(members) or CradleError(
        "remote.refused",
        f"The server responds with {answer.status} and names no cause; ask its operator.",
    )


def stated_problem(members: Mapping[str, object]) -> CradleError | None:
    """The refusal in a problem document; None if the members are not of one."""
    code, detail = printable(members.get("code")), printable(members.get("detail"))
    if _CODE.fullmatch(code) is None or not detail:
        return None
    return CradleError(code, sentence(detail), printable(members.get("place")))


def read_object(data: bytes) -> dict[str, object]:
    """The members of a JSON object; empty if the data are not one.

    Raises:
        CradleError: `json.depth`.
    """
    require_depth(data)
    try:
        members = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return members if isinstance(members, dict) else {}


def unexpected(what: str) -> CradleError:
    """The error for a response that the interface does not allow."""
    detail = f"The server's response has no {what}; check the address, and that both run the same version."
    return CradleError("remote.answer", detail)


def printable(value: object) -> str:
    """The printable characters of a text, for a terminal or a log; empty if the value is not text."""
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text[:_LONGEST] if letter.isprintable())
