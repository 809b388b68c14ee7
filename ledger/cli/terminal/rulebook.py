"""The rulebook that a user names: there is no default, since a figure means something only under its rulebook."""

from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from schemas.errors import CradleError
from schemas.signed.rulebook import Rulebook


def require_rulebook(name: str | None) -> Rulebook:
    """Load the rulebook of that id.

    Raises:
        CradleError: `option.rulebook` if none is named, `rulebook.unknown`; both name those that exist.
    """
    if name is None:
        detail = f"No rulebook is named, and there is no default; name one of {', '.join(rulebook_ids())}."
        raise CradleError("option.rulebook", detail, "--rulebook")
    return load_rulebook(name)
