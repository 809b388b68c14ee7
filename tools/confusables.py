"""The table of letters that look alike: `python -m tools.confusables FILE`.

FILE is `confusables.txt` of Unicode Technical Standard 39 (https://www.unicode.org/Public/security/). Letters that
NFKC changes are left out, because `ledger.translations.look_alikes` normalises before it looks a letter up.
"""

import sys
from collections import defaultdict
from pathlib import Path
from unicodedata import normalize

TABLE = Path("ledger/translations/confusables.txt")
HEADER = """\
# Letters that look alike, by the letter or letters that stand for all of them; code points in hexadecimal.
# Made by tools/confusables.py from confusables.txt {version} of Unicode Technical Standard 39.
# Copyright (c) 1991-2025 Unicode, Inc. Unicode License v3 (https://www.unicode.org/license.txt).
"""


def main(source: str) -> None:
    """Write the table."""
    lines = Path(source).read_text("utf-8-sig").splitlines()
    version = next(line for line in lines if line.startswith("# Version:")).split()[-1]
    alike: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        letter, *rest = line.partition("#")[0].split(";")
        sign = chr(int(letter, 16)) if rest else ""
        if sign and normalize("NFKC", sign) == sign:
            alike[" ".join(rest[0].split())].append(letter.strip())
    rows = (
        f"{prototype}; {' '.join(sorted(letters))}\n"
        for prototype, letters in sorted(alike.items())
    )
    TABLE.write_text(HEADER.format(version=version) + "".join(rows))


if __name__ == "__main__":
    main(sys.argv[1])
