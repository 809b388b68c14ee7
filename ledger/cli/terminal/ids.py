"""Ids of statements as a person types them: in full, or by their first digits.

Reports show the first 12 digits of an id, and a command accepts these. The first digits are completed among the
statements that the caller can see, and only if exactly one of them begins so: an id is never guessed. What is signed
is always the full id.
"""

import re
from collections.abc import Callable, Iterable

from schemas.errors import CradleError

SHORTEST = 6
"""The smallest number of digits that is completed: with fewer, another statement soon begins in the same way."""

LISTED = 10
"""The largest number of candidates that a refusal names."""

_WHOLE = 64
_DIGITS = re.compile(r"(?:sha256:)?([0-9a-f]{1,64})")


def is_full(given: str) -> bool:
    """True if the text need not be completed: a full id, or a text that is not the beginning of one."""
    match = _DIGITS.fullmatch(given)
    return match is None or (len(match[1]) == _WHOLE and given.startswith("sha256:"))


def begins_id(given: str) -> bool:
    """True if the text is an id, or the first digits of one as far as they are completed."""
    match = _DIGITS.fullmatch(given)
    return match is not None and (given.startswith("sha256:") or len(match[1]) >= SHORTEST)


def beginning_with(digits: str, ids: Iterable[str]) -> list[str]:
    """The ids that begin with `sha256:` and these digits."""
    return [name for name in ids if name.startswith(f"sha256:{digits}")]


def complete_id(given: str, ids_beginning: Callable[[str], Iterable[str]], place: str) -> str:
    """Complete an id from its first digits, with or without `sha256:`.

    Args:
        given: the text; one that is not the beginning of an id is returned as it is, for the command to judge.
        ids_beginning: the ids that begin with `sha256:` and these digits.
        place: the option or argument.

    Raises:
        CradleError: `id.short`, `id.ambiguous` with the candidates, `statement.unknown`.
    """
    match = _DIGITS.fullmatch(given)
    if match is None:
        return given
    digits = match[1]
    if len(digits) == _WHOLE:
        return f"sha256:{digits}"
    if len(digits) < SHORTEST:
        detail = f"{given!r} is too short for an id; give at least its first {SHORTEST} digits."
        raise CradleError("id.short", detail, place)
    candidates = sorted(set(ids_beginning(digits)))
    if not candidates:
        detail = f"There is no statement whose id begins with {digits}; check the id."
        raise CradleError("statement.unknown", detail, place)
    if len(candidates) > 1:
        more = "" if len(candidates) <= LISTED else f" and {len(candidates) - LISTED} more"
        listed = ", ".join(candidates[:LISTED]) + more
        detail = f"{len(candidates)} ids begin with {digits}; give more digits of one of {listed}."
        raise CradleError("id.ambiguous", detail, place)
    return candidates[0]
