"""The form of a delivery: as it was typed, and the delivery that it states.

An amount is read as in a spreadsheet of the page's language (`ledger.exchange.spreadsheet.numbers`), and the page shows
the reading. A statement has a point as decimal sign in every language.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from api.web.forms import FormProblem
from api.web.workspace import Visit
from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.numbers import DECIMAL, decide, read_written, require_digits
from ledger.footprint.graph.numbers import format_decimal
from ledger.service.access.own_deliveries import OwnGoods
from ledger.service.access.permissions import require_participant
from ledger.service.access.visibility import unknown_statement
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import message
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery

FIELDS: Final = {
    "entry": "goods",
    "line": "goods",
    "product": "goods",
    "unit": "goods",
    "recipient": "to",
    "number": "number",
    "amount": "amount",
    "valid_until": "valid_until",
    "rulebook": "rulebook",
    "factor_sets": "factor_set",
    "factor_set": "factor_set",
    "methods": "method",
    "supersedes.reason": "reason",
}
"""The field of the form for each place of a refusal."""


class DeliveryForm(BaseModel):
    """The fields as they were typed.

    Attributes:
        goods: the digits of an own live entry and a line of it, `digits:line`.
        to: the digits of the customer's registration; `find` is a part of its name to look for.
        use: `physical`, with an amount, or `representative`, with `valid_until`.
        rulebook: the digest of a rulebook; empty if the delivery states no figure.
        method: the digests of the methods that may value the goods, beside those of the figure.
        supersedes: the digits of an own delivery that this one corrects, for a `reason`.
        request: the request that it answers.
        entry: an own entry whose goods are chosen when the form is opened.
        opened: set once the form was shown, so that an emptied field is not filled in again.
        seen: the figure that the preview showed.
        open: the suppliers that the delivery opens, as `delivery_new.row_value` names them.
        onward: set if the customer may show them to its own customers.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    goods: str = ""
    to: str = ""
    find: str = ""
    number: str = ""
    use: str = "physical"
    amount: str = ""
    valid_until: str = ""
    rulebook: str = ""
    factor_set: list[str] = Field(default_factory=list)
    method: list[str] = Field(default_factory=list)
    supersedes: str = ""
    reason: str = ""
    request: str = ""
    entry: str = ""
    opened: str = ""
    seen: str = ""
    open: list[str] = Field(default_factory=list)
    onward: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filled fields but those of the opening, as hidden fields carry them."""
        single = [(name, getattr(self, name)) for name in type(self).model_fields]
        kept = [(name, value) for name, value in single if isinstance(value, str) and value]
        kept = [pair for pair in kept if pair[0] not in {"entry", "seen", "onward"}]
        several = [("factor_set", self.factor_set), ("method", self.method)]
        return [*kept, *((name, value) for name, values in several for value in values)]

    @property
    def query(self) -> str:
        """The filled fields as the query of an address."""
        onward = [("onward", self.onward)] if self.onward else []
        return urlencode([*self.pairs, *(("open", value) for value in self.open), *onward])


@dataclass(frozen=True, slots=True)
class ReadForm:
    """The statement of a form: a delivery without its figure, or the problems; `read_as` is a reading of the amount."""

    delivery: Delivery | None
    problems: tuple[FormProblem, ...] = ()
    read_as: str = ""


def problem_of(error: CradleError) -> FormProblem:
    """The problem of a refusal, at the field that it is about."""
    return FormProblem(FIELDS.get(error.place, ""), error.detail, "en", error.code)


def read_form(visit: Visit, form: DeliveryForm, goods: tuple[OwnGoods, ...]) -> ReadForm:
    """Read the delivery that a form states.

    Args:
        visit: whose language decides how the amount is read.
        form: as it was typed.
        goods: that the firm can deliver.

    Raises:
        CradleError: `statement.unknown` for goods that are not the firm's own.
    """
    amount, problems = "", _missing(visit, form)
    if form.use == "physical" and form.amount.strip():
        try:
            amount = read_amount(form.amount, visit.language)
        except Fault as fault:
            problems.append(_number_problem(visit, fault))
    chosen = find_goods(form.goods, goods) if form.goods else None
    if problems or chosen is None:
        return ReadForm(None, tuple(problems))
    try:
        delivery = Delivery.parse(canonical(_members(visit, form, chosen, amount)))
    except CradleError as error:
        return ReadForm(None, (problem_of(error),))
    typed = form.amount.strip()
    read_as = visit.say("deliveries.read_as", typed=typed, read=amount) if amount else ""
    return ReadForm(delivery, (), read_as if typed != amount else "")


def read_amount(typed: str, language: Language) -> str:
    """Read a positive amount as it is written in a language; return it as a statement writes it.

    Raises:
        Fault: `number.*`.
    """
    written = read_written(typed.strip())
    value, _ = decide(written, DECIMAL[language], language)
    if written.percent:
        raise Fault("number.percent")
    if value <= 0:
        raise Fault("quantity.positive")
    require_digits(value)
    return format_decimal(value)


def find_goods(chosen: str, goods: tuple[OwnGoods, ...]) -> OwnGoods:
    """The chosen goods.

    Raises:
        CradleError: `statement.unknown` if they are no live goods of the firm.
    """
    digits, _, line = chosen.partition(":")
    entry = f"sha256:{digits}"
    own_goods = next(
        (
            candidate
            for candidate in goods
            if (candidate.entry, candidate.line.line) == (entry, line)
        ),
        None,
    )
    if own_goods is None:
        raise unknown_statement(entry)
    return own_goods


def goods_value(goods: OwnGoods) -> str:
    """The value of goods in the form."""
    return f"{goods.entry.removeprefix('sha256:')}:{goods.line.line}"


def _missing(visit: Visit, form: DeliveryForm) -> list[FormProblem]:
    """The empty fields that a delivery needs."""
    needed = ["goods", "to", "number", "amount" if form.use == "physical" else "valid_until"]
    if form.rulebook and not form.factor_set:
        needed.append("factor_set")
    if form.factor_set and not form.rulebook:
        needed.append("rulebook")
    if form.supersedes:
        needed.append("reason")
    empty = [name for name in needed if not _filled(getattr(form, name))]
    return [
        FormProblem(name, visit.say(f"deliveries.missing.{name}"), "", "schema.missing")
        for name in empty
    ]


def _filled(value: str | list[str]) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _number_problem(visit: Visit, fault: Fault) -> FormProblem:
    """The sentence of a number that cannot be read."""
    note = fault.note
    if note.code == "quantity.positive":
        return FormProblem("amount", visit.say("deliveries.amount.positive"), "", note.code)
    _, sentence = message(note.code, visit.language)
    words = sentence.format_map(note.words)
    if note.suggestion is not None:
        words = f"{words} {visit.say('deliveries.suggestion', written=note.suggestion)}"
    return FormProblem("amount", words, "", note.code)


def _members(visit: Visit, form: DeliveryForm, goods: OwnGoods, amount: str) -> dict[str, Any]:
    """The members of the delivery; a later check says which of them is wrong."""
    members: dict[str, object] = {
        "origin": visit.ledger.origin,
        "issuer": require_participant(visit.caller),
        "recipient": f"sha256:{form.to}",
        "entry": goods.entry,
        "line": goods.line.line,
        "product": goods.line.product,
        "unit": goods.line.unit.value,
        "number": form.number.strip(),
        "use": form.use,
        "nonce": visit.context.fresh(),
    }
    if form.use == "physical":
        members["amount"] = amount
    else:
        members["valid_until"] = form.valid_until.strip()
    if form.method:
        members["methods"] = sorted(
            {*form.method, *form.factor_set, *filter(None, [form.rulebook])}
        )
    if form.supersedes:
        members["supersedes"] = {"id": f"sha256:{form.supersedes}", "reason": form.reason}
    return members
