"""Generated files: write them, or report how they differ from the generator's present output."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools import report

Files = Mapping[Path, bytes]
"""The content of each file, by its path below the top folder."""


def encode(value: object) -> bytes:
    """Return the bytes of a JSON file laid out for reading."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def differences(files: Files, folder: Path, top: Path) -> Iterator[str]:
    """Yield a line for each file that differs, and for each file of the same suffix that is not generated."""
    for path, data in files.items():
        if not (top / path).is_file():
            yield f"{path}: missing"
        elif (top / path).read_bytes() != data:
            yield f"{path}: out of date"
    for path in _foreign(files, folder, top):
        yield f"{path.relative_to(top)}: not generated"


def _foreign(files: Files, folder: Path, top: Path) -> list[Path]:
    """The files in a folder with the suffix of generated files that are not generated."""
    suffixes = {path.suffix for path in files}
    return sorted(
        path
        for path in (top / folder).glob("*")
        if path.suffix in suffixes and path.relative_to(top) not in files
    )


def write(files: Files, folder: Path, top: Path) -> None:
    """Write all files, and delete others of the same suffix in the folder."""
    (top / folder).mkdir(parents=True, exist_ok=True)
    for path in _foreign(files, folder, top):
        path.unlink()
    for path, data in files.items():
        (top / path).write_bytes(data)


def conclude(files: Files, folder: Path, top: Path, arguments: list[str]) -> int:
    """Write the files, or only compare them with `--check`; return the exit status."""
    if arguments != ["--check"]:
        write(files, folder, top)
    return report.conclude(differences(files, folder, top), f"{len(files)} files up to date")
