"""What goes beside the wheel of a release: `python -m tools.release DIST`.

    requirements.txt            the lock for users of the command line, with hashes, and the wheel itself
    requirements-server.txt     the same with the extras `server`, `postgres` and `pdf-cjk`
    requirements-all.txt        the same with every extra that users may install
    licences.md                 the licence of everything in the last of these
    components.json             the same as `tools.sbom` reads it, which then writes sbom.json and removes it

Each lock is a part of constraints.txt, on which the tests ran.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from shutil import copy
from typing import Final

from packaging.utils import canonicalize_name

from tools import tree
from tools.dependencies import direct, needed, pins, project, user_extras
from tools.licences import PAGE, licensed

LOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    "requirements.txt": (),
    "requirements-server.txt": ("server", "postgres", "pdf-cjk"),
    "requirements-all.txt": user_extras(),
}
COMPONENTS: Final = "components.json"


def lock(extras: Iterable[str], wheel: Path) -> str:
    """The lock for Cradle with these extras, which pip installs in the folder of the wheel."""
    pin_by_name = pins()
    lines = "".join(pin_by_name[name].rstrip() + "\n" for name in needed(extras))
    return f"{lines}./{wheel.name} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"


def components(wheel: Path) -> dict[str, object]:
    """Cradle and everything that users may install with it: names, versions, licences, needs."""
    packages, metadata = needed(user_extras()), project()
    licences = {row.name: row.licence for row in licensed()}
    return {
        "name": metadata["name"],
        "version": metadata["version"],
        "licence": metadata["license"],
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "needs": sorted({canonicalize_name(row.name) for row in direct(user_extras())}),
        "parts": [
            {
                "name": name,
                "version": package.distribution.version,
                "licence": licences[name],
                "needs": package.needs,
            }
            for name, package in packages.items()
        ],
    }


def main(folder: Path) -> None:
    """Write the files into the folder of the wheel."""
    (wheel,) = folder.glob("*.whl")
    for name, extras in LOCKS.items():
        (folder / name).write_text(lock(extras, wheel))
    copy(tree.TOP / PAGE, folder)
    (folder / COMPONENTS).write_text(json.dumps(components(wheel)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
