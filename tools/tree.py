"""The files of this repository in git's view: tracked, or new and not ignored.

Every check uses this list, so that no check reads an environment or a cache, or overlooks a file that
is about to be committed.
"""

import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def files(top: Path = TOP, pattern: str = "*") -> list[Path]:
    """Return the paths below `top` that match a git pathspec such as `*.py`, sorted.

    Raises:
        subprocess.CalledProcessError: if `top` is not in a git work tree.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern]
    listing = subprocess.run(command, cwd=top, check=True, capture_output=True).stdout.decode()
    return sorted(path for name in set(listing.split("\0")) if (path := top / name).is_file())
