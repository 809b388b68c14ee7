"""The folder of a result that is written again: nothing in it is lost that a person put there or changed.

`written.json` lists each file by its SHA-256. A folder is replaced if its files are those of the list, unchanged, and
none beside them. So a note, a policy that was edited, or a ledger that was served and has grown stays, and the run is
refused. The last result is put aside meanwhile, and stays too where the run is refused half-way.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.cli.terminal.files import read_file, write_file
from ledger.trust.leaves import digest
from schemas.errors import CradleError

LIST: Final = "written.json"


def require_own(folder: Path) -> None:
    """Refuse a folder with a file that was not written by the last run, or has changed since.

    Raises:
        CradleError: `run.folder`, with the file as place.
    """
    if folder.exists() and not folder.is_dir():
        raise CradleError("run.folder", "This is a file; name a folder.", str(folder))
    found = _digests(folder)
    listed = _listed(folder)
    for name in sorted(found.keys() | listed.keys()):
        if found.get(name) != listed.get(name):
            was = "is not in the list of what the last run wrote" if name not in listed else ""
            was = was or ("has changed since the last run" if name in found else "was removed")
            detail = (
                f"This file {was}, and a run replaces only what it wrote itself. Move it, or name another folder with"
                " --out."
            )
            raise CradleError("run.folder", detail, str(folder / name))


@contextmanager
def replacing(folder: Path) -> Iterator[None]:
    """Put a folder that `require_own` has passed aside for a new one, whose files are listed; back if that fails."""
    folder = folder.resolve()
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    if folder.exists():
        folder.rename(aside)
    try:
        folder.mkdir(parents=True)
        yield
        write_file(folder / LIST, (json.dumps(_digests(folder), indent=1) + "\n").encode())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    """The digest of each file in a folder but the list; empty without one."""
    return {
        path.relative_to(folder).as_posix(): digest(read_file(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / LIST
    }


def _listed(folder: Path) -> dict[str, str]:
    """The list of the last run; empty without one, or where it is none."""
    try:
        listed = json.loads((folder / LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    return listed if isinstance(listed, dict) else {}
