"""Settings: from a variable, the current folder, the user's own file; a folder chooses neither keys nor trust."""

from pathlib import Path

import pytest
from support.refusal import refused

from ledger.cli.backend.config import Setting, meant, own_names, settings
from schemas.errors import CradleError

ID = "sha256:" + "ab" * 32


class Files:
    """The user's own file, and the current folder."""

    def __init__(self, folder: Path) -> None:
        """Both do not exist yet."""
        self.own, self.here = folder / "home" / "config.toml", Path("cradle.toml")
        self.own.parent.mkdir()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Two places without settings; no variable is set."""
    found = Files(tmp_path)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("CRADLE_CONFIG", str(found.own))
    for name in ("LEDGER", "IDENTITY", "RULEBOOK", "FACTOR_SETS"):
        monkeypatch.delenv(f"CRADLE_{name}", raising=False)
    return found


def test_the_nearest_source_of_a_setting_counts(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable, else the folder's file, else the user's own; each is named with its line."""
    assert settings() == {}
    files.own.write_text('identity = "keys"\nrulebook = "a"\nledger = "/srv/ledger"\n')
    files.here.write_text('# a case\nrulebook = "b"\nfactor_sets = ["sets.json", "mixes"]\n')
    Path("sets.json").write_text("{}")
    monkeypatch.setenv("CRADLE_LEDGER", "there")
    assert settings() == {
        "identity": Setting(str(files.own.parent / "keys"), f"{files.own}:1"),
        "rulebook": Setting("b", "cradle.toml:2"),
        "factor_sets": Setting(("sets.json", "mixes"), "cradle.toml:3"),
        "ledger": Setting("there", "CRADLE_LEDGER"),
    }


@pytest.mark.parametrize(
    "line",
    ['identity = "keys"', 'policy = "policy.toml"', f'[names]\npacks = "{ID}"'],
)
def test_a_folder_chooses_neither_whose_keys_sign_nor_what_is_trusted(
    files: Files, line: str
) -> None:
    """Whoever sent the folder made the file; it is refused by file and key."""
    files.here.write_text(f'ledger = "ledger"\n{line}\n')
    for read in (settings, own_names):
        with refused("config.not_here", "cradle.toml:2"):
            read()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('ledger = "a"\nrulebok = "b"\n', "config.key", 2),
        ('policy = "policy.toml"\n', "config.key", 1),
        ("zzz = 1\n", "config.key", 1),
        ("ledger = 1\n", "config.value", 1),
        ('ledger = ""\n', "config.value", 1),
        ('ledger = ["a"]\n', "config.value", 1),
        ('factor_sets = "a"\n', "config.value", 1),
        ('names = "a"\n', "config.value", 1),
        ('[names]\nabcdef12 = "a"\n', "config.name", 2),
        ("[names]\npacks = 1\n", "config.name", 2),
    ],
)
def test_what_is_no_setting_is_refused_by_file_and_line(
    files: Files, text: str, code: str, line: int
) -> None:
    """An unknown key, a value of another form, and a name that would stand for an id."""
    files.own.write_text(text)
    with refused(code, f"{files.own}:{line}"):
        settings()


def test_an_unknown_key_names_the_one_that_is_meant(files: Files) -> None:
    """By its spelling."""
    files.own.write_text('factor_set = ["a"]\n')
    with pytest.raises(CradleError, match="'factor_set'; factor_sets is meant"):
        settings()


def test_a_file_that_is_not_toml_is_refused(files: Files) -> None:
    """With the place that the reader gives."""
    files.here.write_text("ledger = \n")
    with refused("config.form", "cradle.toml"):
        settings()


def test_a_name_of_ones_own_stands_for_its_text(files: Files) -> None:
    """An id is never looked up, and another text stays as it is."""
    files.own.write_text(f'[names]\npacks = "{ID}"\n')
    assert own_names() == {"packs": Setting(ID, f"{files.own}:2")}
    assert (meant("packs"), meant("cells"), meant(ID)) == (ID, "cells", ID)
