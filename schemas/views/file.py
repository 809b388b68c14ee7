"""A file as an answer: its bytes, and the name under which a program stores it."""

from typing import NamedTuple


class File(NamedTuple):
    """A file; `name` is empty if the file has none."""

    content: bytes
    name: str = ""
