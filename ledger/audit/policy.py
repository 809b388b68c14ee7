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

import tomllib

from ledger.trust.canonical import canonical
from ledger.trust.log_key import LogKey, read_log_keys
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, parse_vkey
from schemas.errors import CradleError
from schemas.policy import Policy
from schemas.toml_text import format_toml

POLICY_LIMIT = 1 << 20


def parse_policy(data: bytes) -> Policy:
    """Parse a policy from a TOML file.

    Raises:
        CradleError: `policy.size`, `policy.syntax`, `policy.field`, `policy.key`, `policy.witness`, `policy.quorum`,
            with the field path as place.
    """
    if len(data) > POLICY_LIMIT:
        raise CradleError("policy.size", f"A policy file has at most {POLICY_LIMIT} bytes.")
    try:
        members: dict[str, object] = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise CradleError(
            "policy.syntax", f"The policy is not valid TOML: {error}. Correct it there."
        ) from None
    try:
        policy = Policy.parse(canonical(members))
    except CradleError as error:
        raise CradleError("policy.field", error.detail, error.place) from None
    _check_logs(policy)
    _check_witnesses(policy)
    _check_monitors(policy)
    return policy


def log_key(policy: Policy, log: str) -> LogKey:
    """Return the keys of one of the two logs, `entries` or `registry`."""
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


def _check_logs(policy: Policy) -> None:
    for log, text in (("entries", policy.logs.entries), ("registry", policy.logs.registry)):
        key = _key(text, f"logs.{log}")
        if key.kind != ED25519 or key.name != f"{policy.origin}/{log}":
            detail = f"The key of this log must be an Ed25519 key named {policy.origin}/{log}."
            raise CradleError("policy.key", detail, f"logs.{log}")
    try:
        read_log_keys(policy.logs)
    except CradleError as error:
        raise CradleError("policy.key", error.detail, "logs.earlier") from None


def _check_witnesses(policy: Policy) -> None:
    keys: set[bytes] = set()
    for index, witness in enumerate(policy.witnesses):
        place = f"witnesses[{index}].vkey"
        key = _key(witness.vkey, place)
        if key.kind != COSIGNATURE or key.key in keys:
            detail = "A witness needs a cosignature key of its own; list each key once."
            raise CradleError("policy.witness", detail, place)
        keys.add(key.key)
    groups = len({witness.group for witness in policy.witnesses})
    if policy.quorum > groups:
        detail = f"The witnesses form {groups} groups; a quorum counts one witness of each group."
        raise CradleError("policy.quorum", detail, "quorum")


def _check_monitors(policy: Policy) -> None:
    keys: set[bytes] = set()
    for index, text in enumerate(policy.monitors or ()):
        place = f"monitors[{index}]"
        key = _key(text, place)
        if key.kind != ED25519 or key.key in keys:
            detail = "A monitor needs an Ed25519 key of its own; list each key once."
            raise CradleError("policy.key", detail, place)
        keys.add(key.key)


def _key(text: str, place: str) -> Vkey:
    try:
        return parse_vkey(text)
    except CradleError as error:
        raise CradleError("policy.key", error.detail, place) from None


def format_policy(policy: Policy) -> bytes:
    """Write a policy as TOML; the inverse of `parse_policy`."""
    return format_toml(policy.to_json())
