"""State a delivery: the form, the preview of what the customer will see, and the draft that is signed next.

The form is an address (GET), so nothing typed is lost by the language links, the way back or a search for a customer.
The preview shows the figure before a draft is kept; a figure that has changed since is shown again. The rules of the
ledger judge the delivery here already, so a person does not sign what would be refused. A preview is counted and noted
in the journal as one of `POST /v1/previews`.

Of the suppliers that a delivery may open, none is ticked by itself, also where a delivery is corrected that had opened
some. A supplier is opened with all that its own deliveries allow to pass on.
"""

import json
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from api.problems import is_own_failure, status_of
from api.web.forms import FormProblem, ToSign, go_to_sign, problem_values
from api.web.offered_methods import labels_of
from api.web.supplier.delivery_choices import (
    Choices,
    firm_options,
    goods_options,
    prefill,
    read_choices,
    reason_options,
)
from api.web.supplier.delivery_form import (
    DeliveryForm,
    find_goods,
    problem_of,
    read_form,
)
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.append.dry_run import judge_draft
from ledger.desk.lines import preview_both
from ledger.desk.question import Quota
from ledger.footprint.analysis.opening import opened_total, rest_of
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.service.access.permissions import Action, scope_of
from ledger.state.drafting import Draft
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.opening import OpenableSuppliers, OpenedSupplier, Opening
from schemas.vocabulary import Stage

router = APIRouter(prefix=f"{SUPPLIER.root}/deliveries", include_in_schema=False)
Typed = Annotated[DeliveryForm, Query()]
Sent = Annotated[DeliveryForm, Form()]


class DeliveryPreview(BaseModel):
    """A delivery as it would be signed, and how its amount was read."""

    delivery: dict[str, object]
    read_as: str | None = None


class FormChoices(BaseModel):
    """The choices of the form, as values with their words, and its first filling."""

    goods: list[tuple[str, str]]
    customers: list[tuple[str, str]]
    more: bool
    rulebooks: list[tuple[str, str]]
    factor_sets: list[tuple[str, str]]
    filled: dict[str, str | list[str]]


class Checked(NamedTuple):
    """A form after all checks: the delivery with its figure, or the problems and the status of the response.

    `opening` is what it opens of `openable`, the suppliers that it may open; both are None without a figure.
    """

    choices: Choices
    delivery: Delivery | None
    read_as: str
    problems: tuple[FormProblem, ...]
    status: HTTPStatus
    opening: Opening | None = None
    openable: OpenableSuppliers | None = None


@router.get("/new")
def form_page(visit: Visited, typed: Typed) -> Response:
    """Show the form."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, typed)
    return _form(visit, prefill(visit, typed, choices), choices)


@twins(router, "/new")
def form_choices(visit: Visited, typed: Typed) -> FormChoices:
    """Return what the form offers as data."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, typed)
    return FormChoices(
        goods=goods_options(visit, choices),
        customers=firm_options(choices),
        more=choices.more,
        rulebooks=list(choices.rulebooks),
        factor_sets=list(choices.factor_sets),
        filled=prefill(visit, typed, choices).model_dump(),
    )


@router.get("/preview")
def preview_page(visit: Visited, typed: Typed) -> Response:
    """Show what the customer will see, or the form with its problems."""
    checked = _check(visit, typed)
    if checked.delivery is None:
        return _form(visit, typed, checked.choices, checked.problems, checked.status)
    return _preview(visit, typed, checked, checked.delivery)


@twins(router, "/preview")
def preview(visit: Visited, typed: Typed) -> DeliveryPreview:
    """Return the delivery as data."""
    checked = _check(visit, typed)
    if checked.delivery is None:
        first = checked.problems[0]
        raise CradleError(first.code, first.sentence, first.field)
    members = _members(checked.delivery, checked.opening)
    return DeliveryPreview(delivery=members, read_as=checked.read_as or None)


@router.post("/new")
def keep(visit: Visited, sent: Sent) -> Response:
    """Keep the previewed delivery as a draft, and go to sign it."""
    checked = _check(visit, sent)
    delivery = checked.delivery
    if delivery is None:
        return _form(visit, sent, checked.choices, checked.problems, checked.status)
    if _total(delivery) != sent.seen or not has_all(sent, checked.openable):
        return _preview(visit, sent, checked, delivery, changed=True)
    goods = find_goods(sent.goods, checked.choices.goods)
    customer = next(firm.name for firm in checked.choices.firms if firm.id == delivery.recipient)
    title = visit.say(
        "deliveries.draft", goods=goods.line.name, customer=customer, number=delivery.number
    )
    draft = ToSign("delivery", title, json.dumps(_members(delivery, checked.opening)).encode())
    return go_to_sign(visit, draft, sent.request)


def _check(visit: Visit, form: DeliveryForm) -> Checked:
    """Read a form, judge the delivery by the rules of the ledger, and compute its figure."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, form)
    read = read_form(visit, form, choices.goods)
    if read.delivery is None:
        return Checked(choices, None, "", read.problems, HTTPStatus(422))
    try:
        judge_draft(visit.ledger, Draft(read.delivery))
        figure, openable = _figure(visit, form, read.delivery)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return Checked(choices, None, "", (problem_of(error),), status_of(error))
    opening = choose_rows(form, openable)
    delivery = read.delivery.model_copy(update={"figure": figure})
    return Checked(choices, delivery, read.read_as, (), HTTPStatus.OK, opening, openable)


def _figure(
    visit: Visit, form: DeliveryForm, delivery: Delivery
) -> tuple[DeliveredFigure | None, OpenableSuppliers | None]:
    if not form.rulebook:
        return None, None
    request = PreviewRequest(
        entry=delivery.entry,
        line=delivery.line,
        rulebook=form.rulebook,
        factor_sets=tuple(sorted(set(form.factor_set))),
    )
    with visit.desk.opened(Quota.PREVIEW) as desk:
        return preview_both(desk, request)


def _form(
    visit: Visit,
    form: DeliveryForm,
    choices: Choices,
    problems: tuple[FormProblem, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    return visit.page(
        "supplier/delivery_new.html",
        title=visit.say("deliveries.correct" if choices.replaced else "deliveries.new"),
        status=status,
        form=form,
        goods=goods_options(visit, choices),
        firms=firm_options(choices),
        more=choices.more or bool(form.find),
        rulebooks=choices.rulebooks,
        factor_sets=choices.factor_sets,
        methods=(*choices.rulebooks, *choices.factor_sets),
        reasons=reason_options(visit),
        request=choices.request,
        replaced=choices.replaced,
        **problem_values(problems),
    )


def _preview(
    visit: Visit, form: DeliveryForm, checked: Checked, delivery: Delivery, *, changed: bool = False
) -> Response:
    goods = find_goods(form.goods, checked.choices.goods)
    return visit.page(
        "supplier/delivery_preview.html",
        status=HTTPStatus(409) if changed else HTTPStatus.OK,
        form=form,
        changed=changed,
        goods=goods,
        customer=next(firm for firm in checked.choices.firms if firm.id == delivery.recipient),
        delivery=delivery,
        read_as=checked.read_as,
        total=_total(delivery),
        sums=_sums(delivery.figure),
        stages=list(Stage),
        valued=() if delivery.methods is None else labels_of(visit, delivery.methods),
        openable=checked.openable,
        opened=() if checked.opening is None else checked.opening.suppliers,
        rest_of=rest_of,
        row_value=row_value,
        opened_total=opened_total,
        names_behind=names_behind,
    )


def _sums(figure: DeliveredFigure | None) -> dict[tuple[str, str], str]:
    """The sums of the stated cells by stage and sign; the cells are rounded, and their sums are exact."""
    sums: dict[tuple[str, str], Decimal] = {}
    for cell in () if figure is None else figure.cells:
        key = cell.stage.value, cell.sign.value
        sums[key] = EXACT.add(sums.get(key, Decimal(0)), Decimal(cell.value))
    return {key: format_decimal(value) for key, value in sums.items()}


def _total(delivery: Delivery) -> str:
    return "" if delivery.figure is None else delivery.figure.total


def _members(delivery: Delivery, opening: Opening | None) -> dict[str, Any]:
    """The delivery's own members and its section, which its draft keeps; the rest is added when it is signed."""
    added = {"origin", "issuer", "nonce"}
    members = {name: value for name, value in delivery.to_json().items() if name not in added}
    return members if opening is None else {**members, "opening": opening.to_json()}


def row_value(row: OpenedSupplier) -> str:
    """The value of a supplier in the form."""
    return f"{row.country} {row.name}"


def choose_rows(form: DeliveryForm, openable: OpenableSuppliers | None) -> Opening | None:
    """The opening that a form chooses; None if it chooses no row that there is."""
    rows = () if openable is None else openable.suppliers
    chosen = tuple(row for row in rows if row_value(row) in form.open)
    return Opening(onward=bool(form.onward), suppliers=chosen) if chosen else None


def has_all(form: DeliveryForm, openable: OpenableSuppliers | None) -> bool:
    """True if every supplier that a form chooses may still be opened."""
    rows = () if openable is None else openable.suppliers
    return set(form.open) <= {row_value(row) for row in rows}


def names_behind(row: OpenedSupplier) -> list[str]:
    """The names of all firms behind a row, each once."""
    names: dict[str, None] = {}
    for supplier in row.suppliers or ():
        names |= dict.fromkeys((supplier.name, *names_behind(supplier)))
    return list(names)
