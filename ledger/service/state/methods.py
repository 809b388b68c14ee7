"""The methods that may value everybody's rows: what comes with Cradle, and what a registrar has admitted.

What comes with Cradle is the same for all, and no participant chose a row of it. All else counts from its admission in
the log on, until that is withdrawn.
"""

from functools import lru_cache

from ledger.rulebooks.catalog import (
    factor_set_ids,
    load_factor_set,
    load_rulebook,
    rulebook_ids,
)
from ledger.service.state.view import View
from ledger.store.changes import NOW, changes_of
from ledger.store.statements import ids_about
from ledger.trust.leaves import digest, model_bytes
from schemas.statement import Kind


@lru_cache(maxsize=1)
def shipped_methods() -> frozenset[str]:
    """The digests of the rulebooks and factor sets that come with Cradle."""
    shipped = [*map(load_rulebook, rulebook_ids()), *map(load_factor_set, factor_set_ids())]
    return frozenset(digest(model_bytes(one)) for one in shipped)


def live_admission(view: View, method: str, size: int = NOW) -> str | None:
    """The id of the admission of a method that was not withdrawn as of a registry size; None if there is none."""
    names = ids_about(view.connection, Kind.ADMISSION.value, [method])
    withdrawn = changes_of(view.connection, names, size) if names else {}
    return next((name for name in names if name not in withdrawn), None)


def is_admitted(view: View, method: str, size: int = NOW) -> bool:
    """True if a method may value rows of any participant, for figures as of a registry size."""
    return method in shipped_methods() or live_admission(view, method, size) is not None
