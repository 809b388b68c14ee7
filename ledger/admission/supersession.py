"""Corrections: a new version states the same thing, once, and keeps what customers received.

The rules of versions are those of `ledger.rules.versions`. This module also checks that the
replaced statement exists and is the newest version, and that a version of an entry does not reach
its own lineage, which keeps the resolved graph without loops.
"""

from ledger.admission.common import require_live
from ledger.footprint.graph.resolution import EntryRecord, resolve
from ledger.rules.versions import Versioned, kept_line_problem, version_problems
from ledger.state.admission import Admitted
from ledger.state.closure import read_closure
from ledger.state.problems import refuse_first
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.entry import Entry
from schemas.signed.statement import Issued

PLACE = "supersedes.id"


def check_entry_supersession(view: View, record: EntryRecord, old: str) -> None:
    """Refuse an invalid version of an entry, or one that breaks what others rest on.

    Raises:
        CradleError: `supersedes.*` or `entry.cycle`.
    """
    _check_version(view, record.id, record.entry, view.statement(old, Entry), old)
    for key in view.facts.live_deliveries(_first_version(view, old)):
        source = view.delivery(key.id)
        if source is not None:
            refuse_first([kept_line_problem(record, source)], record.id)
    _check_cycle(view, record, old)


def _check_version(view: View, name: str, new: Issued, old: Issued | None, replaced: str) -> None:
    """Refuse a version of a missing, foreign, different or outdated statement.

    Raises:
        CradleError: `supersedes.*`.
    """
    if old is None:
        detail = "There is no statement of this kind with this id."
        raise CradleError("supersedes.unknown", detail, PLACE)
    refuse_first(version_problems(name, new, old, lambda it: _first_version(view, it)), name)
    require_live(view, replaced, "supersedes", PLACE)


def _first_version(view: View, entry: str) -> str:
    return view.facts.first_version(entry) or entry


def _check_cycle(view: View, record: EntryRecord, old: str) -> None:
    cited = list(record.inventory.cited) if record.inventory is not None else []
    if old in resolve([], cited, read_closure(view, cited)).nodes:
        detail = "The version would rest on itself; price such goods by a representative delivery."
        raise CradleError("entry.cycle", detail, "inventory.inputs")


def check_supersession(view: View, admitted: Admitted, statement: Versioned) -> None:
    """Refuse an invalid version of any statement but an entry, or of other goods or another site.

    Raises:
        CradleError: `supersedes.*`.
    """
    if statement.supersedes is not None:
        old = statement.supersedes.id
        _check_version(view, admitted.id, statement, view.statement(old, type(statement)), old)
