"""Expected refusals in tests: the code and, where it matters, the place."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest

from schemas.errors import CradleError


@contextmanager
def refused(code: str, place: str | None = None) -> Generator[None]:
    """Expect a refusal with exactly this code, and this place if one is given."""
    with pytest.raises(CradleError) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.detail.endswith(".")
    if place is not None:
        assert caught.value.place == place


def refusal_code(check: Callable[[], object]) -> str | None:
    """The code with which a call is refused; None if it goes through."""
    try:
        check()
    except CradleError as error:
        return error.code
    return None
