"""The choices of a manufacturer that calculates: its models and plants, their entries, and rows for the composition.

Every list is of the manufacturer's own statements, or of deliveries to it, so nothing is disclosed that it is not shown
already. Each list is cut at `MOST`.
"""

from collections.abc import Iterator
from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.own_deliveries import goods_for
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.changes import NOW, changes_of, made_of
from ledger.store.deliveries import representative_to
from ledger.store.products import live_entries_of, made_products
from ledger.trust.leaves import made_subject
from schemas.signed.calculation import Calculation
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind
from schemas.values import Period
from schemas.views.products import MadeEntry, MadeModel, OfferedRow
from schemas.vocabulary import Stage

MOST: Final = 500
"""The most rows of a list."""


def made_models(ledger: Ledger, principal: Principal) -> tuple[MadeModel, ...]:
    """The battery models and plants of the principal's entries, the one with the newest entry first.

    A model without batteries is of another product, which this form does not calculate.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.CALCULATE)
    issuer = require_participant(principal)
    with ledger.view() as view:
        products = made_products(view.connection, issuer, NOW, MOST)
        live = live_entries_of(view.connection, [row.subject for row in products])
        view.read([row.newest for row in live.values()] + [row.entry for row in products])
        models = []
        for row in products:
            record, newest = view.entry(row.entry), live.get(row.subject)
            last = None if newest is None else view.statement(newest.newest, Entry)
            model = None if record is None else record.battery_model
            if record is not None and model is not None:
                period, site = None if last is None else last.period, record.entry.site.code
                models.append(MadeModel(subject=row.subject, model=model, site=site, period=period))
    return tuple(models)


def entries_of(
    ledger: Ledger, principal: Principal, model: str, site: str
) -> tuple[MadeEntry, ...]:
    """The live entries of the principal that made a model at a site, by their period.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.CALCULATE)
    issuer = require_participant(principal)
    with ledger.view() as view:
        rows = made_of(view.connection, made_subject(issuer, model, site))
        names = [row.entry for row in rows]
        gone = changes_of(view.connection, names)
        live = [name for name in names if name not in gone]
        view.read(live)
        entries = [row for row in (_made_entry(view, name) for name in live) if row is not None]
    return tuple(sorted(entries, key=lambda row: (row.period.start, row.lot or "", row.id)))


def calculated_before(
    ledger: Ledger, principal: Principal, model: str, site: str, period: Period
) -> str | None:
    """The principal's live calculation of the same model, site and period, which a new one replaces; None without one.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.CALCULATE)
    issuer = require_participant(principal)
    with ledger.view() as view:
        names = view.issued(issuer, Kind.CALCULATION)
        statements, gone = view.read(names), changes_of(view.connection, names)
        same = [
            name
            for name in names
            if name not in gone
            and isinstance(calculation := statements[name], Calculation)
            and (calculation.model, calculation.site, calculation.period) == (model, site, period)
        ]
    return same[-1] if same else None


def offered_rows(ledger: Ledger, principal: Principal) -> tuple[OfferedRow, ...]:
    """The representative deliveries to the principal, then the lines of its own newest entries.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.CALCULATE)
    recipient = require_participant(principal)
    goods = goods_for(ledger, principal)
    with ledger.view() as view:
        delivered = tuple(_delivered(view, recipient))
        own = [good for good in goods if _makes_no_model(view, good.entry)]
    lines = (
        OfferedRow(
            entry=good.entry,
            line=good.line.line,
            product=good.line.name,
            unit=good.line.unit,
            period=good.period,
            ends_life=False,
        )
        for good in own
    )
    return (*delivered, *lines)


def _delivered(view: View, recipient: str) -> Iterator[OfferedRow]:
    names = representative_to(view.connection, recipient, MOST)
    view.read(names)
    for name in names:
        record = view.delivery(name)
        entry = None if record is None else view.statement(record.delivery.entry, Entry)
        if record is None or entry is None:
            continue
        delivery = record.delivery
        yield OfferedRow(
            delivery=name,
            line=delivery.line,
            firm=name_of(view, delivery.issuer),
            product=delivery.product,
            unit=delivery.unit,
            period=entry.period,
            valid_until=delivery.valid_until,
            ends_life=entry.process.stage is Stage.END_OF_LIFE,
        )


def _makes_no_model(view: View, name: str) -> bool:
    """True for an entry whose lines may be counted beside the product."""
    entry = view.statement(name, Entry)
    return entry is not None and entry.model is None


def _made_entry(view: View, name: str) -> MadeEntry | None:
    record = view.entry(name)
    if record is None:
        return None
    outputs = () if record.inventory is None else record.inventory.outputs
    batteries = sum(row.batteries or 0 for row in outputs)
    entry = record.entry
    return MadeEntry(id=name, period=entry.period, lot=entry.lot, batteries=batteries or None)
