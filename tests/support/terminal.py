"""A page as a program reads it from the standard output of a command."""

import io
from contextlib import redirect_stdout

from ledger.cli.terminal.page import print_page
from ledger.documents.page import Page


def text_of(page: Page) -> str:
    """The text of a page."""
    with redirect_stdout(io.StringIO()) as printed:
        print_page(page)
    return printed.getvalue()


def lines_of(page: Page) -> list[str]:
    """The lines of a page."""
    return text_of(page).splitlines()
