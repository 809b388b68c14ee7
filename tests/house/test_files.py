"""The committed files: none is long, none names a machine, and a package says what it is and loads nothing.

A file of more than 300 lines has two subjects and should be split; tests count too. Exceptions are generated files, and
two programs that are single files so that they can be read and passed on alone.

An address of a package registry, or a path of one machine, ties a checkout to the place where it was written. The lock
has hashes alone, and tests find data beside the checkout by a relative path or an environment variable.

Importing `ledger.cli.commands.verify` runs `ledger/__init__.py` and `ledger/cli/__init__.py` first, and the import
contracts do not count that. A re-export there would give the offline verifier modules that its contract forbids.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import tree

LIMIT = 300
ALONE = {"tests/peers/conservative_alone.py": 2_148, "tests/peers/verify_alone.py": 1197}
"""The limits of programs in one file."""

GENERATED = ("ledger/store/migrations/", "ledger/client/questions.py")
DOOR = "ledger/__init__.py"
"""The package with two functions for scripts, which import when they are called."""

# No pattern matches its own text, so this file passes.
PLACES = re.compile(
    r'--(extra-)?index-url|source = \{ registry|"resolved": *"http'
    r"|pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|proxy\.golang\.org"
    r"|/(work|farm|root|Users)/|/home/\w"
)


def over(name: str, length: int) -> bool:
    """True if a Python file of this many lines is too long."""
    return length > ALONE.get(name, LIMIT) and not name.startswith(GENERATED)


def excess(name: str, source: bytes) -> Iterator[str]:
    """Yield each line of a package that is more than a docstring, and the want of one."""
    module = ast.parse(source)
    if ast.get_docstring(module) is None:
        yield f"{name}: no docstring"
    for line in module.body[1:]:
        if name != DOOR or _loads(line):
            yield f"{name}:{line.lineno}: more than a docstring"


def _loads(line: ast.stmt) -> bool:
    """Return whether a statement does more than define functions."""
    if isinstance(line, ast.ImportFrom):
        return line.module != "typing"
    if isinstance(line, ast.If):
        return ast.unparse(line.test) != "TYPE_CHECKING"
    return not isinstance(line, ast.FunctionDef | ast.Expr)


def test_the_tree_is_what_git_would_commit(tmp_path: Path) -> None:
    """New files are included, ignored and deleted ones are not."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("cache/\n")
    (tmp_path / "cache").mkdir()
    for name in ("cache/x.py", "new.py", "gone.py"):
        (tmp_path / name).touch()
    subprocess.run(["git", "add", "gone.py"], cwd=tmp_path, check=True)
    (tmp_path / "gone.py").unlink()
    assert tree.files(tmp_path, "*.py") == [tmp_path / "new.py"]


def test_no_file_is_long() -> None:
    """300 lines pass and 301 do not, in tests as well; a program in one file has a limit of its own."""
    lengths = {
        path.relative_to(tree.TOP).as_posix(): len(path.read_bytes().splitlines())
        for path in tree.files(pattern="*.py")
    }
    assert {name: length for name, length in lengths.items() if over(name, length)} == {}
    assert not over("ledger/a.py", LIMIT)
    assert over("tests/test_a.py", LIMIT + 1)
    assert not over("ledger/store/migrations/versions/a.py", LIMIT + 1)
    assert [over(name, limit + 1) for name, limit in ALONE.items()] == [True, True]


def test_no_file_names_a_registry_or_a_machine() -> None:
    """Binary files pass."""
    found = []
    for path in tree.files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for match in PLACES.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(tree.TOP)}:{line}: {match[0]}")
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "--" + "index-url x",
        "--extra-" + "index-url x",
        '"resolved":' + ' "https://somewhere"',
        "https://files.python" + "hosted.org/packages",
        "source = " + "{ registry = 1 }",
        "/wo" + "rk/main/x",
        "/ho" + "me/someone",
    ],
)
def test_an_address_is_found(text: str) -> None:
    """So is a path; relative paths and options that suppress addresses are none."""
    assert PLACES.search(f"fine\n{text}\n")
    assert not PLACES.search("--no-emit-index-url ../shared ledger/trust networks/x\n")


def test_every_package_is_bare() -> None:
    """Each has a docstring and nothing else."""
    found = [
        line
        for path in tree.files(pattern="*__init__.py")
        for line in excess(path.relative_to(tree.TOP).as_posix(), path.read_bytes())
    ]
    assert found == []


def test_a_package_that_holds_more_than_its_docstring_is_found() -> None:
    """So is one without a docstring; the functions of `ledger` import when they are called."""
    door = b'"""Door."""\nfrom typing import TYPE_CHECKING\n\ndef enter():\n    """Enter."""\n    import a\n'
    assert not list(excess(DOOR, door))
    assert list(excess(DOOR, door + b"\nimport a\n")) == [f"{DOOR}:8: more than a docstring"]
    assert list(excess("b/__init__.py", b'"""B."""\nimport a\n')) == [
        "b/__init__.py:2: more than a docstring"
    ]
    assert list(excess("c/__init__.py", b"")) == ["c/__init__.py: no docstring"]
