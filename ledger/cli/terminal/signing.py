"""The text of a statement that a person is about to sign.

It is shown on standard error, so that a program that reads the receipt is not disturbed. `--quiet` shows only
the ledger's remarks.
"""

from collections.abc import Iterable, Mapping

from ledger.cli.terminal.confirmation import confirm
from ledger.cli.terminal.page import print_aside


def review(
    terms: Mapping[str, object],
    figure: str | None = None,
    remarks: Iterable[str] = (),
    *,
    quiet: bool,
    silent: bool,
) -> None:
    """Show what is about to be signed, and ask a person if it is right.

    Args:
        terms: the content by name; a value of None is left out.
        figure: the figure with its unit, if the statement has one.
        remarks: of the ledger on the draft.
        quiet: True to show only the remarks.
        silent: True to ask nothing: `--yes`, `--quiet` or `--json` was given.

    Raises:
        CradleError: `confirmation.declined`.
    """
    lines = [] if quiet else [*terms.items(), ("signing", figure)]
    print_aside(rows=[*lines, *(("remark", remark) for remark in remarks)])
    confirm("Sign this and submit it?", silent=silent)
