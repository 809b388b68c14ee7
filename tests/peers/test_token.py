"""A whole chain signed on a token, judged by the second verifier, which knows nothing of tokens."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from string import Template

import pytest
from support.command import cradle
from support.second_opinion import FILE
from support.tokens import Token

TOP = Path(__file__).parents[2]
FIRMS = ("cells", "packs", "recycler", "auditor")


ASSIGNMENT = re.compile(r"(\w+)=\$\((.+)\)")


def run(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the page's lines in this process; `tests/docs/test_readme.py` runs them in a shell.

    A line is a command, `NAME=$(command)`, `NAME=value`, `command > file` or `export NAME=value`. The one that makes a
    passphrase is left out: this process has one.
    """
    variables: dict[str, str] = {}
    for line in filter(None, script.replace("\\\n", "").splitlines()):
        assigned = ASSIGNMENT.fullmatch(line)
        words = [
            Template(word).substitute(variables)
            for word in shlex.split(assigned[2] if assigned else line)
        ]
        if words[0] == "(umask":
            continue
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            continue
        if "=" in words[0]:
            name, _, value = words[0].partition("=")
            variables[name] = value
            continue
        command, file = (words[:-2], words[-1]) if words[-2] == ">" else (words, None)
        assert command[0] == "cradle"
        ran = cradle(*command[1:])
        assert ran.code == 0, (line, ran.out, ran.err)
        if assigned:
            variables[assigned[1]] = ran.out.strip()
        if file is not None:
            Path(file).write_text(ran.out, encoding="utf-8")


def test_supplier_manufacturer_and_auditor_sign_on_a_token(
    token: Token, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of the whole chain, every key on the token (Ed25519, the one that the second verifier judges).

    Both verifiers come to the same total; the report lists the four that signed under custody hsm.
    """
    shutil.copytree(TOP / "docs" / "examples", tmp_path / "docs" / "examples")
    for who in FIRMS:
        named = (f"--{key}={token.uri(f'{who} {key}')}" for key in ("root", "working"))
        ran = cradle("keys", "new", tmp_path / "keys" / who, *named)
        assert ran.code == 0, ran.err
    text = (TOP / "docs" / "tutorial" / "chain.md").read_text(encoding="utf-8")
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    script, made = re.subn(r"^for who in .*\n", "", commands, flags=re.MULTILINE)
    assert made == 1
    monkeypatch.chdir(tmp_path)
    run(script, monkeypatch)
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
