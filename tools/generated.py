"""Files that a script makes: write them, or say how they differ from what it makes today."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools import report

Files = Mapping[Path, bytes]
"""What each file holds, by its path below the top folder."""


def encode(value: object) -> bytes:
    """Return the bytes of a JSON file laid out for reading."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def differences(files: Files, folder: Path, top: Path) -> Iterator[str]:
    """Yield `path: what` for each file that differs, and each of its kind that nothing makes."""
    for path, data in files.items():
        if not (top / path).is_file():
            yield f"{path}: missing"
        elif (top / path).read_bytes() != data:
            yield f"{path}: not what is made today"
    for path in _foreign(files, folder, top):
        yield f"{path.relative_to(top)}: nothing makes this file"


def _foreign(files: Files, folder: Path, top: Path) -> list[Path]:
    """The files in a folder that have the suffix of those made there, and are none of them."""
    suffixes = {path.suffix for path in files}
    return sorted(
        path
        for path in (top / folder).glob("*")
        if path.suffix in suffixes and path.relative_to(top) not in files
    )


def write(files: Files, folder: Path, top: Path) -> None:
    """Write all files, and leave no others of their kind in the folder."""
    (top / folder).mkdir(parents=True, exist_ok=True)
    for path in _foreign(files, folder, top):
        path.unlink()
    for path, data in files.items():
        (top / path).write_bytes(data)


def conclude(files: Files, folder: Path, top: Path, arguments: list[str]) -> int:
    """Write the files, or with `--check` only compare them; return the exit status."""
    if arguments != ["--check"]:
        write(files, folder, top)
    return report.conclude(differences(files, folder, top), f"{len(files)} files up to date")
