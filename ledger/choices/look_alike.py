"""Identifiers that look alike: the skeleton of an id, equal for two ids that a reader would take for one.

A reduced form of the method of Unicode Technical Standard 39: compatible forms are made one (NFKC), marks without width
are dropped, letters of other scripts become the Latin ones that they look like, and so do digits; case counts for
nothing, and runs of spaces, dots, dashes and underscores are one dash. The table has ASCII prototypes alone, so pairs
such as 8 and B, 5 and S, or 1 and 01 are not found. Ids of one issuer are compared, and a likeness is never a fault.
"""

import re
import unicodedata

from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.inventory import Output

_CYRILLIC = dict(
    zip("АВЕЅІЈКМНОРСТУХаесіјкмнорѕтухһӏԁ", "ABESIJKMHOPCTYXaecijkmhopstyxhld", strict=True)
)
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ", "ABEZHIKMNOPTYXaiKVopTUX", strict=True))
_LETTERS = str.maketrans(_CYRILLIC | _GREEK)
_SHAPES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})
_BREAKS = re.compile(r"[\s._-]+")
_UNSEEN = {"Cc", "Cf", "Mn"}


def skeleton(name: str) -> str:
    """The form of an id that is equal for look-alike ids."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    latin = seen.translate(_LETTERS).casefold().translate(_SHAPES).replace("rn", "m")
    return _BREAKS.sub("-", latin).strip("-")


def alike(name: str | None, other: str | None) -> bool:
    """True for two ids that look alike, or are equal; false for an id that is absent."""
    return name is not None and other is not None and skeleton(name) == skeleton(other)


def line_of(output: Output, other: EntryRecord) -> Output | None:
    """The line of another entry whose product is or looks like an output's."""
    rows = () if other.inventory is None else other.inventory.outputs
    return next((row for row in rows if alike(row.product, output.product)), None)


def states_like_goods(record: EntryRecord, other: EntryRecord) -> bool:
    """True if two entries of one issuer state goods of like ids, over periods that share a day or for like lots."""
    entry, other_entry = record.entry, other.entry
    if not entry.period.overlaps(other_entry.period) and not alike(entry.lot, other_entry.lot):
        return False
    outputs = () if record.inventory is None else record.inventory.outputs
    is_model = alike(entry.model, other_entry.model)
    return is_model or any(line_of(output, other) is not None for output in outputs)
