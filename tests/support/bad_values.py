"""Values that a command must refuse, by the sort of its argument or option (`option_sorts`)."""

from collections.abc import Mapping
from typing import Final

LONG = "x" * 5000
ABSENT = "sha256:" + "0" * 64
IDS = (
    "",
    "sha256:",
    "sha256:12",
    "sha256:" + "g" * 64,
    "sha256:" + "Ä" * 64,
    ABSENT.upper(),
    "*",
    ABSENT,
)
DAYS = ("", "2025-13-01", "2025-02-30", "01.01.2025", "tomorrow", "2025-01-01T00:00:00Z")
NUMBERS = (
    "",
    "75,5",
    "75kWh",
    "NaN",
    "-1",
    "1e400",
    "Infinity",
    " 75",
    "0x10",
    "1_000",
    "\u0667",
)
INTEGERS = ("", "abc", "1.5", "-1", "1e3", "99999999999999999999999999")
FILES = ("", "missing.json", "keys", "binary", "empty", "text/below")
OUTPUTS = ("", "keys", "nowhere/new", "text/below", "x" * 300)
TEXTS = ("", LONG, "a\x07b", "a\nb")
KEYS = ("", "zz", "ab" * 31, "ab" * 32, "Ä")
VKEYS = ("", "abc", "a+b+c", "ledger.example/battery/entries+00000000+AAAA")
URLS = (
    "",
    "not an address",
    "ftp://a.example",
    "http://",
    "https://exa mple/",
    "javascript:alert(1)",
)
WORDS = ("", "nonsense", "Ä", "*")

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": IDS,
    "key": KEYS,
    "day": DAYS,
    "end": (*DAYS, "2024-01-01", "2025-01-01"),
    "due": DAYS,
    "number": NUMBERS,
    "positive": (*NUMBERS, "0"),
    "percent": (*NUMBERS, "101"),
    "share": (*NUMBERS, "1.5"),
    "integer": INTEGERS,
    "sigma": (*NUMBERS, "0", "2.1"),
    "changed lines": (
        *("", "x", "=", "a=b", "a#main=b#main", "#=#", LONG),
        f"{ABSENT}#main={ABSENT}#main",
    ),
    "changed amounts": ("", "x", "=", "a=", f"{ABSENT}=0.5", "a=-1", "a=NaN", LONG),
    "port": (*INTEGERS, "65536"),
    "file": FILES,
    "spreadsheet": FILES,
    "document": ("", "missing.json", "keys", "empty", "text/below"),
    "output": OUTPUTS,
    "documents": ("", "nowhere/new", "text/below", "x" * 300, "text", "new.docx"),
    "formats": (*WORDS, "json,", "json,docx", "pdf"),
    "new folder": ("", "text", "text/below", "keys/cells"),
    "filled folder": ("", "text", "text/below"),
    "own id": tuple(value for value in IDS if value != ABSENT),
    "folder": ("", "missing", "text", "void", "keys"),
    "identity": ("", "missing", "text", "void", "spoilt"),
    "ledger": ("", "missing", "text", "void", "torn"),
    "word": WORDS,
    "code": ("", "Ä", "*", "a b", LONG),
    "scheduler": ("", "nonsense", "nonsense://a"),
    "bundles": ("missing", "text", "void"),
    "scenario": (*WORDS, "missing.toml", "keys", "binary", "empty"),
    "text": TEXTS,
    "part of a name": ("",),
    "name": (*TEXTS, "A B", "A+B"),
    "country": ("", "XX", "Finlandia", "f-i", "F1"),
    "cite": ("", "cells", "=", "cells=", "=" + ABSENT, "cells=sha256:12"),
    "identifier": ("", "lei", ":", "lei:", ":x", "lei:" + LONG),
    "treatment": (*IDS, "{treatment}=", "{treatment}=1,5", "{treatment}=-1", "{treatment}=NaN"),
    "model": ("", "no uri", "urn:example:other", LONG),
    "uri": ("", "no uri", LONG),
    "site": ("", "OTHER-1", "a\nb", LONG),
    "town": ("", "PACK-1", "=", "PACK-1=", "=Town", "a b=Town", "PACK-1=" + LONG),
    "contact": (*TEXTS, *URLS, "+49 30 1", "a@b"),
    "line": ("", "other", "a b", LONG),
    "rulebook": (*WORDS, "eu-1999", ABSENT),
    "factor set": IDS,
    "method": ("", "nonsense", "sha256:", "sha256:12", "sha256:" + "g" * 64, ABSENT.upper()),
    "factor file": (*IDS, *FILES),
    "url": URLS,
    "place": (*FILES[:2], "binary", "empty", "ftp://a.example", "http://"),
    "witness": (*URLS, "abc http://127.0.0.1:9/"),
    "vkey": VKEYS,
    "log key": (*VKEYS, "{entries_key} until x", "{entries_key} until -1"),
    "key file": ("", "keys", "binary", "empty", "nowhere/new.pem", "pkcs11:", "pkcs11:object"),
    "key to make": ("", "keys", "binary", "nowhere/new.pem", "pkcs11:", "pkcs11:object"),
    "database": ("", "postgresql://", "mysql://a/b", "nonsense", "postgresql://127.0.0.1:9/none"),
    "host": ("", "no host!", "256.1.1.1"),
    "time": ("", "2026-01-31", "now", "2026-13-01T00:00:00Z"),
    "partner": ("", "a", "a,b", "not an address,b,c"),
    "account": ("", "A B", "Ä", LONG, "script.nobody"),
    "new account": ("", "A B", "Ä", LONG),
    "request": ("", "missing", "Ä", LONG),
    "reference": TEXTS,
    "owner": ("", "missing", "text", "void", "spoilt", *IDS[1:]),
    "origin": ("", "UPPER", "a b", LONG, "no-slash-Ä"),
    "notified body": (*INTEGERS, "123", "12345"),
    "row": (*IDS, "{cell}/inputs/99", "{cell}/inputs/-1", "{cell}/nothing/0", "/inputs/0"),
    "row place": (*WORDS, "inputs", "inputs/-1", "inputs/01", "{cell}/inputs/0"),
    "quantity": tuple(value for value in NUMBERS if value != "-1"),
    "settlement": ("", "x", "=documents", "time.old/ffff=documents", "time.old=sampled"),
    "anything": (),
}
"""The bad values of each sort; braces are ids of the folder."""
