"""The request for a calculation that a typed form states, or what is wrong, each at its field.

Nothing is judged here that a rule of the ledger judges: this reads fields, and the ledger's draft decides the rest.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson
from pydantic import ValidationError

from api.web.forms import FormProblem, day_after
from api.web.manufacturer.calculation_form import CalculationForm, is_number, read_number
from api.web.workspace import Visit
from ledger.exchange.spreadsheet.faults import Fault
from ledger.service.access.permissions import require_participant
from ledger.translations.spreadsheet import message
from schemas.base import refusals
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.views.products import MadeModel, OfferedRow

PLACES: Final = (
    (r"period\.start", "start"),
    (r"period(\.end)?", "last"),
    (r"model|site", "subject"),
    (r"supersedes.*", "reason"),
    (r"factor_sets?.*", "factor_set"),
    (r"rulebook.*|filling.*", "rulebook"),
    (r"total_energy", "capacity_kwh"),
    (
        r"(category|vehicle_category|capacity_kwh|capacity_evidence|batteries_evidence|cycle_life)",
        r"\1",
    ),
    (r"warranties\[([0-9]+)\]\.([a-z_]+)", r"warranties.\1.\2"),
    (r"warranties", "warranties.0.years"),
)
"""The field of the form for each place of a refusal that is about one field."""

STEP_OF: Final = (
    (r"subject|start|last|reason", "product"),
    (r"rulebook|factor_set", "method"),
    (r"use\..*|kg\..*|end_of_life.*", "end_of_life"),
    (r"rows.*", "rows"),
    (r"leave\..*|why\..*|.*exclusions.*", "exclusions"),
    (r"category|vehicle_category|capacity.*|batteries_evidence|cycle_life|warranties.*", "battery"),
)
"""The step of each field."""


class Offers(NamedTuple):
    """The rows that a form may choose from: models and plants by subject, parts by their value in the form."""

    models: Mapping[str, MadeModel]
    rows: Mapping[str, OfferedRow]


class ReadCalculation(NamedTuple):
    """The request that a form states; None with problems."""

    request: CalculationRequest | None
    problems: tuple[FormProblem, ...]


def source_value(row: OfferedRow) -> str:
    """The value of a part in the form: `delivery:digits:line` or `entry:digits:line`."""
    sort, name = ("entry", row.entry) if row.delivery is None else ("delivery", row.delivery)
    return f"{sort}:{(name or '')[7:]}:{row.line}"


def step_of(field: str) -> str:
    """The step of a field; empty if it belongs to none."""
    steps = (step for pattern, step in STEP_OF if re.fullmatch(pattern, field) is not None)
    return next(steps, "")


def _problem(field: str, sentence: str, code: str) -> FormProblem:
    """A problem of a field in the page's language."""
    return FormProblem(field, sentence, "", code, step_of(field))


def problem_of(error: CradleError) -> FormProblem:
    """A refusal of the ledger at the field that it is about."""
    place = error.place or ""
    named = ((re.fullmatch(pattern, place), to) for pattern, to in PLACES)
    field = next((match.expand(to) for match, to in named if match is not None), "")
    return FormProblem(field, error.detail, "en", error.code, step_of(field or place))


def read_calculation(visit: Visit, form: CalculationForm, offers: Offers) -> ReadCalculation:
    """Read the request that a form states.

    Args:
        visit: whose language words the problems, and whose participant is the issuer.
        form: as it was typed.
        offers: that the form chose from.

    Raises:
        CradleError: `access.unregistered`.
    """
    reader = _Reader(visit, form, offers)
    problems = [*reader.missing(), *reader.unread()]
    if problems:
        return ReadCalculation(None, tuple(problems))
    try:
        written = orjson.dumps(reader.members())
        return ReadCalculation(CalculationRequest.model_validate_json(written), ())
    except ValidationError as error:
        return ReadCalculation(None, tuple(map(problem_of, refusals(error))))


class _Reader(NamedTuple):
    """A form on its way to a request."""

    visit: Visit
    form: CalculationForm
    offers: Offers

    def missing(self) -> Iterator[FormProblem]:
        """The empty fields that a calculation needs."""
        if self.form.get("subject") not in self.offers.models:
            yield self.lacks("subject")
        for field in ("start", "last", "rulebook", "category", "capacity_kwh"):
            if not self.form.get(field):
                yield self.lacks(field)
        if not self.form.factor_sets:
            yield self.lacks("factor_set")
        if self.form.supersedes and not self.form.get("reason"):
            yield self.lacks("reason")
        yield from self.incomplete_rows()

    def incomplete_rows(self) -> Iterator[FormProblem]:
        """The empty cells of rows that were begun."""
        for row in self.form.rows_of("warranties"):
            if not self.form.get(f"warranties.{row}.years"):
                yield self.lacks(f"warranties.{row}.years", "years")
        for row in self.form.rows_of("rows"):
            for cell in ("role", "source", "amount"):
                chosen = self.form.get(f"rows.{row}.{cell}")
                if not chosen or (cell == "source" and chosen not in self.offers.rows):
                    yield self.lacks(f"rows.{row}.{cell}", f"row_{cell}")
        for digits in self.form.chosen("leave"):
            if not self.form.get(f"why.{digits}"):
                yield self.lacks(f"why.{digits}", "why")

    def unread(self) -> Iterator[FormProblem]:
        """The numbers that cannot be read."""
        for name, typed in self.form.fields.items():
            if is_number(name) and name not in self.form.read:
                try:
                    read_number(name, typed, self.visit.language)
                except Fault as fault:
                    words = self.fault_words(fault)
                    yield _problem(name, words, fault.note.code)
                else:  # It can be read in another language; the person says so by saving it again.
                    words = self.visit.say("calculate.wrong.other_language")
                    yield _problem(name, words, "number.other_language")

    def fault_words(self, fault: Fault) -> str:
        """The sentence of a number that cannot be read, as the check of a spreadsheet words it."""
        note = fault.note
        if note.code in {"quantity.positive", "share.grammar"}:
            return self.visit.say(f"calculate.wrong.{note.code.partition('.')[0]}")
        _, sentence = message(note.code, self.visit.language)
        return sentence.format_map(note.words)

    def lacks(self, field: str, word: str = "") -> FormProblem:
        """The problem of an empty field."""
        sentence = self.visit.say(f"calculate.missing.{word or field}")
        return _problem(field, sentence, "schema.missing")

    def members(self) -> dict[str, Any]:
        """The members of the request."""
        form, read = self.form, self.form.read
        model = self.offers.models[form.get("subject")]
        members: dict[str, object] = {
            "issuer": require_participant(self.visit.caller),
            "model": model.model,
            "site": model.site,
            "period": {"start": form.get("start"), "end": day_after(form.get("last"))},
            "category": form.get("category"),
            "vehicle_category": form.get("vehicle_category") or None,
            "capacity_kwh": read["capacity_kwh"],
            "capacity_evidence": form.get("capacity_evidence") or None,
            "batteries_evidence": form.get("batteries_evidence") or None,
            "warranties": tuple(map(self.warranty, form.rows_of("warranties"))),
            "cycle_life": read.get("cycle_life"),
            "rulebook": form.get("rulebook"),
            "factor_sets": form.factor_sets,
            "end_of_life": tuple(
                {"delivery": f"sha256:{digits}", "kg": read.get(f"kg.{digits}")}
                for digits in form.chosen("use")
            ),
            "rows": tuple(map(self.row, form.rows_of("rows"))),
            "exclusions": tuple(
                {"entry": f"sha256:{digits}", "reason": form.get(f"why.{digits}")}
                for digits in form.chosen("leave")
            ),
            "filling": self.filling(),
        }
        if form.supersedes:
            replaced = {"id": f"sha256:{form.supersedes}", "reason": form.get("reason")}
            members["supersedes"] = replaced
        return members

    def warranty(self, row: int) -> dict[str, str]:
        """A warranty, with the cells that were typed."""
        start, form = f"warranties.{row}", self.form
        cells = {
            name: form.read.get(f"{start}.{name}") for name in ("years", "km", "remaining_energy")
        }
        cells["evidence"] = form.get(f"{start}.evidence") or None
        return {name: text for name, text in cells.items() if text is not None}

    def row(self, number: int) -> dict[str, Any]:
        """A further row of the composition; line and unit are those of the chosen part."""
        chosen = self.offers.rows[self.form.get(f"rows.{number}.source")]
        cited = (
            {"entry": chosen.entry} if chosen.delivery is None else {"delivery": chosen.delivery}
        )
        return {
            **cited,
            "role": self.form.get(f"rows.{number}.role"),
            "line": chosen.line,
            "amount": self.form.read[f"rows.{number}.amount"],
            "unit": chosen.unit.value,
        }

    def filling(self) -> dict[str, bool] | None:
        """The gaps that are filled; None without any."""
        gaps = {name: True for name in ("transport", "mass") if self.form.get(name)}
        return gaps or None
