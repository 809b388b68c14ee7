"""A request to a page of a workspace: its caller, its language, and how it is answered.

A workspace needs a session and sends no page to a cache. The language that an address names is kept in a cookie of its
own, so that the next page has it too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, get_args

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.authentication import Caller
from api.context import AppContext, Context
from api.problems import status_of
from api.web.frame import Account, Chosen, Frame, is_demo, language_for, render_page
from api.web.rendering import counted, say, write_quantity
from api.web.workspaces import workspace_named, workspaces_of
from ledger.append.ledger import Ledger
from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal
from ledger.store.access.organisations import organisation_of
from ledger.store.store import Store
from ledger.translations.documents import period_words
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.values import Period
from schemas.views.standing import FigureStanding, OfFigure
from schemas.vocabulary import Unit

LANGUAGE: Final = "cradle_language"
YEAR: Final = 31_536_000
PRIVATE: Final = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a page of a workspace.

    Attributes:
        request: of the browser.
        context: the ledger and the settings.
        caller: that is logged in.
        language: of the page.
        chosen: True if the address names the language.
    """

    request: Request
    context: AppContext
    caller: Principal
    language: Language
    chosen: bool

    @property
    def ledger(self) -> Ledger:
        """The open ledger."""
        return self.context.ledger

    @property
    def store(self) -> Store:
        """The ledger's database."""
        return self.context.ledger.store

    @property
    def now(self) -> int:
        """The time, in seconds of UTC since 1970."""
        return self.context.now()

    @property
    def desk(self) -> LocalDesk:
        """The questions of the caller at this moment."""
        return self.context.desk(self.caller)

    def say(self, key: str, **values: object) -> str:
        """The text of a key in the page's language."""
        return say(self.language, key, **values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """The sentence of a number of things in the page's language."""
        return counted(self.language, key, count, **values)

    def period(self, period: Period | None) -> str:
        """A period in words; empty without one."""
        return "" if period is None else period_words(period, self.language)

    def quantity(self, amount: str | None, unit: Unit) -> str:
        """An amount with its unit; empty without an amount."""
        return "" if amount is None else write_quantity(amount, self.language, unit)

    def page(
        self,
        template: str,
        error: CradleError | None = None,
        *,
        form_fields: Collection[str] = (),
        frame: Frame | None = None,
        status: HTTPStatus | None = None,
        **values: object,
    ) -> Response:
        """Answer with a page in the frame of a workspace; the account is added.

        Args:
            template: that extends `frame.html`, and sets `title` and the `current` tab if they are not given.
            error: a refusal that the page shows, with its status.
            form_fields: that a refusal can be about.
            frame: the workspace and tab; if left out, those of the template's folder.
            status: of the response, if it is neither that of the refusal nor 200.
            values: that the template needs besides.
        """
        shown = frame or workspace_named(template.partition("/")[0]).frame()
        shown = shown._replace(
            account=self._account(shown.workspace), demo=is_demo(self.context.ledger.origin)
        )
        if error is not None:
            values = {"problems": problem_rows(error, form_fields), **values}
            status = status or status_of(error)
        values = {"error": error, "about": _standing(values.get("found")), **values}
        html = render_page(template, self.request, self.language, values, shown)
        answer = HTMLResponse(html, (status or HTTPStatus.OK).value, headers=PRIVATE)
        if self.chosen:
            answer.set_cookie(LANGUAGE, self.language, max_age=YEAR, httponly=True, samesite="lax")
        return answer

    def data(self, model: BaseModel) -> Response:
        """Answer with the machine form of a page."""
        return as_json(model)

    def go(self, path: str) -> Response:
        """Answer a form with the page that follows it."""
        return RedirectResponse(path, HTTPStatus.SEE_OTHER, PRIVATE)

    def _account(self, workspace: str) -> Account:
        with self.context.ledger.store.read() as connection:
            organisation = organisation_of(connection, self.caller.organisation)
        title = self.caller.organisation if organisation is None else organisation.name
        own = workspaces_of(self.caller.roles)
        others = tuple((other.name, other.root) for other in own if other.name != workspace)
        return Account(title, self.caller.credential, others)


def _visit(request: Request, context: Context, caller: Caller, lang: Chosen = None) -> Visit:
    """Read a visit; a session is needed, as on every page of a workspace."""
    kept = request.cookies.get(LANGUAGE)
    stored: Language | None = next((code for code in get_args(Language) if code == kept), None)
    language = language_for(request, lang or stored)
    return Visit(request, context, caller, language, chosen=lang is not None)


Visited = Annotated[Visit, Depends(_visit)]
"""The dependency of a page of a workspace."""


def _standing(found: object) -> FigureStanding | None:
    """The standing of the figure that an answer is about, which every page shows above it."""
    return found.standing if isinstance(found, OfFigure) else None


def as_json(model: BaseModel) -> Response:
    """The machine form of a page."""
    content = model.model_dump_json(exclude_none=True)
    return Response(content, media_type="application/json", headers=PRIVATE)


def problem_rows(error: CradleError, fields: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """The rows of a summary for a refusal: the field, if the form has it, the sentence and its language."""
    field = error.place if error.place in fields else ""
    return [(field, error.detail, "en")]
