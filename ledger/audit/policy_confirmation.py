"""Confirm one line of a drafted policy: record what its reader compared it with, and by which day.

The file is changed where it must be and nowhere else: the mark of the line goes, a record is added at the end, and
comments stay. There is no function that confirms several lines, because each has a source of its own.
"""

import re
import tomllib
from collections.abc import Iterable

from ledger.audit.policy import parse_policy
from ledger.audit.policy_lines import ALL, LOGS, is_marked, lines_of, unconfirmed_lines
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.policy import ConfirmedLine, LogKeys, Policy
from schemas.toml_text import format_toml

_MARK = re.compile(r"^\[\[unconfirmed\]\].*\n(?:(?!\[).*\n)*", re.MULTILINE)


def pair_log_keys(texts: Iterable[str], place: str) -> LogKeys:
    """The keys of both logs, from two verifier keys in any order.

    Raises:
        CradleError: `policy.log_keys`.
    """
    given = list(texts)
    logs = {vkey.partition("+")[0].rpartition("/")[2]: vkey for vkey in given}
    if len(given) != len(logs) or logs.keys() != {"entries", "registry"}:
        detail = "Give both keys of the operator's publication, NAME/entries+... and NAME/registry+..., or none."
        raise CradleError("policy.log_keys", detail, place)
    return LogKeys.model_validate(logs)


def find_line(policy: Policy, named: str) -> str:
    """The line of a policy that a reader names: in full, or by the first digits of its id, with its list or without.

    Raises:
        CradleError: `policy.line`.
    """
    *lists, id_ = named.split() or [""]
    digits = id_.removeprefix("sha256:") if lists or id_ != LOGS else ""
    found = [
        line
        for line in lines_of(policy)
        if line == named
        or (digits and line.partition(" sha256:")[2].startswith(digits) and _is_in(line, lists))
    ]
    if len(found) == 1:
        return found[0]
    known = "; ".join(found or unconfirmed_lines(policy) or lines_of(policy))
    what = "Several lines begin so" if found else "The policy has no such line"
    raise CradleError("policy.line", f"{what}; name one of: {known}.", named)


def _is_in(line: str, lists: list[str]) -> bool:
    return not lists or lists == [line.partition(" ")[0]]


def confirm_line(
    data: bytes, named: str, compared_with: str, day: str, logs: LogKeys | None = None
) -> bytes:
    """Confirm a line of a policy file.

    Args:
        data: the file.
        named: the line, as `find_line` takes it.
        compared_with: the source that it was compared with, one line of text.
        day: the day by which it was compared, as YYYY-MM-DD.
        logs: the keys of the logs, if the line is theirs and the policy lacks them.

    Returns:
        The changed file.

    Raises:
        CradleError: `policy.own` for a policy without marks, `policy.undivided` for one mark of all lines,
            `policy.log_keys`, `policy.form` for a file whose mark cannot be found, a rule of `ConfirmedLine`, or as
            `find_line` and `parse_policy`.
    """
    policy = parse_policy(data)
    _require_marks(policy)
    line = find_line(policy, named)
    added = _added_keys(policy, line, logs)
    row = ConfirmedLine.parse(canonical({"line": line, "compared_with": compared_with, "on": day}))
    text = data.decode("utf-8")
    kept = _without_mark(text if text.endswith("\n") else f"{text}\n", line)
    changed = b"\n".join(
        [
            kept.rstrip("\n").encode() + b"\n",
            *added,
            format_toml({"confirmed": [row.to_json()]}).lstrip(),
        ]
    )
    read = parse_policy(changed)
    if line in unconfirmed_lines(read) or lines_of(read) != lines_of(policy):
        detail = (
            f"The mark of {line} was not found; write it as a table of its own, [[unconfirmed]]."
        )
        raise CradleError("policy.form", detail, "unconfirmed")
    return changed


def _require_marks(policy: Policy) -> None:
    if not is_marked(policy):
        detail = (
            "No line of this policy is marked: it is your own, and nothing in it waits for you."
        )
        raise CradleError("policy.own", detail, "policy")
    if ALL in unconfirmed_lines(policy):
        detail = (
            "One mark covers all lines of this policy; draft it again with cradle policy --from."
        )
        raise CradleError("policy.undivided", detail, "unconfirmed")


def _added_keys(policy: Policy, line: str, logs: LogKeys | None) -> list[bytes]:
    """The table of the log keys, if the policy lacks it.

    Raises:
        CradleError: `policy.log_keys`.
    """
    if line == LOGS and policy.logs is None and logs is not None:
        return [format_toml({"logs": logs.to_json()}).lstrip()]
    if line == LOGS and policy.logs is None:
        detail = "The policy has no log keys yet; give both, as the operator publishes them."
        raise CradleError("policy.log_keys", detail, "--log-key")
    if logs not in (None, policy.logs) or (logs is not None and line != LOGS):
        detail = "The log keys of this policy are others; draft it again with the right ones, or correct the file."
        raise CradleError("policy.log_keys", detail, "--log-key")
    return []


def _without_mark(text: str, line: str) -> str:
    """The text of a policy without the table that marks the line."""
    for match in _MARK.finditer(text):
        try:
            (row,) = tomllib.loads(match[0])["unconfirmed"]
        except tomllib.TOMLDecodeError:
            continue
        if row.get("line") == line:
            return text[: match.start()] + text[match.end() :]
    return text
