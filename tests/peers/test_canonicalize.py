"""canonicalize, the JavaScript implementation of RFC 8785, writes the same bytes as ours.

The package comes from npm; CRADLE_NODE_MODULES names the folder of modules that holds it.
"""

import json
import random
import subprocess
from pathlib import Path

from support.json_values import random_value
from support.need import need_command, need_set

from ledger.trust.canonical import canonical

SCRIPT = Path(__file__).parent / "node/canonicalize.mjs"
COUNT = 5_000


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
    """Five thousand random values of the profile, each told in a spelling that is not canonical."""
    drawn = random.Random(8785)  # noqa: S311 - the same values each time
    values = [random_value(drawn) for _ in range(COUNT)]
    spelled = [json.dumps(value, ensure_ascii=True) for value in values]
    written = [canonical(value).decode() for value in values]
    assert sum(left != right for left, right in zip(spelled, written, strict=True)) > COUNT // 2
    assert _peer(spelled) == written
