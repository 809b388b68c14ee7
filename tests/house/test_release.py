"""A release: its locks, what they install, its bill of materials, and the licences of all of it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.need import need_set

from tools import licences, release
from tools.dependencies import needed, pins
from tools.licences import Licensed

WHEEL = "cradle_ledger-0.1.0-py3-none-any.whl"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel of the release's name with nothing in it."""
    made, info = tmp_path / WHEEL, "cradle_ledger-0.1.0.dist-info"
    with ZipFile(made, "w") as file:
        file.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: cradle-ledger\nVersion: 0.1.0\n"
        )
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")
    return made


def test_a_lock_has_what_its_extras_need_and_no_tool_of_development(wheel: Path) -> None:
    """Each pin is that of the lock on which the tests ran; the wheel is named by its hash."""
    known, sizes = pins(), []
    for extras in release.LOCKS.values():
        lines = release.lock(extras, wheel)
        names = [line.partition("==")[0] for line in lines.splitlines() if "==" in line]
        assert names == list(needed(extras))
        assert not {"pytest", "hatchling", "pip", "mypy"} & set(names)
        assert all(known[name].rstrip() in lines for name in names)
        assert lines.endswith(f"./{WHEEL} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n")
        sizes.append(len(names))
    assert sizes == sorted(set(sizes)), "the command line needs least"


@pytest.mark.parametrize("tampered", [False, True])
def test_pip_refuses_a_wheel_that_is_not_the_released_one(wheel: Path, *, tampered: bool) -> None:
    """The last line of the lock is enough for that."""
    (wheel.parent / "lock.txt").write_text(release.lock((), wheel).splitlines()[-1])
    if tampered:
        with ZipFile(wheel, "a") as file:
            file.writestr("ledger/more.py", "")
    install = ("install", "--no-index", "--no-deps", "--require-hashes", "--target", "to")
    ran = subprocess.run(
        [sys.executable, "-m", "pip", *install, "-r", "lock.txt"],
        cwd=wheel.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode == 0) is not tampered
    assert ("DO NOT MATCH THE HASHES" in ran.stderr) is tampered


def test_the_lock_of_a_release_installs_a_command_line_that_works() -> None:
    """In an environment of its own, with nothing missing and nothing of the server."""
    python = need_set("CRADLE_USER_PYTHON")
    for command in (("-m", "pip", "check"), ("-m", "ledger.cli.entry", "factors", "rulebooks")):
        ran = subprocess.run([python, *command], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    asked = (python, "-m", "pip", "list", "--format", "json")
    listed = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    found = {row["name"].lower().replace("_", "-"): row["version"] for row in listed}
    assert {name: found[name] for name in needed(())} == {
        name: version(name) for name in needed(())
    }
    assert "uvicorn" not in found


def test_the_bill_of_materials_lists_what_users_install() -> None:
    """CycloneDX 1.6: each part with version and licence, and Cradle with the hash of its wheel."""
    folder = need_set("CRADLE_RELEASE")
    bill = json.loads((folder / "sbom.json").read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = {row["name"]: row["version"] for row in bill["components"]}
    known = needed(release.LOCKS["requirements-all.txt"])
    assert parts == {name: row.distribution.version for name, row in known.items()}
    assert all(row["licenses"] for row in bill["components"])
    (wheel,) = folder.glob("*.whl")
    (made,) = bill["metadata"]["component"]["hashes"]
    assert made["content"] == sha256(wheel.read_bytes()).hexdigest()
    sums = (folder / "SHA256SUMS").read_text()
    assert {path.name for path in folder.iterdir()} - {"SHA256SUMS"} == {
        line.split()[1] for line in sums.splitlines()
    }


@pytest.mark.parametrize(
    ("rows", "read", "said"),
    [
        ({"new": None}, {}, "its licence is not known"),
        ({"new": "GPL-3.0-only"}, {}, "is copyleft"),
        ({"new": "MIT AND (LGPL-3.0-only OR MPL-2.0)"}, {}, "is copyleft"),
        ({"new": "GPL-3.0-only OR MIT"}, {}, None),
        ({"new": "MPL-2.0"}, {"copyleft": {"new": "Why."}}, None),
        ({"new": "MIT"}, {"copyleft": {"new": "Why."}}, "no copyleft part"),
        ({"new": "MIT"}, {"read": {"old": "MIT"}}, "not installed"),
    ],
)
def test_a_new_licence_is_seen(
    rows: Mapping[str, str | None], read: Mapping[str, Mapping[str, str]], said: str | None
) -> None:
    """One that nobody has read, and a copyleft part without a reason; a choice of licences is none."""
    licensed = tuple(Licensed(name, "1", licence) for name, licence in rows.items())
    found = list(licences.faults(licensed, {"read": {}, "copyleft": {}, **read}))
    assert [said in one for one in found] == [True] * (said is not None)


def test_the_page_of_licences_is_that_of_the_lock() -> None:
    """Also a row that was changed by hand is found."""
    assert licences.main(["--check"]) == 0
