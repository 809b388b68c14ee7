"""Files that hold a secret: their owner alone may read them.

A mode says so on Linux and macOS. On Windows rights are in a list that a mode does not show; it is not read, and a new
file has the rights of its folder.
"""

import os
from pathlib import Path
from typing import Final

_OTHERS: Final = 0o077


def others_may_read(path: Path) -> bool:
    """Return whether another user may read a file; on Windows, where nothing is read of that, False.

    Raises:
        OSError: no such file.
    """
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)
