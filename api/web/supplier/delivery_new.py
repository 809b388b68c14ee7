"""State a delivery: the form, the preview of what the customer will see, and the draft that is signed next.

The form is an address (GET), so nothing typed is lost by the language links, the way back or a search for a customer.
The preview shows the figure before a draft is kept; a figure that has changed since is shown again. The rules of the
ledger judge the delivery here already, so a person does not sign what would be refused. A preview is counted and noted
in the journal as one of `POST /v1/previews`.
"""

import json
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from api.problems import is_own_failure, status_of
from api.web.offered_methods import labels_of
from api.web.signature import ToSign, go_to_sign
from api.web.supplier.deliveries import figure_unit
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
    FormProblem,
    find_goods,
    problem_of,
    read_form,
)
from api.web.supplier.delivery_opening import choose_rows, has_all, opening_values
from api.web.wording import format_period, format_quantity
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.append.dry_run import judge_draft
from ledger.desk.lines import preview_both
from ledger.desk.question import Quota
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.service.access.permissions import Action, scope_of
from ledger.state.drafting import Draft
from ledger.translations.documents import number
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.opening import OpenableSuppliers, Opening
from schemas.vocabulary import Sign, Stage

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


class StageRow(NamedTuple):
    """A stage of a stated figure: burdens and credits as written; empty if there are none."""

    name: str
    burdens: str
    credits: str


@router.get("/new")
def form_page(visit: Visited, typed: Typed) -> Response:
    """Show the form."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, typed)
    return _form(visit, prefill(visit, typed, choices), choices)


@router.get("/new.json")
def form_data(visit: Visited, typed: Typed) -> Response:
    """Return what the form offers as data."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, typed)
    filled = prefill(visit, typed, choices)
    return visit.data(
        FormChoices(
            goods=goods_options(visit, choices),
            customers=firm_options(choices),
            more=choices.more,
            rulebooks=list(choices.rulebooks),
            factor_sets=list(choices.factor_sets),
            filled=filled.model_dump(),
        )
    )


@router.get("/preview")
def preview_page(visit: Visited, typed: Typed) -> Response:
    """Show what the customer will see, or the form with its problems."""
    checked = _check(visit, typed)
    if checked.delivery is None:
        return _form(visit, typed, checked.choices, checked.problems, checked.status)
    return _preview(visit, typed, checked, checked.delivery)


@router.get("/preview.json")
def preview_data(visit: Visited, typed: Typed) -> Response:
    """Return the delivery as data."""
    checked = _check(visit, typed)
    if checked.delivery is None:
        first = checked.problems[0]
        raise CradleError(first.code, first.sentence, first.field)
    members = _members(checked.delivery, checked.opening)
    shown = DeliveryPreview(delivery=members, read_as=checked.read_as or None)
    return visit.data(shown)


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
    customer = next(one.name for one in checked.choices.firms if one.id == delivery.recipient)
    title = visit.say(
        "deliveries.draft", goods=goods.line.name, customer=customer, number=delivery.number
    )
    stated = ToSign("delivery", title, json.dumps(_members(delivery, checked.opening)).encode())
    return go_to_sign(visit, stated, sent.request)


def _check(visit: Visit, form: DeliveryForm) -> Checked:
    """Read a form, judge the delivery by the rules of the ledger, and compute its figure."""
    scope_of(visit.caller, Action.SUBMIT)
    choices = read_choices(visit, form)
    read = read_form(visit, form, choices.goods)
    if read.delivery is None:
        return Checked(choices, None, "", read.problems, HTTPStatus(422))
    try:
        judge_draft(visit.context.ledger, Draft(read.delivery))
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
    values: dict[str, object] = {
        "form": form,
        "goods": goods_options(visit, choices),
        "firms": firm_options(choices),
        "more": choices.more or bool(form.find),
        "rulebooks": choices.rulebooks,
        "factor_sets": choices.factor_sets,
        "methods": (*choices.rulebooks, *choices.factor_sets),
        "reasons": reason_options(visit),
        "request": choices.request,
        "replaced": choices.replaced,
        "problems": [one[:3] for one in problems],
        "code": problems[0].code if problems else "",
        "wrong": {one.field: one for one in reversed(problems)},
    }
    title = visit.say("deliveries.correct" if choices.replaced else "deliveries.new")
    frame = SUPPLIER.frame("deliveries")
    return visit.page("supplier/delivery_new.html", title, values, frame, status)


def _preview(
    visit: Visit, form: DeliveryForm, checked: Checked, delivery: Delivery, *, changed: bool = False
) -> Response:
    goods = find_goods(form.goods, checked.choices.goods)
    firms = checked.choices.firms
    amount = delivery.amount
    total = _total(delivery)
    values: dict[str, object] = {
        "form": form,
        "changed": changed,
        "goods": goods.line.name,
        "period": format_period(visit, goods.period),
        "customer": next(one for one in firms if one.id == delivery.recipient),
        "delivery": delivery,
        "amount": "" if amount is None else format_quantity(visit, amount, delivery.unit),
        "read_as": checked.read_as,
        "figure": number(total, visit.language) if total else "",
        "total": total,
        "unit": figure_unit(visit, delivery.unit),
        "stages": _stages(visit, delivery.figure),
        "reason": word("reason", form.reason, visit.language) if form.supersedes else "",
        "valued": _valued(visit, delivery),
        "opening": opening_values(visit, form, _total(delivery), checked.opening, checked.openable),
    }
    status = HTTPStatus(409) if changed else HTTPStatus.OK
    title, frame = visit.say("deliveries.preview"), SUPPLIER.frame("deliveries")
    return visit.page("supplier/delivery_preview.html", title, values, frame, status)


def _valued(visit: Visit, delivery: Delivery) -> list[str]:
    """The methods that may value the goods, in words."""
    if delivery.methods is not None:
        return labels_of(visit, delivery.methods)
    return [
        visit.say(
            "deliveries.valued.all" if delivery.figure is None else "deliveries.valued.figure"
        )
    ]


def _stages(visit: Visit, figure: DeliveredFigure | None) -> list[StageRow]:
    """The sums of the stated cells by stage; the cells are rounded, and their sums are exact."""
    sums: dict[tuple[Stage, Sign], Decimal] = {}
    for cell in () if figure is None else figure.cells:
        key = cell.stage, cell.sign
        sums[key] = EXACT.add(sums.get(key, Decimal(0)), Decimal(cell.value))

    def written(stage: Stage, sign: Sign) -> str:
        value = sums.get((stage, sign))
        return "" if value is None else number(format_decimal(value), visit.language)

    return [
        StageRow(
            visit.say(f"deliveries.stage.{stage.value}"),
            written(stage, Sign.BURDEN),
            written(stage, Sign.CREDIT),
        )
        for stage in Stage
    ]


def _total(delivery: Delivery) -> str:
    return "" if delivery.figure is None else delivery.figure.total


def _members(delivery: Delivery, opening: Opening | None) -> dict[str, object]:
    """The delivery's own members and its section, which its draft keeps; the rest is added when it is signed."""
    added = {"origin", "issuer", "nonce"}
    members = {name: value for name, value in delivery.to_json().items() if name not in added}
    return members if opening is None else {**members, "opening": opening.to_json()}
