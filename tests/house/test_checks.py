"""The checks of tools/: each reports its violation, and is silent on a clean tree."""

import subprocess
from pathlib import Path

import pytest

from tools import bare_packages, file_length, no_addresses, tree


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """Make an empty git work tree."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


def write(top: Path, name: str, text: str) -> None:
    """Write one file of the tree, with the folders above it."""
    (top / name).parent.mkdir(parents=True, exist_ok=True)
    (top / name).write_text(text)


def test_the_tree_is_what_git_would_commit(top: Path) -> None:
    """New files are included, ignored and deleted ones are not."""
    write(top, ".gitignore", "cache/\n")
    write(top, "cache/x.py", "")
    write(top, "new.py", "")
    write(top, "gone.py", "")
    subprocess.run(["git", "add", "gone.py"], cwd=top, check=True)
    (top / "gone.py").unlink()
    assert tree.files(top, "*.py") == [top / "new.py"]


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
def test_an_address_is_found(top: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An address or machine path in any text file fails the check and is reported with its line."""
    write(top, "docs/a.md", f"fine\n{text}\n")
    assert no_addresses.main(top) == 1
    assert capsys.readouterr().out.startswith("docs/a.md:2: ")


def test_ordinary_text_holds_no_address(top: Path) -> None:
    """Relative paths, option names that suppress addresses, and binary files pass."""
    write(top, "a.txt", "--no-emit-index-url ../shared ledger/trust networks/x\n")
    (top / "b.bin").write_bytes(b"\xff\xfe/wo" + b"rk/")
    assert no_addresses.main(top) == 0


def test_a_long_file_is_found(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """300 lines pass and 301 do not, in tests as well; migrations are generated."""
    write(top, "ledger/a.py", "x\n" * 300)
    write(top, "ledger/store/migrations/versions/b.py", "x\n" * 301)
    assert file_length.main(top) == 0
    write(top, "tests/test_c.py", "x\n" * 301)
    assert file_length.main(top) == 1
    assert "tests/test_c.py: 301 lines" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "limit"), file_length.ALONE.items())
def test_a_program_in_one_file_has_a_limit_of_its_own(
    name: str, limit: int, top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second verifier and the second conservative figure pass up to their limit, and fail beyond it."""
    write(top, name, "x\n" * limit)
    assert file_length.main(top) == 0
    write(top, name, "x\n" * (limit + 1))
    assert file_length.main(top) == 1
    assert f"at most {limit}" in capsys.readouterr().out


def test_a_package_that_holds_more_than_its_docstring_is_found(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A re-export or a missing docstring fails the check."""
    write(top, "a/__init__.py", '"""Package a."""\n')
    assert bare_packages.main(top) == 0
    door = '"""Door."""\nfrom typing import TYPE_CHECKING\n\ndef enter():\n    """Enter."""\n    import a\n'
    write(top, "ledger/__init__.py", door)
    assert bare_packages.main(top) == 0
    capsys.readouterr()
    write(top, "ledger/__init__.py", f"{door}\nimport a\n")
    write(top, "b/__init__.py", '"""Package b."""\nimport a\n')
    write(top, "c/__init__.py", "")
    assert bare_packages.main(top) == 1
    assert capsys.readouterr().out.splitlines() == [
        "b/__init__.py:2: more than a docstring",
        "c/__init__.py: no docstring",
        "ledger/__init__.py:8: loads more than itself",
    ]
