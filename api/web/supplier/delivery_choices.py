"""The choices of the form of a delivery, and its first filling: for an entry, for a request, for a correction.

A correction keeps the goods, the customer and the use of what it replaces, so only these are offered
(`ledger.rules.versions`).
"""

from dataclasses import dataclass
from typing import Any, Final

from api.web.offered_methods import offered_rulebooks, offered_sets
from api.web.supplier.delivery_form import DeliveryForm, goods_value
from api.web.workspace import Visit
from ledger.service.access.names import names_for, search_names
from ledger.service.access.own_deliveries import (
    OwnDelivery,
    OwnGoods,
    WantedGoods,
    delivery_for,
    goods_for,
    newest_deliveries,
)
from ledger.service.access.visibility import unknown_statement
from ledger.service.requests.inbox import inbox_row
from ledger.translations.documents import number
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.views.inbox import InboxRow
from schemas.views.names import NamedFirm
from schemas.vocabulary import Reason

MOST: Final = 50
"""The most customers that are listed; the rest are found by a part of their name. Also the deliveries looked at."""

Option = tuple[str, str]
"""A value and its words."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of the form.

    Attributes:
        goods: that can be delivered.
        firms: the customers to choose from.
        more: True if there are further customers.
        rulebooks: and `factor_sets`, that the ledger keeps, by digest.
        replaced: the delivery that is corrected.
        request: the request that is answered.
    """

    goods: tuple[OwnGoods, ...]
    firms: tuple[NamedFirm, ...]
    more: bool
    rulebooks: tuple[Option, ...]
    factor_sets: tuple[Option, ...]
    replaced: OwnDelivery | None = None
    request: InboxRow | None = None


def read_choices(visit: Visit, form: DeliveryForm) -> Choices:
    """Read what the form offers.

    Raises:
        CradleError: `access.*`; `statement.unknown` or `request.unknown`, also for what is another firm's.
    """
    ledger, caller = visit.ledger, visit.caller
    replaced = _replaced(visit, form.supersedes) if form.supersedes else None
    request = _request(visit, form.request) if form.request else None
    goods = goods_for(ledger, caller, _wanted(form, replaced, request))
    firms, more = _firms(visit, form, request)
    if replaced is not None:
        kept = replaced.row.rests_on[0], replaced.delivery.line
        goods = tuple(
            own_goods for own_goods in goods if (own_goods.first, own_goods.line.line) == kept
        )
        firms, more = (replaced.recipient,), False
    rulebooks, factor_sets = offered_rulebooks(visit), offered_sets(visit)
    return Choices(goods, firms, more, tuple(rulebooks), tuple(factor_sets), replaced, request)


def prefill(visit: Visit, form: DeliveryForm, choices: Choices) -> DeliveryForm:
    """Fill in the empty fields of a form that is shown for the first time.

    Raises:
        CradleError: `statement.unknown` for an entry without live goods of the firm.
    """
    if form.opened:
        return form
    filled = _of_replaced(visit, choices) or _of_request(visit, choices)
    if choices.replaced is None:
        filled |= _usual_method(visit)
    if form.entry:
        filled["goods"] = _first_line(choices.goods, form.entry)
    typed = {name for name in type(form).model_fields if getattr(form, name)} - {"use"}
    update = {name: value for name, value in filled.items() if name not in typed}
    return form.model_copy(update=update)


def goods_options(visit: Visit, choices: Choices) -> list[Option]:
    """The goods with their amounts and periods."""
    return [(goods_value(own_goods), _goods_words(visit, own_goods)) for own_goods in choices.goods]


def firm_options(choices: Choices) -> list[Option]:
    """The customers; names are not unique, so the first digits of the id stand beside them."""
    return [
        (firm.id.removeprefix("sha256:"), f"{firm.name}, {firm.country} ({firm.id[7:15]})")
        for firm in choices.firms
    ]


def reason_options(visit: Visit) -> list[Option]:
    """The reasons for a correction or withdrawal."""
    return [(reason.value, word("reason", reason.value, visit.language)) for reason in Reason]


def _replaced(visit: Visit, digits: str) -> OwnDelivery:
    name = f"sha256:{digits}"
    delivery = delivery_for(visit.ledger, visit.caller, name)
    if delivery.row.status != "live":
        raise unknown_statement(name)
    return delivery


def _wanted(
    form: DeliveryForm, replaced: OwnDelivery | None, request: InboxRow | None
) -> WantedGoods:
    """The goods that the form is about, whatever their age."""
    typed = (form.entry.removeprefix("sha256:"), form.goods.partition(":")[0])
    return WantedGoods(
        entries=tuple(f"sha256:{digits}" for digits in typed if digits),
        firsts=() if replaced is None else replaced.row.rests_on[:1],
        products=() if request is None else (request.request.product,),
    )


def _request(visit: Visit, name: str) -> InboxRow:
    """A request that the firm received."""
    row = inbox_row(visit.ledger, visit.caller, name, visit.now)
    if row.request.asker == visit.caller.participant:
        detail = "There is no such request; it may be another firm's."
        raise CradleError("request.unknown", detail)
    return row


def _firms(
    visit: Visit, form: DeliveryForm, request: InboxRow | None
) -> tuple[tuple[NamedFirm, ...], bool]:
    """The customers that are offered: those found by name, and the one that is chosen or asks."""
    ledger, caller = visit.ledger, visit.caller
    hits, more = search_names(ledger, caller, form.find, MOST)
    wanted = [f"sha256:{form.to}"] if form.to else []
    wanted += [] if request is None else [request.request.asker]
    named = names_for(ledger, caller, wanted)
    firms = {firm.id: firm for firm in (*named, *hits) if firm.id != caller.participant}
    return tuple(firms.values()), more


def _of_replaced(visit: Visit, choices: Choices) -> dict[str, Any]:
    """The fields of the delivery that is corrected."""
    if choices.replaced is None:
        return {}
    old = choices.replaced.delivery
    fields: dict[str, object] = {
        "to": old.recipient.removeprefix("sha256:"),
        "number": old.number,
        "use": old.use.value,
        "amount": number(old.amount, visit.language) if old.amount else "",
        "valid_until": old.valid_until or "",
    }
    if choices.goods:
        fields["goods"] = goods_value(choices.goods[0])
    if old.figure is not None:
        fields |= {"rulebook": old.figure.rulebook, "factor_set": list(old.figure.factor_sets)}
    return {**fields, "method": list(old.methods or ())}


def _of_request(visit: Visit, choices: Choices) -> dict[str, Any]:
    """The fields that a request asks for: who asks, how much, and the newest goods that it is about."""
    if choices.request is None:
        return {}
    request = choices.request.request
    fields: dict[str, object] = {"to": request.asker.removeprefix("sha256:")}
    if request.amount is not None:
        fields["amount"] = number(request.amount, visit.language)
    fits = (
        own_goods
        for own_goods in choices.goods
        if own_goods.line.product == request.product
        and own_goods.period.start < request.period.end
        and request.period.start < own_goods.period.end
    )
    newest = next(fits, None)
    return fields if newest is None else {**fields, "goods": goods_value(newest)}


def _usual_method(visit: Visit) -> dict[str, Any]:
    """The method of the firm's newest delivery with a figure, among its newest ones."""
    delivered, _ = newest_deliveries(visit.ledger, visit.caller, MOST)
    figure = next((row.delivery.figure for row in delivered if row.delivery.figure), None)
    if figure is None:
        return {}
    return {"rulebook": figure.rulebook, "factor_set": list(figure.factor_sets)}


def _first_line(goods: tuple[OwnGoods, ...], entry: str) -> str:
    name = entry if entry.startswith("sha256:") else f"sha256:{entry}"
    own_goods = next((candidate for candidate in goods if candidate.entry == name), None)
    if own_goods is None:
        raise unknown_statement(name)
    return goods_value(own_goods)


def _goods_words(visit: Visit, goods: OwnGoods) -> str:
    amount = goods.line.amount
    quantity = "" if amount is None else visit.quantity(amount, goods.line.unit)
    period = visit.period(goods.period)
    return ", ".join(part for part in (goods.line.name, quantity, period) if part)
