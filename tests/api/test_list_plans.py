"""No answer scans or sorts a table that grows, and no page of a list reads more in a ledger that has grown.

The plan of every statement that an answer asks of the database says where its rows come from; the steps of SQLite say
how many there were. Neither is a time. What is not so is named here, with its reason (docs/scale.md).
"""

from collections.abc import Iterable, Iterator

from support.ledger_battery import BatteryChain
from support.listing import asked_pages, asked_questions, fill
from support.page_doors import PageWorld, open_world
from support.sql_plans import Asked, Fault, faults

from ledger.store.engine import Engine
from ledger.store.schema import METADATA
from schemas.signed.kinds import REGISTRY_KINDS
from schemas.signed.statement import Kind

FEW = frozenset(
    {"organisation", "credential", "session", "engagement", "method", "head", "log", "log_key"}
    | {"notice_reach", "notice_subscription", "pact_partner", "draft", "sealed_section"}
    | {"audit_finding", "audit_look", "invitation"}
)
"""Tables that grow with firms, logins and what these write by hand, not with the log."""

ALLOWED = {
    ("journal", "journal"): "The newest lines, read backwards as far as the limit.",
    ("made", "made"): "The operator's products: all of them are grouped, to order them.",
    ("sort", "made"): "Products in the order of their newest entry; each is a group of entries.",
    ("sort", "line"): "The goods of the products or entries that the caller names.",
    ("sort", "node"): "Two nodes of a proof.",
    ("sort", "key_event"): "The keys of the participants that the caller names.",
    ("sort", "notice"): "The notices of the unsent messages that are shown.",
    (
        "sort",
        "notice_sending",
    ): "What waits or failed: the operator's to settle, not all that was sent.",
    ("pact_received", "pact_received"): "What partners sent; the operator's list of all.",
    ("sort", "pact_received"): "As above, and of one firm.",
    ("pact_refused", "pact_refused"): "What partners sent and was refused.",
    ("sort", "pact_refused"): "As above.",
    ("pact_request", "pact_request"): "What partners were asked; the operator's list of all.",
    ("sort", "pact_request"): "As above.",
}
"""Scans and sorts, each by what it is and the table that the statement begins with."""

ENGAGED = "An engagement opens what its bundle has, and that reads all entries of its firms; kept until a log grows."
ANSWERS = "A request is answered by a delivery of one of the supplier's entries of the product, and each is looked at."

GROWING = {
    **{f"list_statements {kind} auditor": ENGAGED for kind in Kind if kind not in REGISTRY_KINDS},
    "/supplier/deliveries": ENGAGED,
    "/supplier/history": ENGAGED,
    "data_requests  plant": ANSWERS,
    "products  plant": ANSWERS,
}
"""Lists that read more in a larger ledger, by their names in `support.listing`."""


def kinds_of(engine: Engine, asked: Iterable[Asked]) -> Iterator[tuple[str, str]]:
    """The faults of statements that begin with a table that grows."""
    for one in asked:
        yield from (kind for fault in faults(engine, one) if (kind := _kind(fault))[1] not in FEW)


def _kind(fault: Fault) -> tuple[str, str]:
    table = fault.sql.partition(" FROM ")[2].lstrip("(").split()[0]
    if table == "SELECT":
        table = fault.sql.split(" FROM ")[2].split()[0]
    return ("sort" if fault.what.startswith("sort") else fault.what), table


def test_no_answer_scans_or_sorts_what_grows(shared: BatteryChain) -> None:
    """Every question, asked as each party, and every page: the exceptions are all there are, and each is needed."""
    engine = shared.world.ledger.store.engine
    world = open_world(shared)
    questions = [asked for _, asked in asked_questions(shared, lists=False)]
    pages = [asked for _, asked in asked_pages(world, lists=False)]
    assert {*kinds_of(engine, [*questions, *pages])} == ALLOWED.keys()
    assert METADATA.tables.keys() > FEW


def steps_of(world: PageWorld) -> dict[str, int]:
    """The steps of each list, by its name."""
    lists = (*asked_questions(world.chain, lists=True), *asked_pages(world, lists=True))
    return {name: asked.steps for name, asked in lists}


def test_no_page_of_a_list_reads_more_in_a_larger_ledger(chain: BatteryChain) -> None:
    """The steps stay what they were when the firms themselves have five times as many entries and deliveries."""
    world = open_world(chain)
    fill(chain, 0, 60)
    before = steps_of(world)
    fill(chain, 60, 300)
    after = steps_of(world)
    grown = {name for name, steps in after.items() if steps > before[name] * 5 // 4 + 400}
    assert sorted(grown ^ GROWING.keys()) == []
