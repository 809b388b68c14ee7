"""The keys of one log over time: the current key, and earlier ones, each for sizes up to its last.

A log whose key is replaced at a size continues under the new key and keeps its name, which is the log's
origin. Earlier signatures stay valid: an earlier key counts for sizes up to the one at which it was
replaced, and for no larger one, so a later thief of that key cannot extend the log. A reader lists the
keys itself, from the operator's publication (docs/decisions/0015), without any stolen key.

    <vkey>                  the key that signs now
    <vkey> until <size>     an earlier one, as a command line names it
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from ledger.trust.encoding import parse_count
from ledger.trust.note import ED25519, Vkey, format_vkey, parse_vkey
from schemas.errors import CradleError
from schemas.signed.policy import EarlierKey, LogKeys

_TEXT = re.compile(r"(\S+)(?: until (\S+))?")


@dataclass(frozen=True, slots=True)
class LogKey:
    """The keys of one log.

    Attributes:
        current: the key that signs now; it counts for every size.
        earlier: further keys, each with the largest size for which it counts.
    """

    current: Vkey
    earlier: tuple[tuple[Vkey, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse the name of another log, a key of another type, and a repeated key."""
        if any(
            vkey.name != self.current.name or vkey.kind != ED25519 for vkey in self.known
        ) or len({vkey.key for vkey in self.known}) < len(self.known):
            detail = (
                f"A key of {self.current.name} is repeated, of another name or not Ed25519; name"
                " Ed25519 keys of that log, each once."
            )
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

    def first_at(self, size: int) -> Vkey:
        """The key with which the log first signed this size: of those that count, the one that was replaced first."""
        counting = [(until, vkey) for vkey, until in self.earlier if size <= until]
        return min(counting, key=itemgetter(0))[1] if counting else self.current


def gather_log_keys(texts: Iterable[str]) -> dict[str, LogKey]:
    """Parse the keys of logs, one text a key in the form of a command line; return them by the log's name.

    Raises:
        CradleError: `log_key.form`, `log_key.keys`, or `note.*` for a malformed key.
    """
    current: dict[str, Vkey] = {}
    earlier: dict[str, list[tuple[Vkey, int]]] = {}
    for text in texts:
        parts = _TEXT.fullmatch(text.strip())
        vkey = None if parts is None else parse_vkey(parts[1])
        if parts is None or vkey is None or (parts[2] is None and vkey.name in current):
            detail = (
                "The key is malformed, or a second current one; name one current key of each log,"
                " and an earlier one as `VKEY until SIZE`."
            )
            raise CradleError("log_key.form", detail, text)
        if parts[2] is None:
            current[vkey.name] = vkey
        else:
            earlier.setdefault(vkey.name, []).append((vkey, parse_count(parts[2], "until")))
    if earlier.keys() - current.keys():
        detail = "An earlier key is named without the log's current one; name both."
        raise CradleError(
            "log_key.form", detail, ", ".join(sorted(earlier.keys() - current.keys()))
        )
    return {name: LogKey(vkey, tuple(earlier.get(name, ()))) for name, vkey in current.items()}


def read_log_keys(keys: LogKeys) -> tuple[LogKey, LogKey]:
    """Parse the keys of the entries log and of the registry that a document lists.

    Raises:
        CradleError: as `gather_log_keys`.
    """
    named = [keys.entries, keys.registry]
    named += [f"{row.vkey} until {row.until}" for row in keys.earlier or ()]
    keys_by_name = gather_log_keys(named)
    return keys_by_name[parse_vkey(keys.entries).name], keys_by_name[parse_vkey(keys.registry).name]


def list_log_keys(entries: LogKey, registry: LogKey) -> LogKeys:
    """Format the keys of both logs as a document lists them; the inverse of `read_log_keys`."""
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
