"""The parts of a request's address; apart from the connections, so that a folder's commands load none of them."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

Query = Mapping[str, str | Sequence[str]]


def step(name: str) -> str:
    """Quote a name as exactly one step of a path."""
    quoted = quote(name, safe=":@")
    return quoted if quoted.strip(".") else quoted.replace(".", "%2E")  # `..` would end elsewhere
