"""For `cradle template`: what a template is filled in with, read from a request and from the firm's earlier entry.

Without an entry that is named, the firm that a request is to is looked up: its newest entry of the product. Nothing is
chosen between two. All that is not filled in is in the notes, which the guide of the workbook repeats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.cli.backend.folder import parse_word
from ledger.cli.backend.names import newest_own
from ledger.cli.backend.own_entries import read_entry
from ledger.cli.backend.requests import request_id
from ledger.client.ledger_desk import LedgerDesk
from ledger.exchange.spreadsheet.filled import Fields, stage_of
from ledger.exchange.spreadsheet.prefilled import (
    Prefilled,
    fill_from_entry,
    fill_from_request,
    write_prefilled,
)
from ledger.exchange.spreadsheet.template import write_csv
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import label
from schemas.errors import CradleError
from schemas.exchanged.request import RequestView, State, Wanted
from schemas.signed.delivery import Delivery
from schemas.signed.rulebook import FactorSet
from schemas.signed.statement import Kind
from schemas.vocabulary import Stage

_NONE = frozenset({"access.issuer", "access.unregistered", "name.unknown"})
"""Refusals of the history of a firm that is not the caller's, and of a product that the firm has no entry of."""


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """Content of a template, and where it is from.

    Attributes:
        prefilled: the content.
        request: that it answers.
        entry: the id of the earlier entry.
        stage: of that entry.
        factor_sets: whose flows the template lists.
    """

    prefilled: Prefilled
    request: RequestView | None = None
    entry: str | None = None
    stage: Stage | None = None
    factor_sets: tuple[FactorSet, ...] = ()

    def write(self, language: Language, stage: Stage, ending: str) -> bytes:
        """The template as `.csv`, or as `.xlsx` with comments, notes and lists of flows."""
        if ending == ".csv":
            return write_csv(language, stage, self.prefilled.rows)
        notes = self.notes(language, ending)
        return write_prefilled(self.prefilled, language, stage, self.factor_sets, notes)

    def notes(self, language: Language, ending: str) -> Iterator[str]:
        """What was filled in from where, and what was not."""
        period, request = self.prefilled.period, self.request
        if request is not None:
            words = {"reference": request.reference, "id": request.id, "product": request.product}
            days = {"first": request.period.start, "last": request.period.last_day}
            yield label("filled", "request", language).format(**words, **days)
        if request is not None and request.amount is not None and request.unit is not None:
            asked = {"amount": request.amount, "unit": request.unit.value}
            yield label("filled", "asked", language).format(**asked)
        if period is not None:
            days = {"first": period.start, "last": period.last_day}
            yield label("filled", "entry", language).format(id=self.entry, **days)
            yield label("filled", "empty", language)
            yield label("filled", "uncommented" if ending == ".csv" else "commented", language)
        elif request is not None:
            yield label("filled", "no_entry", language).format(product=request.product)
        if self.prefilled.left_out:
            names = ", ".join(self.prefilled.left_out)
            yield label("filled", "left_out", language).format(names=names)
        listed = {factor.flow for factor_set in self.factor_sets for factor in factor_set.rows}
        if ending != ".csv" and (unlisted := sorted(_flows(self.prefilled) - listed)):
            yield label("filled", "unlisted", language).format(names=", ".join(unlisted))


def fill_template(
    desk: LedgerDesk,
    issuer: str | None,
    request: str | None,
    like: str | None,
    named: tuple[FactorSet, ...],
) -> FilledTemplate:
    """Read what a template is filled in with.

    Args:
        desk: of the caller.
        issuer: of the earlier entry; by default the firm of the login.
        request: the id of a request, or its first digits.
        like: an earlier entry, as `newest_own` names it.
        named: the factor sets to list; by default the ledger's that have a flow of the earlier entry.

    Raises:
        CradleError: `template.*`, `section.withheld`, or the ledger's refusal of an id.
    """
    asked = None if request is None else _request(desk, request)
    entry = None if like is None else newest_own(desk, issuer, like, Kind.ENTRY, "--like")
    if entry is None and asked is not None:
        entry = _find_entry(desk, asked)
    prefilled, stage = Prefilled(), None
    if entry is not None:
        prefilled, stage = _read_entry(desk, entry, asked)
    if asked is not None:
        prefilled = fill_from_request(asked, prefilled)
    sets = named or _factor_sets_with(desk, _flows(prefilled))
    return FilledTemplate(prefilled, asked, entry, stage, sets)


def stage_for(filled: FilledTemplate, stated: str | None) -> Stage:
    """The stage of a template: that of the entry that is filled in, or the stated one.

    Raises:
        CradleError: `option.word`; `template.stage` if both are there and differ.
    """
    named = None if stated is None else parse_word(Stage, stated, "--stage")
    if named is not None and filled.stage is not None and named is not filled.stage:
        detail = (
            f"The entry that is filled in is of the stage {filled.stage.value}; leave out --stage."
        )
        raise CradleError("template.stage", detail, "--stage")
    return filled.stage or named or Stage.RAW_MATERIAL


def _request(desk: LedgerDesk, name: str) -> RequestView:
    request = desk.data_request(request_id(desk, name, "--request"))
    if request.wants is Wanted.PAPERS:
        detail = (
            "The request asks for papers behind delivered goods, which no template has; send these."
        )
        raise CradleError("template.request", detail, "--request")
    if request.state in {State.DECLINED, State.WITHDRAWN}:
        detail = f"The request is {request.state.value}, so no entry answers it; leave it out."
        raise CradleError("template.request", detail, "--request")
    return request


def _find_entry(desk: LedgerDesk, request: RequestView) -> str | None:
    """The newest entry of the product by the firm that a request is to, if the caller may list that firm's entries."""
    if request.participant is None:
        return None
    try:
        return newest_own(desk, request.participant, request.product, Kind.ENTRY, "--like")
    except CradleError as error:
        if error.code not in _NONE:
            raise
        return None


def _read_entry(
    desk: LedgerDesk, name: str, request: RequestView | None
) -> tuple[Prefilled, Stage]:
    """What an entry fills in, and its stage."""
    changes = desk.statement(name, Kind.ENTRY).metadata
    for change in ("withdrawn", "superseded"):
        if by := changes.get(change):
            detail = f"The entry was {change} by {by}; name an entry that is valid."
            raise CradleError("template.replaced", detail, "--like")
    fields = read_entry(desk, name)
    made = [row["product"] for row in fields["inventory"]["outputs"]]
    if request is not None and request.product not in made:
        detail = (
            f"The entry makes {', '.join(made)}, and the request is for {request.product}; name an entry that makes"
            " it, or one of the two options."
        )
        raise CradleError("template.product", detail, "--like")
    return fill_from_entry(fields, _goods(desk, fields)), stage_of(fields)


def _goods(desk: LedgerDesk, fields: Fields) -> Mapping[str, str]:
    """The product of each delivery that an entry draws on, as far as the caller may see it."""
    goods = {}
    for name in {row["delivery"] for row in fields["inventory"]["inputs"] if "delivery" in row}:
        try:
            goods[name] = desk.statement(name, Kind.DELIVERY).payload(Delivery).product
        except CradleError as error:
            if error.code != "statement.unknown":
                raise
    return goods


def _flows(prefilled: Prefilled) -> frozenset[str]:
    rows = (row for table in prefilled.rows.values() for row in table)
    return frozenset(str(row["flow"]) for row in rows if "flow" in row)


def _factor_sets_with(desk: LedgerDesk, flows: frozenset[str]) -> tuple[FactorSet, ...]:
    """The ledger's factor sets that have one of these flows, without those that may not be passed on to the caller."""
    found = []
    for row in desk.methods().items:
        if row.sort != "factor_set":
            continue
        try:
            factor_set = FactorSet.parse(desk.method(row.digest).content)
        except CradleError as error:
            if error.code != "document.licence":
                raise
            continue
        if any(factor.flow in flows for factor in factor_set.rows):
            found.append(factor_set)
    return tuple(found)
