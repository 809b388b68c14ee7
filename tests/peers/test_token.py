"""A whole chain signed on a token, judged by the second verifier, which knows nothing of tokens."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from support.command import CRADLE, cradle
from support.second_opinion import FILE
from support.tokens import Token

TOP = Path(__file__).parents[2]
FIRMS = ("cells", "packs", "recycler", "auditor")


def test_supplier_manufacturer_and_auditor_sign_on_a_token(token: Token, tmp_path: Path) -> None:
    """The README's commands, every key of theirs on the token (Ed25519, the one that the second verifier judges).

    Both verifiers come to the same total; the report lists the four that signed under custody hsm.
    """
    shutil.copytree(TOP / "docs" / "examples", tmp_path / "docs" / "examples")
    for who in FIRMS:
        named = (f"--{key}={token.uri(f'{who} {key}')}" for key in ("root", "working"))
        ran = cradle("keys", "new", tmp_path / "keys" / who, *named)
        assert ran.code == 0, ran.err
    text = (TOP / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    commands = "\n".join(block for block in blocks if "make demo" not in block)
    script, made = re.subn(r"^for who in .*\n", "", commands, flags=re.MULTILINE)
    assert made == 1
    path = f"{CRADLE.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{script}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "keys").rglob("*.pem")) == []

    given = (tmp_path / "declaration.bundle", "--policy", tmp_path / "policy.toml")
    report = json.loads(cradle("verify", *given, "--json").out)
    custody = Counter(
        row["value"].rpartition(", ")[2]
        for row in report["asserted"]
        if row["name"] == "custody of a key"
    )
    assert custody["hsm"] == len(FIRMS)
    alone = [sys.executable, "-S", "-I", FILE, given[0], given[2]]
    second = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stdout
    assert second.stdout.splitlines()[-1].startswith(
        f"verified; recomputed: {report['recomputed_total']}"
    )
