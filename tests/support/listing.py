"""The lists of the HTTP API and of the pages, asked as each party, with the SQL that each asks of the database."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from inspect import signature
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from support.asked_questions import arguments
from support.desks import desk
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate
from support.ledger_world import made
from support.page_doors import PageWorld, doors, opener_of
from support.sql_plans import Asked, asking
from support.supplier_pages import log_in

from ledger.append.submit import submit_many
from ledger.desk.question import Question
from ledger.service.access.principal import Principal
from ledger.state.drafting import sign_draft
from schemas.errors import CradleError
from schemas.signed.entry import Site
from schemas.signed.statement import Kind
from schemas.vocabulary import CredentialKind, Role
from tools import tree
from tools.questions import declared

QUESTIONS: Final = {
    row.question.name: row.question for row in declared(tree.TOP) if not row.question.said.acts
}

LIMIT: Final = 2
"""The items of a page of a list; fewer than the filled ledger has of any."""


def fill(chain: BatteryChain, first: int, end: int) -> None:
    """Entries of the mine, each with a delivery to the plant."""
    world, mine = chain.world, chain.mine
    sites = [Site(code=f"pit-{at}", country="SE") for at in range(first, end)]
    drafts = [world.entry(mine, [made(mine)], inputs=[power("5")], site=site) for site in sites]
    entries = [sign_draft(draft, [mine.working]) for draft in drafts]
    sold = [
        world.delivery(mine, entry.id, chain.plant, amount="5", number=f"LS-{site.code}")
        for site, entry in zip(sites, entries, strict=True)
    ]
    signed = [sign_draft(draft, [mine.working]) for draft in sold]
    outcomes = [*submit_many(world.ledger, entries), *submit_many(world.ledger, signed)]
    assert not [one for one in outcomes if isinstance(one, CradleError)]


def parties(chain: BatteryChain) -> Iterator[Principal]:
    """One login of each sort of reader."""
    for name, participant, role in (
        ("operator", None, Role.OPERATOR),
        ("mine", chain.mine.id, Role.SUPPLIER),
        ("plant", chain.plant.id, Role.MANUFACTURER),
        ("auditor", None, Role.AUDITOR),
    ):
        yield Principal(name, CredentialKind.PERSON, name, participant, frozenset({role}))


def is_list(question: Question[..., object]) -> bool:
    """True for a question whose answer is a page."""
    return "limit" in signature(question.function).parameters


def asked_questions(chain: BatteryChain, *, lists: bool) -> Iterator[tuple[str, Asked]]:
    """What each question, or each list, asks for each party, with `question kind party`; nothing is kept between."""
    known = dict(arguments(chain, calculate(chain)))
    for name, question in QUESTIONS.items():
        if lists and not is_list(question):
            continue
        for given in _variants(name, known[name], limited=is_list(question)):
            for party in parties(chain):
                _forget(chain)
                with asking(chain.world.ledger.store.engine) as asked, suppress(CradleError):
                    getattr(desk(chain.world.ledger, party), name)(**given)
                yield " ".join((name, str(given.get("kind", "")), party.credential)), asked


def _variants(
    name: str, given: Mapping[str, Any], *, limited: bool
) -> Iterator[Mapping[str, object]]:
    if name == "list_statements":
        yield from ({"kind": kind, "limit": LIMIT} for kind in Kind)
    else:
        yield {**given, "limit": LIMIT} if limited else given


def asked_pages(world: PageWorld, *, lists: bool) -> Iterator[tuple[str, Asked]]:
    """What each page, or each page of a list, asks, with its route; nothing is kept between."""
    house, last = world.house, None
    app: FastAPI = house.client.app  # type: ignore[assignment]  # an application of FastAPI
    paged = {str(one.path) for one in iter_route_contexts(app.routes) if _is_paged(one)}
    for method, route in sorted(doors(app)):
        if method != "GET" or (lists and route not in paged):
            continue
        opener = opener_of(route)
        if opener != last:
            _enter(house, opener)
            last = opener
        _forget(world.chain)
        with asking(world.chain.world.ledger.store.engine) as asked:
            house.client.get(world.addresses[route])
        yield route, asked


def _is_paged(route: Any) -> bool:  # noqa: ANN401 - a route, or its part of another application
    """True for a page that an address continues."""
    endpoint = getattr(route, "endpoint", None)
    return endpoint is not None and "before" in signature(endpoint).parameters


def _enter(house: House, opener: str | None) -> None:
    house.client.cookies.clear()
    house.clock.time += 60  # The log-ins of a minute are counted.
    if opener is not None:
        log_in(house, opener)


def _forget(chain: BatteryChain) -> None:
    """Drop all kept values, so that an answer asks for all that it needs."""
    memory = chain.world.ledger.memory
    memory.forget()
    memory.computed.clear()
