"""A kept calculation with all that its pages read: the choices, the request that it states, what others owe."""

from typing import Final, NamedTuple

from api.web.manufacturer.calculation_form import FORM, CalculationForm
from api.web.manufacturer.calculation_reading import (
    Offers,
    ReadCalculation,
    read_calculation,
    source_value,
)
from api.web.manufacturer.calculation_tasks import TaskContext
from api.web.workspace import Visit
from api.web.workspaces import MANUFACTURER
from ledger.service.access.drafts import delete_draft, keep_draft, list_drafts, read_draft
from ledger.service.products.listing import draft_title
from ledger.service.products.offers import entries_of, made_models, offered_rows
from ledger.service.products.owing import owed_for
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.products import MadeEntry, MadeModel

OFFERING: Final = ("end_of_life", "rows")
"""The steps that offer parts of a composition."""

PATH: Final = f"{MANUFACTURER.root}/calculate"


class Calculating(NamedTuple):
    """A kept form with its choices.

    Attributes:
        name: of the draft.
        form: as it was typed.
        offers: the models and parts to choose from.
        model: the chosen one; None before.
        entries: of the chosen model and plant.
        rulebooks: that the ledger keeps, by digest.
        factor_sets: that the ledger keeps, by digest.
        read: the request that the form states, or its problems.
    """

    name: str
    form: CalculationForm
    offers: Offers
    model: MadeModel | None
    entries: tuple[MadeEntry, ...]
    rulebooks: dict[str, Rulebook]
    factor_sets: dict[str, FactorSet]
    read: ReadCalculation

    @property
    def path(self) -> str:
        """The address of the form's pages."""
        return f"{PATH}/{self.name}"

    @property
    def rulebook(self) -> Rulebook | None:
        """The chosen rulebook."""
        return self.rulebooks.get(self.form.get("rulebook"))

    @property
    def title(self) -> str:
        """The name of the draft: the model and the plant."""
        return "" if self.model is None else draft_title(self.model.model, self.model.site)


def open_calculation(visit: Visit, name: str, step: str = "") -> Calculating:
    """A kept calculation, with the parts to choose from if the step that is shown needs them.

    Raises:
        CradleError: `draft.absent`, also for a draft of another form, or `access.*`.
    """
    return calculating(visit, name, kept_form(visit, name), step)


def kept_form(visit: Visit, name: str) -> CalculationForm:
    """The typed fields of a kept calculation.

    Raises:
        CradleError: `draft.absent` or `access.denied`.
    """
    draft = read_draft(visit.store, visit.caller, name)
    if draft.form != FORM:
        raise CradleError("draft.absent", "This draft is not a calculation that is being typed.")
    try:
        return CalculationForm.model_validate_json(draft.content)
    except ValueError as error:
        detail = "The draft is not a calculation as the page keeps it; delete it and begin again."
        raise CradleError("draft.shape", detail) from error


def calculating(visit: Visit, name: str, form: CalculationForm, step: str = "") -> Calculating:
    """A form with its choices, and the request that it states.

    The parts of a composition are read only where a step offers them or the form has chosen some.
    """
    ledger, caller = visit.ledger, visit.caller
    models = {made_model.subject: made_model for made_model in made_models(ledger, caller)}
    needed = step in OFFERING or bool(form.rows_of("rows"))
    rows = {source_value(row): row for row in offered_rows(ledger, caller)} if needed else {}
    offers, model = Offers(models, rows), models.get(form.get("subject"))
    stored = dict(ledger.methods())
    return Calculating(
        name=name,
        form=form,
        offers=offers,
        model=model,
        entries=() if model is None else entries_of(ledger, caller, model.model, model.site),
        rulebooks={key: method for key, method in stored.items() if isinstance(method, Rulebook)},
        factor_sets={
            key: method for key, method in stored.items() if isinstance(method, FactorSet)
        },
        read=read_calculation(visit, form, offers),
    )


def keep_form(visit: Visit, calculation: Calculating) -> None:
    """Keep a form under its name.

    Raises:
        CradleError: as `keep_draft`.
    """
    title = calculation.title or visit.say("calculate.untitled")
    content = calculation.form.model_dump_json().encode()
    keep_draft(visit.store, visit.caller, calculation.name, FORM, title, content, visit.now)


def task_context(visit: Visit, calculation: Calculating) -> TaskContext:
    """A form with what its tasks are judged by."""
    names = [row.id for row in calculation.entries]
    owed = owed_for(visit.ledger, visit.caller, names, visit.now)
    return TaskContext(
        calculation.path,
        calculation.form,
        calculation.read,
        calculation.model,
        calculation.rulebook,
        owed,
    )


def discard_typed(visit: Visit, title: str) -> None:
    """Delete the typed calculations of a product, whose calculation was signed and is in the log."""
    store = visit.store
    for row in list_drafts(store, visit.caller):
        if row.form == FORM and row.title == title:
            delete_draft(store, visit.caller, row.id)
