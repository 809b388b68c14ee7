"""Generated files: write them, or report how they differ from the generator's present output."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools import tree

Files = Mapping[Path, bytes]
"""The content of each file, by its path below the top folder."""


def encode(value: object) -> bytes:
    """Return the bytes of a JSON file laid out for reading."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def differences(files: Files, top: Path, folder: Path | None = None) -> Iterator[str]:
    """Yield a line for each file that differs, and for each other file in their folder with their suffix."""
    for path, data in files.items():
        if not (top / path).is_file():
            yield f"{path}: missing"
        elif (top / path).read_bytes() != data:
            yield f"{path}: out of date; run this command without --check"
    for path in _foreign(files, top, folder):
        yield f"{path.relative_to(top)}: not generated"


def _foreign(files: Files, top: Path, folder: Path | None) -> list[Path]:
    """The files in a folder of generated files that have their suffix and are not generated."""
    if folder is None:
        return []
    suffixes = {path.suffix for path in files}
    return sorted(
        path
        for path in (top / folder).glob("*")
        if path.suffix in suffixes and path.relative_to(top) not in files
    )


def write(files: Files, top: Path, folder: Path | None = None) -> None:
    """Write all files, and delete others of the same suffix in their folder."""
    for path in _foreign(files, top, folder):
        path.unlink()
    for path, data in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)


def conclude(
    files: Files,
    arguments: list[str],
    top: Path = tree.TOP,
    *,
    folder: Path | None = None,
    faults: Iterable[str] = (),
) -> int:
    """Write the files, or only compare them with `--check`; print faults and differences, return the exit status.

    Args:
        files: what is generated.
        arguments: of the command line.
        top: the folder that the paths are below.
        folder: the folder that holds generated files only.
        faults: what a person has to mend, a line each.
    """
    if arguments != ["--check"]:
        write(files, top, folder)
    lines = [*faults, *differences(files, top, folder)]
    print("\n".join(lines) or f"{len(files)} files up to date")
    return int(bool(lines))
