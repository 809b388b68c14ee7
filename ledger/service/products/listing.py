"""The products of a manufacturer as its login may list them: statements, primary data, due days, and the next step.

A manufacturer lists its own products, the operator those of all. A list evaluates no figure, but for the coverage of a
few calculations that no list has shown yet (`MOST_COMPUTED`), which is then kept in memory. Statements stay parsed in
memory, and so does the lineage of a calculation, by which a later change is recognised (`ledger.state.stale`). Of a
change behind a figure the list says that there is one.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ledger.append.ledger import Ledger
from ledger.documents.worth import without_causes
from ledger.service.access.drafts import TITLE, list_drafts
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.products.chain import ProductChain, ProductChains, ProductKey
from ledger.service.products.coverage import compute_coverage, kept_coverage
from ledger.service.products.due import deliveries_behind, due_items, in_order, validity_item
from ledger.service.products.row import attestation_of, calculation_of, declaration_of
from ledger.service.products.state import next_step
from ledger.service.requests.shown_requests import NEWEST, RequestQuery, query_requests
from ledger.service.requests.state import WAITING, day_of
from ledger.state.standing import standing_of
from ledger.state.view import View
from ledger.store.changes import NOW
from ledger.store.products import LiveEntries, MadeProduct, live_entries_of, made_products
from schemas.errors import CradleError
from schemas.exchanged.request import RequestView, Side
from schemas.signed.calculation import Calculation
from schemas.signed.entry import Entry
from schemas.signed.rulebook import Rulebook
from schemas.views.products import Coverage, DueItem, ProductRow
from schemas.views.standing import FigureStanding

MOST_COMPUTED: Final = 3
"""The calculations whose coverage one list computes; the others of the page follow when it is opened again."""

MOST_REQUESTS: Final = 500
"""The newest waiting requests that are looked through."""

DRAFTED: Final = frozenset({"calculation_form", "calculation"})
"""The forms of drafts that belong to a product: one that is typed, and one that is ready to be signed."""


class ListedProducts(NamedTuple):
    """A page of products, the overdue requests of the caller, and the index that older products are below."""

    rows: tuple[ProductRow, ...]
    overdue_requests: int
    older: int | None


class _Page(NamedTuple):
    """The products of a page, with all that their rows are made from."""

    products: Sequence[MadeProduct]
    keys: Mapping[str, ProductKey]
    live: Mapping[str, LiveEntries]
    chains: Mapping[ProductKey, ProductChain]
    standings: Mapping[str, FigureStanding]


class _Reader(NamedTuple):
    """Values that all rows of a reader share: waiting requests, kept drafts by title, and the day."""

    ledger: Ledger
    requests: Sequence[RequestView]
    drafts: Mapping[str, str]
    today: str


def draft_title(model: str, site: str) -> str:
    """The title of a draft of a product, by which a list finds it again."""
    return f"{model}, {site}"[:TITLE]


def products_for(
    ledger: Ledger, principal: Principal, now: int, before: int = NOW, count: int = 25
) -> ListedProducts:
    """The products that the principal is shown, the one with the newest entry first.

    Args:
        ledger: the ledger.
        principal: the caller.
        now: the clock, in seconds of UTC since 1970.
        before: the registry index that the newest leaf of each product is below.
        count: the largest number of products.

    Raises:
        CradleError: `access.denied`, `access.unregistered`, or as `note`.
    """
    scope = scope_of(principal, Action.PRODUCTS)
    issuer = None if scope is Scope.ALL else require_participant(principal)
    reader = _reader(ledger, principal, now)
    with ledger.view() as view:
        products = made_products(view.connection, issuer, before, count + 1)
        page = _page(view, products[:count])
        coverage = _coverages(view, page)
        rows = tuple(_row(view, product, page, reader, coverage) for product in page.products)
    owners = dict.fromkeys(row.issuer for row in rows)
    note(
        ledger.store,
        principal,
        now,
        [AccessRecord("products", owner, owner, "") for owner in owners],
    )
    older = page.products[-1].newest if len(products) > count else None
    overdue = sum(request.overdue for request in reader.requests)
    return ListedProducts(rows, overdue, older)


def waiting_requests(ledger: Ledger, principal: Principal, now: int) -> tuple[RequestView, ...]:
    """The newest requests of the principal's own that wait for an answer; none without a participant.

    Raises:
        CradleError: `access.denied`.
    """
    if principal.participant is None:
        return ()
    wanted = RequestQuery(Side.ASKED, WAITING)
    requests = query_requests(ledger, principal, wanted, NEWEST, MOST_REQUESTS, now)
    return tuple(item.shown for item in requests)


def _reader(ledger: Ledger, principal: Principal, now: int) -> _Reader:
    drafts = [row for row in list_drafts(ledger.store, principal) if row.form in DRAFTED]
    titled = {row.title: row.id for row in reversed(drafts)}
    return _Reader(ledger, waiting_requests(ledger, principal, now), titled, day_of(now))


def _page(view: View, products: Sequence[MadeProduct]) -> _Page:
    """Read what the rows of a page need, with a query for each sort of statement."""
    live = live_entries_of(view.connection, [product.subject for product in products])
    view.read([product.entry for product in products] + [row.newest for row in live.values()])
    keys = {product.subject: _key(view, product) for product in products}
    chains = ProductChains(view, tuple(keys.values())).chains
    newest = [chain.calculation[0] for chain in chains.values() if chain.calculation is not None]
    standings = {name: without_causes(standing_of(view, name)) for name in newest}
    return _Page(products, keys, live, chains, standings)


def _key(view: View, product: MadeProduct) -> ProductKey:
    entry = view.statement(product.entry, Entry)
    if entry is None or entry.model is None:
        raise ValueError(f"{product.entry} made no product.")
    return entry.issuer, entry.model, entry.site.code


def _coverages(view: View, page: _Page) -> Mapping[str, Coverage]:
    """The known coverage of each calculation of a page; a few unknown ones are computed."""
    coverages, computed = dict[str, Coverage](), 0
    for chain in page.chains.values():
        if chain.calculation is None:
            continue
        name = chain.calculation[0]
        kept = kept_coverage(view, name)
        if kept is None and computed < MOST_COMPUTED:
            computed += 1
            try:
                kept = compute_coverage(view, name)
            except CradleError:  # A document of its method is not kept any more: not known.
                continue
        if kept is not None:
            coverages[name] = kept
    return coverages


def _row(
    view: View,
    product: MadeProduct,
    page: _Page,
    reader: _Reader,
    coverage: Mapping[str, Coverage],
) -> ProductRow:
    issuer, model, site = key = page.keys[product.subject]
    chain, live = page.chains[key], page.live.get(product.subject)
    name, calculation = chain.calculation or (None, None)
    newest = None if live is None else view.statement(live.newest, Entry)
    draft = reader.drafts.get(draft_title(model, site))
    standing = page.standings.get(name or "")
    return ProductRow(
        subject=product.subject,
        issuer=issuer,
        model=model,
        site=site,
        period=None if newest is None else newest.period,
        entries=0 if live is None else live.number,
        standing=standing,
        draft=draft,
        calculation=calculation_of(view, chain, _rulebook(reader, calculation)),
        attestation=attestation_of(view, chain),
        declaration=declaration_of(view, chain),
        coverage=coverage.get(name or ""),
        due=in_order(_due(view, live, chain, reader)),
        next=next_step(chain, standing, has_draft=draft is not None, is_made=live is not None),
    )


def _due(
    view: View, live: LiveEntries | None, chain: ProductChain, reader: _Reader
) -> list[DueItem]:
    entries = () if live is None else (live.newest,)
    deliveries = deliveries_behind(view, entries, chain)
    items = list(due_items(view, deliveries, reader.requests, reader.today))
    if chain.declaration is not None:
        name, declaration = chain.declaration
        declared = view.statement(declaration.calculation, Calculation)
        rulebook = _rulebook(reader, declared)
        if declared is not None and rulebook is not None:
            ending = validity_item(name, declared.period, rulebook, reader.today)
            items += [] if ending is None else [ending]
    return items


def _rulebook(reader: _Reader, calculation: Calculation | None) -> Rulebook | None:
    """The rulebook of a calculation, if the ledger still keeps it."""
    if calculation is None:
        return None
    document = reader.ledger.method(calculation.rulebook)
    return document if isinstance(document, Rulebook) else None
