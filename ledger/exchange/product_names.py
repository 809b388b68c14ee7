"""Make a product id from the name of a product, by one rule.

    Al-Profil 6060 (geschliffen)    urn:cradle:product:al-profil-6060-geschliffen

1. Letters of another width become usual ones (NFKC), all in lower case; ä, ö and ü become ae, oe and ue, ß becomes ss.
2. Other marks of letters are dropped: é becomes e.
3. Each run of characters that are no letters and no digits becomes one hyphen; none is at an end.

Letters of every script stay, so 铝型材 has an id. The rule drops differences, so two names can have one id: its callers
refuse them.
"""

import re
import unicodedata

PREFIX = "urn:cradle:product:"
LONGEST = 200

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_LETTERS = re.compile(r"[\W_]+")


def product_id(name: str) -> str | None:
    """The id of a product of this name; None if the name has no letter and no digit, or is too long."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    latin = unicodedata.normalize("NFC", folded).translate(_UMLAUTS)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", latin)
        if not unicodedata.combining(letter)
    )
    slug = _NO_LETTERS.sub("-", unicodedata.normalize("NFC", bare)).strip("-")
    return f"{PREFIX}{slug}" if slug and len(slug) <= LONGEST else None
