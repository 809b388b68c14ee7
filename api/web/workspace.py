"""A request to a page of a workspace: its caller, its language, and how it is answered.

A workspace needs a session and sends no page to a cache. The language that an address names is kept in a cookie of its
own, so that the next page has it too.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, get_args

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.authentication import Caller
from api.context import AppContext, Context
from api.web.frame import Account, Chosen, Frame, is_demo, language_for, render_page
from api.web.workspaces import workspaces_of
from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal
from ledger.store.access.organisations import organisation_of
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.errors import CradleError

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
    def desk(self) -> LocalDesk:
        """The questions of the caller at this moment."""
        return self.context.desk(self.caller)

    def say(self, key: str, **values: str) -> str:
        """The text of a key in the page's language."""
        return text(key, self.language, **values)

    def page(
        self,
        template: str,
        title: str,
        values: dict[str, object],
        frame: Frame,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        """Answer with a page in the frame of a workspace.

        Args:
            template: that extends `frame.html`.
            title: of the page.
            values: that the template needs besides.
            frame: the workspace and the current tab; the account is added.
            status: of the response.
        """
        shown = frame._replace(
            account=self._account(frame.workspace), demo=is_demo(self.context.ledger.origin)
        )
        html = render_page(template, self.request, self.language, title, values, shown)
        answer = HTMLResponse(html, status.value, headers=PRIVATE)
        if self.chosen:
            answer.set_cookie(LANGUAGE, self.language, max_age=YEAR, httponly=True, samesite="lax")
        return answer

    def data(self, model: BaseModel) -> Response:
        """Answer with the machine form of a page."""
        content = model.model_dump_json(exclude_none=True)
        return Response(content, media_type="application/json", headers=PRIVATE)

    def go(self, path: str) -> Response:
        """Answer a form with the page that follows it."""
        return RedirectResponse(path, HTTPStatus.SEE_OTHER, PRIVATE)

    def _account(self, workspace: str) -> Account:
        with self.context.ledger.store.read() as connection:
            found = organisation_of(connection, self.caller.organisation)
        title = self.caller.organisation if found is None else found.name
        own = workspaces_of(self.caller.roles)
        others = tuple((one.name, one.root) for one in own if one.name != workspace)
        return Account(title, self.caller.credential, others)


def _visit(request: Request, context: Context, caller: Caller, lang: Chosen = None) -> Visit:
    """Read a visit; a session is needed, as on every page of a workspace."""
    kept = request.cookies.get(LANGUAGE)
    stored: Language | None = next((one for one in get_args(Language) if one == kept), None)
    language = language_for(request, lang or stored)
    return Visit(request, context, caller, language, chosen=lang is not None)


Visited = Annotated[Visit, Depends(_visit)]
"""The dependency of a page of a workspace."""


def problem_rows(
    error: CradleError, fields: frozenset[str] = frozenset()
) -> list[tuple[str, str, str]]:
    """The rows of a summary for a refusal: the field, if the form has it, the sentence and its language."""
    field = error.place if error.place in fields else ""
    return [(field, error.detail, "en")]
