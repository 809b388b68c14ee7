"""Files that the user names."""

from pathlib import Path

from schemas.errors import CradleError, sentence


def read_file(path: Path) -> bytes:
    """Read a file that the user named.

    Raises:
        CradleError: `file.unreadable`.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason = sentence(error.strerror or "it cannot be read").removesuffix(".")
        detail = f"{reason}; check the path, and that you may read the file."
        raise CradleError("file.unreadable", detail, str(path)) from None
