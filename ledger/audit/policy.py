"""The policy file: its parser and its writer.

A policy is written by hand, so it is TOML. It decides the verdict, so nothing in it is guessed: the
models are strict, verifier keys are parsed at once, and a quorum that the listed witnesses cannot
reach is refused. A report names the policy by the digest of the file's bytes, not of its values.

    origin = "ledger.example/battery"
    quorum = 0
    registrars = ["sha256:..."]
    rulebooks = ["sha256:..."]
    factor_sets = ["sha256:..."]
    oldest_registry_size = 0

    [logs]
    entries = "ledger.example/battery/entries+..."
    registry = "ledger.example/battery/registry+..."

Source: TOML v1.0.0; verifier keys as in C2SP signed-note. Left out: comments are not kept by `format_policy`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from pydantic import ValidationError

from ledger.audit.policy_lines import ALL, LISTS, LOGS, mark_faults
from ledger.audit.published_warranty import open_warranty
from ledger.trust.canonical import canonical
from ledger.trust.log_key import LogKey, read_log_keys
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, parse_vkey
from schemas.base import refusals
from schemas.errors import CradleError
from schemas.signed.policy import Policy
from schemas.toml_text import format_toml

POLICY_LIMIT = 1 << 20

_MISSING = {
    "origin": "Write the ledger's name as origin.",
    "logs": "Add the table [logs] with the verifier keys of both logs, entries and registry.",
    "entries": "Write the verifier key of the entries log.",
    "registry": "Write the verifier key of the registry log.",
    "quorum": "Write how many groups of witnesses must have signed; write 0 if none need to.",
    "registrars": "List at least one registrar.",
    "rulebooks": "List at least one rulebook.",
    "factor_sets": "List at least one factor set.",
    "line": "Write the name of the line that the mark is for.",
    "compare_with": "Write what to compare the line with.",
    "compared_with": "Write what you compared the line with.",
    "on": "Write the day by which you compared it, as YYYY-MM-DD.",
    "oldest_registry_size": "Write the size of the oldest registry that you accept; 1 accepts all.",
}
"""What to write where a line is missing."""

_LISTED = (f"sha256:{'0' * 64}",)
_ANY: Mapping[str, object] = {
    "origin": "a",
    "quorum": 0,
    "registrars": _LISTED,
    "rulebooks": _LISTED,
    "factor_sets": _LISTED,
    "oldest_registry_size": 0,
}
"""Values in the place of members whose shape is wrong, so that the others are still checked."""


def parse_policy(data: bytes) -> Policy:
    """Parse a policy from a TOML file.

    Raises:
        CradleError: `policy.size`, `policy.syntax`, `policy.field`, `policy.key`, `policy.witness`, `policy.quorum`,
            `policy.warranty`, `policy.line`, with the field path as place. The sentence of a refusal names the
            other faults of the file too.
    """
    if len(data) > POLICY_LIMIT:
        raise CradleError("policy.size", f"A policy file has at most {POLICY_LIMIT} bytes.")
    try:
        members: dict[str, object] = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise CradleError(
            "policy.syntax", f"The policy is not valid TOML: {error}. Correct it there."
        ) from None
    unconfirmed = members.get("unconfirmed")
    if isinstance(unconfirmed, str):  # as drafts were marked before each line was
        members["unconfirmed"] = [{"line": ALL, "compare_with": unconfirmed}]
    policy, faults = _read(members)
    if faults:
        raise _combine(*faults)
    return policy


def _read(members: Mapping[str, object]) -> tuple[Policy, list[CradleError]]:
    """Read the members of a policy; return it with all its faults, in its place a stand-in if its shape is wrong.

    Raises:
        CradleError: `policy.field` if the members are not JSON.
    """
    try:
        content = canonical(members)
    except CradleError as error:
        raise CradleError("policy.field", error.detail, error.place) from None
    try:
        policy = Policy.model_validate_json(content)
    except ValidationError as error:
        faults = list(map(_fault, refusals(error)))
        wrong = {re.split(r"[.\[]", fault.place)[0] for fault in faults}
        sound = {name: value for name, value in members.items() if name not in wrong}
        stand_in = Policy.model_validate_json(canonical({**_ANY, **sound}))
        return stand_in, [*faults, *_faults_of_values(stand_in, wrong)]
    return policy, list(_faults_of_values(policy, set()))


def _faults_of_values(policy: Policy, wrong: AbstractSet[str]) -> Iterator[CradleError]:
    """The faults of a policy's values, except those that depend on a member of wrong shape."""
    if not wrong & {"origin", LOGS, "unconfirmed"}:
        yield from _log_faults(policy)
    if "witnesses" not in wrong:
        yield from _witness_faults(policy)
    yield from _monitor_faults(policy)
    yield from _warranty_faults(policy)
    if not wrong & {*LISTS}:
        yield from mark_faults(policy)


def _fault(error: CradleError) -> CradleError:
    """A fault of shape in the words of a policy: what it must list, and which line was meant."""
    detail = error.detail
    if error.code == "schema.too_short":
        detail = f"List at least one {error.place.removesuffix('s').replace('_', ' ')}."
    elif error.code == "schema.missing":
        detail = _MISSING.get(error.place.rpartition(".")[2], detail)
    elif error.code == "schema.extra_forbidden":
        close = get_close_matches(error.place, [*Policy.model_fields], n=1)
        meant = f"write {close[0]}, or remove it" if close else "remove it"
        detail = f"A policy has no line {error.place}; {meant}."
    return CradleError("policy.field", detail, error.place)


def _combine(first: CradleError, *others: CradleError) -> CradleError:
    """The first fault, the sentence of which names all others with their places."""
    more = "".join(f" Also {other.place}: {other.detail}" for other in others)
    return CradleError(first.code, f"{first.detail}{more}", first.place)


def log_key(policy: Policy, log: str) -> LogKey | None:
    """Return the keys of one of the two logs, `entries` or `registry`; None if a draft lacks them."""
    if policy.logs is None:
        return None
    entries, registry = read_log_keys(policy.logs)
    return entries if log == "entries" else registry


def witness_keys(policy: Policy) -> dict[str, list[Vkey]]:
    """Return the verifier keys of the witnesses, by the group of parties that they belong to.

    A raw key counts in one group only, the first that lists it; `parse_policy` refuses another.
    """
    groups: dict[str, list[Vkey]] = {}
    counted: set[bytes] = set()
    for witness in policy.witnesses:
        vkey = parse_vkey(witness.vkey)
        if vkey.key not in counted:
            groups.setdefault(witness.group, []).append(vkey)
            counted.add(vkey.key)
    return groups


def monitor_keys(policy: Policy) -> list[Vkey]:
    """Return the verifier keys of the monitors whose reports count."""
    return [parse_vkey(vkey) for vkey in policy.monitors or ()]


def _log_faults(policy: Policy) -> list[CradleError]:
    if policy.logs is None:
        marked = any(row.line == LOGS for row in policy.unconfirmed or ())
        return [] if marked else [CradleError("policy.field", _MISSING[LOGS], LOGS)]
    faults = []
    for log, text in (("entries", policy.logs.entries), ("registry", policy.logs.registry)):
        key = _key(text, f"logs.{log}")
        if isinstance(key, CradleError):
            faults.append(key)
        elif key.kind != ED25519 or key.name != f"{policy.origin}/{log}":
            detail = f"The key of this log must be an Ed25519 key named {policy.origin}/{log}."
            faults.append(CradleError("policy.key", detail, f"logs.{log}"))
    try:
        if not faults:
            read_log_keys(policy.logs)
    except CradleError as error:
        faults.append(CradleError("policy.key", error.detail, "logs.earlier"))
    return faults


def _witness_faults(policy: Policy) -> Iterator[CradleError]:
    keys: set[bytes] = set()
    for index, witness in enumerate(policy.witnesses):
        place = f"witnesses[{index}].vkey"
        key = _key(witness.vkey, place)
        if isinstance(key, CradleError):
            yield key
        elif key.kind != COSIGNATURE or key.key in keys:
            detail = "A witness needs a cosignature key of its own; list each key once."
            yield CradleError("policy.witness", detail, place)
        else:
            keys.add(key.key)
    groups = len({witness.group for witness in policy.witnesses})
    if policy.quorum > groups:
        detail = f"The witnesses form {groups} groups; a quorum counts one witness of each group."
        yield CradleError("policy.quorum", detail, "quorum")


def _monitor_faults(policy: Policy) -> Iterator[CradleError]:
    keys: set[bytes] = set()
    for index, text in enumerate(policy.monitors or ()):
        place = f"monitors[{index}]"
        key = _key(text, place)
        if isinstance(key, CradleError):
            yield key
        elif key.kind != ED25519 or key.key in keys:
            detail = "A monitor needs an Ed25519 key of its own; list each key once."
            yield CradleError("policy.key", detail, place)
        else:
            keys.add(key.key)


def _warranty_faults(policy: Policy) -> Iterator[CradleError]:
    for index, row in enumerate(policy.warranties or ()):
        try:
            open_warranty(row)
        except CradleError as error:
            yield CradleError("policy.warranty", error.detail, f"warranties[{index}]")


def _key(text: str, place: str) -> Vkey | CradleError:
    try:
        return parse_vkey(text)
    except CradleError as error:
        return CradleError("policy.key", error.detail, place)


def format_policy(policy: Policy) -> bytes:
    """Write a policy as TOML; the inverse of `parse_policy`."""
    return format_toml(policy.to_json())
