"""What a server refuses, as the same error that the machinery raises: code, sentence and place (RFC 9457).

The words come from somebody else's machine and may end in a terminal or a log, so only what is printable
passes, and not without end. A code that is not of our grammar is not taken for one of ours.
"""

import re
from collections.abc import Mapping
from typing import Final

import orjson

from ledger.client.http import HttpResponse
from schemas.errors import CradleError, sentence

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63}){1,3}")
_LONGEST: Final = 1000


def problem_of(answer: HttpResponse) -> CradleError:
    """The refusal that an answer states."""
    members = read_object(answer.body)
    return stated_problem(members) or CradleError(
        "remote.refused",
        f"The server answers {answer.status} and names no cause; ask its operator.",
    )


def stated_problem(members: Mapping[str, object]) -> CradleError | None:
    """The refusal that the members of a problem document state; None where they are not one."""
    code, detail = printable(members.get("code")), printable(members.get("detail"))
    if _CODE.fullmatch(code) is None or not detail:
        return None
    return CradleError(code, sentence(detail), printable(members.get("place")))


def read_object(data: bytes) -> dict[str, object]:
    """The members of a JSON object; none where it is none."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def unexpected(what: str) -> CradleError:
    """The error for an answer that is not what this server's interface promises."""
    detail = f"The server's answer has no {what}; it may be another version, or no ledger at all."
    return CradleError("remote.answer", detail)


def printable(value: object) -> str:
    """Return what of a text may go to a terminal or a log; nothing of what is no text."""
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text[:_LONGEST] if letter.isprintable())
