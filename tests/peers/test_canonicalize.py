"""canonicalize, the JavaScript implementation of RFC 8785, writes the same bytes as ours.

The package comes from npm; CRADLE_NODE_MODULES names the folder of modules that holds it.
"""

import json
import subprocess
import unicodedata
from pathlib import Path
from random import Random

from support.need import need_command, need_set

from ledger.trust.canonical import canonical

SCRIPT = Path(__file__).parent / "node/canonicalize.mjs"
COUNT = 5_000
LARGEST = 2**53 - 1
_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789_"
_SCRIPTS = ((0x20, 0x7E), (0xA1, 0x24F), (0x391, 0x3C9), (0x4E00, 0x9FFF), (0x1F300, 0x1F64F))
"""Spans of characters that the profile takes: Latin, Greek, ideographs, and beyond 16 bits."""


def random_value(drawn: Random, depth: int = 4) -> object:
    """A value of any type, nested at most so deep; members of an object in no order."""
    if depth and drawn.random() < 0.5:
        count = drawn.randrange(6)
        if drawn.random() < 0.4:
            return [random_value(drawn, depth - 1) for _ in range(count)]
        return {_key(drawn): random_value(drawn, depth - 1) for _ in range(count)}
    match drawn.randrange(4):
        case 0:
            return drawn.random() < 0.5
        case 1:
            return drawn.randint(-LARGEST, LARGEST) >> drawn.randrange(54)
        case _:
            return _text(drawn)


def _key(drawn: Random) -> str:
    return "".join(drawn.choices(_KEYS, k=drawn.randint(1, 8)))


def _text(drawn: Random) -> str:
    spans = drawn.choices(_SCRIPTS, k=drawn.randrange(20))
    text = "".join(chr(drawn.randint(*span)) for span in spans)
    return unicodedata.normalize("NFC", text)


def _peer(lines: list[str]) -> list[str]:
    asked = subprocess.run(
        [need_command("node"), SCRIPT, need_set("CRADLE_NODE_MODULES")],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    answer: list[str] = json.loads(asked.stdout)
    return answer


def test_the_same_canonical_bytes() -> None:
    """Five thousand random values of the profile, each in a spelling that is not canonical."""
    drawn = Random(8785)  # noqa: S311 - the same values each time
    values = [random_value(drawn) for _ in range(COUNT)]
    spelled = [json.dumps(value, ensure_ascii=True) for value in values]
    written = [canonical(value).decode() for value in values]
    assert sum(left != right for left, right in zip(spelled, written, strict=True)) > COUNT // 2
    assert _peer(spelled) == written
