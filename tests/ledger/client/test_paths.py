"""The parts of a request's address."""

from urllib.parse import unquote

import httpx2
import pytest

from ledger.client.paths import step


@pytest.mark.parametrize("name", ["a/b", "..", ".", "a?b", "a%2Fb", "urn:test:ore@1"])
def test_a_name_is_one_step_of_a_path(name: str) -> None:
    """No name leaves the path or ends it."""
    sent = httpx2.URL(f"https://ledger.example/v1/statements/{step(name)}/receipt")
    *before, sole, after = sent.raw_path.decode().split("/")
    assert (before, unquote(sole), after) == (["", "v1", "statements"], name, "receipt")
