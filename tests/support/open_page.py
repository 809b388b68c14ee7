"""A page of the tests that look at every page."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

Act = Callable[[Page], None]


class OpenPage(NamedTuple):
    """A page: the name of its pictures, who opens it, its address, its status, and what is done on it first."""

    name: str
    person: str
    path: str
    status: int = 200
    act: Act | None = None
