"""The keys of one log over time: that which signs now, and earlier ones, each for sizes up to its last.

A log whose key is replaced at a size goes on under the new one; the name, which is the log's origin,
stays. What was signed before counts as it did: an earlier key speaks for sizes up to the one at which
it was replaced, and for nothing after, so whoever gets hold of it later can add nothing. A reader lists
the keys itself, from the operator's publication (docs/decisions/0015); one that was stolen is left out.

    <vkey>                  the key that signs now
    <vkey> until <size>     an earlier one, as a command line names it
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.trust.encoding import parse_count
from ledger.trust.note import ED25519, Vkey, format_vkey, parse_vkey
from schemas.errors import CradleError
from schemas.policy import EarlierKey, LogKeys

_TEXT = re.compile(r"(\S+)(?: until (\S+))?")


@dataclass(frozen=True, slots=True)
class LogKey:
    """The keys of one log.

    Attributes:
        current: signs now, and counts for every size.
        earlier: further keys, each with the largest size that it counts for.
    """

    current: Vkey
    earlier: tuple[tuple[Vkey, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse another log's name, a key of another type, and one key twice."""
        if any(
            vkey.name != self.current.name or vkey.kind != ED25519 for vkey in self.known
        ) or len({vkey.key for vkey in self.known}) < len(self.known):
            detail = f"The keys of {self.current.name} are Ed25519 keys of that name, each once."
            raise CradleError("log_key.keys", detail)

    @property
    def name(self) -> str:
        """The log's origin."""
        return self.current.name

    @property
    def known(self) -> tuple[Vkey, ...]:
        """All keys, the current one first."""
        return (self.current, *(vkey for vkey, _ in self.earlier))

    def at(self, size: int) -> tuple[Vkey, ...]:
        """The keys that count for a checkpoint of this size."""
        return (self.current, *(vkey for vkey, until in self.earlier if size <= until))


def gather_log_keys(texts: Iterable[str]) -> dict[str, LogKey]:
    """The keys of logs, by name, as a command line names them, one text a key.

    Raises:
        CradleError: `log_key.form`, `log_key.keys`, `note.*` for what is no key.
    """
    current: dict[str, Vkey] = {}
    earlier: dict[str, list[tuple[Vkey, int]]] = {}
    for text in texts:
        parts = _TEXT.fullmatch(text.strip())
        vkey = None if parts is None else parse_vkey(parts[1])
        if parts is None or vkey is None or (parts[2] is None and vkey.name in current):
            detail = "Name one current key of each log, and an earlier one as `VKEY until SIZE`."
            raise CradleError("log_key.form", detail, text)
        if parts[2] is None:
            current[vkey.name] = vkey
        else:
            earlier.setdefault(vkey.name, []).append((vkey, parse_count(parts[2], "until")))
    if earlier.keys() - current.keys():
        detail = "An earlier key is named beside the one that its log signs with now."
        raise CradleError(
            "log_key.form", detail, ", ".join(sorted(earlier.keys() - current.keys()))
        )
    return {name: LogKey(vkey, tuple(earlier.get(name, ()))) for name, vkey in current.items()}


def read_log_keys(keys: LogKeys) -> tuple[LogKey, LogKey]:
    """The keys of the entries log and of the registry that a document lists.

    Raises:
        CradleError: as `gather_log_keys`.
    """
    named = [keys.entries, keys.registry]
    named += [f"{row.vkey} until {row.until}" for row in keys.earlier or ()]
    found = gather_log_keys(named)
    return found[parse_vkey(keys.entries).name], found[parse_vkey(keys.registry).name]


def list_log_keys(entries: LogKey, registry: LogKey) -> LogKeys:
    """The keys of both logs as a document lists them; the inverse of `read_log_keys`."""
    earlier = [
        EarlierKey(vkey=format_vkey(vkey), until=until)
        for key in (entries, registry)
        for vkey, until in key.earlier
    ]
    return LogKeys(
        entries=format_vkey(entries.current),
        registry=format_vkey(registry.current),
        earlier=tuple(earlier) or None,
    )
