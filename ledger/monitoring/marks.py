"""The marks of all leaves: each is the one that its leaf binds, describes its statement, and has the next number.

A bundle shows only some statements of a firm, so it cannot check the tags of the others. A monitor reads the secrets
under which the tags are made, and checks all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ledger.audit.bundle.model import Bundle, IndexedLeaf
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.links.closure import goods_of
from ledger.footprint.graph.resolution import Problem
from ledger.monitoring.progress import BATCH
from ledger.store.engine import Connection
from ledger.store.marks import StoredMark, mark_secrets, marks_between
from ledger.trust.leaves import digest
from ledger.trust.marks import MarkedGoods, tags
from schemas.errors import CradleError
from schemas.signed.closure import Mark

STEP = StepNumber.INTEGRITY


def check_marks(connection: Connection, bundle: Bundle, size: int, findings: Findings) -> None:
    """Compare the stored marks with the leaves and statements of the entries log up to a size."""
    secrets, numbers = mark_secrets(connection), Counter[tuple[str, str]]()
    leaves = {leaf.at: leaf for leaf in bundle.places.values()}
    is_marked = False
    for index, rows in _by_leaf(connection, size):
        leaf = leaves.get(index)
        if leaf is None:
            continue  # The leaf has a finding already, or no statement that could be read.
        findings.checked(STEP)
        is_marked = is_marked or bool(leaf.marks)
        signed = bundle.statements.get(leaf.id)
        goods = () if signed is None else tuple(goods_of(bundle, signed))
        if not rows and not leaf.marks and not (is_marked and goods):
            continue
        fault = _fault(leaf, rows, goods, secrets, numbers)
        if fault is not None:
            detail = f"its marks differ from its leaf or from what it states: {fault}"
            findings.contradict(STEP, Problem("mark.differs", leaf.id, detail), leaf.id)


def _by_leaf(connection: Connection, size: int) -> Iterator[tuple[int, Sequence[StoredMark]]]:
    """The stored marks of every leaf, in order."""
    for start in range(0, size, BATCH):
        end, marks_by_index = min(start + BATCH, size), defaultdict[int, list[StoredMark]](list)
        for row in marks_between(connection, start, end):
            marks_by_index[row.at].append(row)
        yield from ((index, marks_by_index.get(index, ())) for index in range(start, end))


def _fault(
    leaf: IndexedLeaf,
    rows: Sequence[StoredMark],
    goods: Sequence[MarkedGoods],
    secrets: Mapping[str, bytes],
    numbers: Counter[tuple[str, str]],
) -> str | None:
    """A clause on the first fault in the marks of a leaf; None if they are right."""
    if tuple(digest(row.data) for row in rows) != leaf.marks or not rows:
        return "the leaf binds others"
    for at, row in enumerate(rows):
        try:
            mark = Mark.parse(row.data)
        except CradleError as error:
            return str(error)
        numbers[mark.participant, mark.role] += 1
        if (row.participant, row.role, row.nr) != (mark.participant, mark.role, mark.nr):
            return "a row finds another mark"
        if mark.nr != numbers[mark.participant, mark.role]:
            return f"the number {mark.nr} is not the next one"
        if goods and not _describes(mark, goods, at, secrets):
            return f"mark {mark.nr} has another participant, role, period or goods"
    return None


def _describes(
    mark: Mark, goods: Sequence[MarkedGoods], at: int, secrets: Mapping[str, bytes]
) -> bool:
    if at >= len(goods) or (mark.participant, mark.role, mark.period) != goods[at][:3]:
        return False
    return mark.tags == tags(secrets.get(mark.participant, b""), goods[at].keys)
