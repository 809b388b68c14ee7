"""What a refusal names: nothing that its reader may not see.

A problem at a statement that is not shown to the asker becomes a problem of a delivery to the asker, behind which it
lies: the same code and the same words, whatever it is. The supplier concerned reads the true sentence where it values
its own entry, and in its journal. So the words depend on what the asker knows anyway: which of its deliveries lead to
the problem. They do tell that there is one.
"""

from collections import defaultdict

from ledger.disclosure.asker import Asker
from ledger.footprint.graph.order import reachable
from ledger.footprint.graph.resolution import Problem, Records
from schemas.errors import CradleError, sentence

CODE = "supplier.no_figure"
"""The code of every problem at a statement that is not shown."""


MISSING = "statement.missing"
"""The code of a problem at a statement that is cited, and that nobody has."""


class HiddenError(CradleError):
    """A refusal for a problem that its reader may not see.

    Attributes:
        subject: the statement with the problem.
        owner: its issuer; None if the statement is missing.
        reason: the true sentence, for the owner.
        is_neighbour: true if the owner delivers to the asker.
    """

    def __init__(self, asker: Asker, records: Records, problem: Problem, detail: str) -> None:
        super().__init__(CODE, detail)
        self.subject = problem.subject
        self.owner = _issuer_of(records, problem.subject)
        self.reason = f"{problem.code}: {sentence(problem.detail)}"
        self.is_neighbour = any(
            row.delivery.issuer == self.owner and asker.sees_delivery(row)
            for row in records.deliveries.values()
        )


def is_shown(asker: Asker, records: Records, problem: Problem) -> bool:
    """True if the content of what has a problem may be named to the asker.

    A problem of no statement behind the figure is of the question itself: of a stage, a role, or what it leaves out.
    """
    entry, delivery = records.entries.get(problem.subject), records.deliveries.get(problem.subject)
    if entry is not None:
        return asker.sees_rows(entry)
    if delivery is not None:
        return asker.sees_delivery(delivery)
    return problem.code != MISSING


def hidden_refusal(asker: Asker, records: Records, problem: Problem) -> HiddenError | None:
    """The refusal of a problem in words for an asker that may not see its subject; None if it may see it."""
    if is_shown(asker, records, problem):
        return None
    own = own_delivery(asker, records, problem.subject)
    goods = "A supplier behind this figure" if own is None else f"A supplier behind delivery {own}"
    detail = (
        f"{goods} has a statement without a figure by the method that you named, so there is none here; ask the"
        " supplier, who reads the reason in its workspace."
    )
    return HiddenError(asker, records, problem, detail)


def _issuer_of(records: Records, statement: str) -> str | None:
    entry, delivery = records.entries.get(statement), records.deliveries.get(statement)
    if entry is not None:
        return entry.entry.issuer
    return None if delivery is None else delivery.delivery.issuer


def own_delivery(asker: Asker, records: Records, statement: str) -> str | None:
    """Number and first digits of the first delivery to the asker behind which a statement lies; None without one."""
    statements = reachable([statement], _users(records).__getitem__)
    reached = (records.deliveries[name] for name in statements if name in records.deliveries)
    shown = {(row.delivery.number, row.id) for row in reached if asker.sees_delivery(row)}
    if not shown:
        return None
    number, name = min(shown)
    return f"{number} ({name.removeprefix('sha256:')[:12]})"


def _users(records: Records) -> defaultdict[str, list[str]]:
    """What rests on each statement: entries on deliveries, deliveries on entries, a version on what replaces it."""
    users = defaultdict[str, list[str]](list)
    for name, entry in records.entries.items():
        for cited in entry.inventory.cited if entry.inventory is not None else ():
            users[cited].append(name)
    for name, source in records.deliveries.items():
        users[source.delivery.entry].append(name)
    for old, change in records.changes.items():
        users[change.by].append(old)
    return users
