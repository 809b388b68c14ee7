"""Defaults of options and names of one's own, from two files; an option or an environment variable comes before both.

    # cradle.toml in the current folder          # ~/.config/cradle/config.toml
    ledger = "ledger"                            identity = "~/keys"
    rulebook = "eu-ev-draft-2024"                [names]
    factor_sets = ["factors.json"]               packs = "sha256:..."

Paths are relative to the folder of the file. The current folder may come from somebody else. So its file says neither
whose keys sign nor whom or what a name means, and neither file names a policy: what is trusted is on the command line.
A value is read when a command takes it, so a command that takes none, such as `verify`, reads no file.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ledger.cli.terminal.ids import begins_id
from schemas.errors import CradleError

HERE: Final = "cradle.toml"
OWN_FILE: Final = "CRADLE_CONFIG"
VARIABLES: Final[Mapping[str, str]] = {
    "ledger": "CRADLE_LEDGER",
    "identity": "CRADLE_IDENTITY",
    "rulebook": "CRADLE_RULEBOOK",
    "factor_sets": "CRADLE_FACTOR_SETS",
}
"""The keys that are defaults of options, and the variable of each."""

NAMES: Final = "names"
_OWN: Final = frozenset({"identity", NAMES, "policy"})
"""Keys that the file in the current folder may not have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and where it comes from: a file with its line, or an environment variable."""

    value: str | tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file of settings.

    Attributes:
        is_own: it is the user's, and not one of the current folder.
    """

    path: Path
    is_own: bool
    text: str
    members: Mapping[str, object]

    def place(self, key: str) -> str:
        """The file and the line of a key."""
        written = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[=\]]""")
        lines = enumerate(self.text.splitlines(), start=1)
        line = next((number for number, row in lines if written.match(row)), 1)
        return f"{self.path}:{line}"


def own_path() -> Path:
    """The place of the user's own file; `CRADLE_CONFIG` names another."""
    return Path(os.environ.get(OWN_FILE) or Path.home() / ".config" / "cradle" / "config.toml")


def settings() -> dict[str, Setting]:
    """The values that are set, by key: by a variable, else in the current folder, else in the user's own file.

    Raises:
        CradleError: `config.form`, `config.key`, `config.not_here`, `config.value`, `config.name`.
    """
    found = dict[str, Setting]()
    for file in _files():
        for key in VARIABLES.keys() & file.members.keys():
            found[key] = Setting(_value(file, key), file.place(key))
    for key, variable in VARIABLES.items():
        stated = os.environ.get(variable)
        if stated:
            found[key] = Setting(stated, variable)
    return found


def own_names() -> dict[str, Setting]:
    """The user's own names, each with the id, digest, product or site code that it stands for.

    Raises:
        CradleError: as `settings`.
    """
    return {
        name: Setting(str(value), file.place(name))
        for file in _files()
        for name, value in _names(file).items()
    }


def meant(given: str) -> str:
    """The text that a name of one's own stands for; any other text as it is.

    Raises:
        CradleError: as `settings`.
    """
    if begins_id(given):
        return given
    named = own_names().get(given)
    return given if named is None else str(named.value)


def _files() -> Iterator[_File]:
    """The files that exist, the user's own first."""
    for path, is_own in ((own_path(), True), (Path(HERE), False)):
        if path.is_file():
            yield _read(path, is_own=is_own)


def _read(path: Path, *, is_own: bool) -> _File:
    try:
        text = path.read_text("utf-8")
        members = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = f"The file is not TOML: {error}. Correct it."
        raise CradleError("config.form", detail, str(path)) from None
    file = _File(path, is_own, text, members)
    for key in members:
        _require_known(file, key)
    _names(file)
    return file


def _require_known(file: _File, key: str) -> None:
    """Refuse a key that has no meaning in this file."""
    if not file.is_own and key in _OWN:
        detail = (
            f"A file in the current folder sets no {key}: whoever made the folder would choose whose keys sign, or"
            f" what is trusted. Set it in {own_path()}, or on the command line."
        )
        raise CradleError("config.not_here", detail, file.place(key))
    if key in VARIABLES or key == NAMES:
        return
    close = get_close_matches(key, [*VARIABLES, NAMES], n=1)
    meant_key = f"; {close[0]} is meant" if close else ""
    detail = f"There is no setting {key!r}{meant_key}. The settings are {', '.join([*VARIABLES, NAMES])}."
    raise CradleError("config.key", detail, file.place(key))


def _value(file: _File, key: str) -> str | tuple[str, ...]:
    """The value of a key; a path is taken from the folder of the file."""
    stated = file.members[key]
    many = key == "factor_sets"
    values = stated if many and isinstance(stated, list) else [stated]
    if not all(isinstance(value, str) and value for value in values) or many != (stated is values):
        form = 'a list of texts, such as ["mixes-ember-mee-2026"]' if many else "one text"
        raise CradleError("config.value", f"The value is not {form}; correct it.", file.place(key))
    texts = tuple(_path(file, key, str(value)) for value in values)
    return texts if many else texts[0]


def _path(file: _File, key: str, value: str) -> str:
    below = file.path.parent / Path(value).expanduser()
    is_path = key in {"ledger", "identity"} or below.is_file()
    return str(below) if is_path else value


def _names(file: _File) -> Mapping[str, object]:
    """The table of names.

    Raises:
        CradleError: `config.name` for one that reads as an id, or stands for no text; `config.value` for no table.
    """
    names = file.members.get(NAMES, {})
    if not isinstance(names, dict):
        detail = "The names are a table; write [names], and below it one name = id a line."
        raise CradleError("config.value", detail, file.place(NAMES))
    for name, value in names.items():
        if begins_id(name) or not (isinstance(value, str) and value):
            detail = "A name has another form than an id, and stands for one text; change the name or its text."
            raise CradleError("config.name", detail, file.place(name))
    return names
