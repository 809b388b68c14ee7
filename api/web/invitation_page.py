"""The pages of an invitation in English, German and Chinese; the sentence of a refusal is English.

Every command on a page works as it is shown, in the folder of the login file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from fastapi import Request

from api.context import AppContext
from api.templates import Form
from api.web.frame import public_frame, render_page
from ledger.client.first_steps import FirstSteps
from ledger.client.login_file import format_login
from ledger.service.access.secrets import LEAST, MOST
from ledger.service.requests.introduction import Introduction
from ledger.service.requests.invitations import NewAccount
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.exchanged.invitation import InvitationView
from schemas.exchanged.request import DeclineReason
from schemas.vocabulary import Stage

LOGIN: Final = "login.toml"
KEYS: Final = "keys"


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """The content of the page about a new account.

    Attributes:
        address: the server's public address.
        view: the request and the ledger.
        account: the account with its API key.
        title: the firm's name.
        country: the firm's country.
    """

    address: str
    view: InvitationView
    account: NewAccount
    title: str
    country: str


class InvitationPages:
    """The pages of one request of a browser, in one language."""

    def __init__(self, request: Request, context: AppContext, language: Language) -> None:
        self._request, self._context, self._language = request, context, language

    def form(
        self,
        introduction: Introduction,
        link: str,
        typed: Mapping[str, str] | None = None,
        error: CradleError | None = None,
    ) -> str:
        """Render the request, the command and the form; a refused form shows what was typed, and the error."""
        return self._render(
            "invitation_form.html",
            self._say("asks", firm=introduction.profile.legal_name),
            introduction=introduction,
            link=link,
            asked=list(self._asked(introduction)),
            typed=typed or {},
            error=error,
            least=LEAST,
            most=MOST,
            reasons=[(reason.value, self._say(reason.value)) for reason in DeclineReason],
        )

    def account(self, opened: OpenedPage) -> str:
        """Render the new account, its login file, and the commands to an answer."""
        view = opened.view
        steps = FirstSteps(("cradle", "--login", LOGIN), KEYS, view.ledger.together)
        return self._render(
            "invitation_account.html",
            self._say("opened"),
            view=view,
            account=opened.account,
            login=format_login(opened.address, opened.account.key, view.ledger.logs),
            register=[
                f"chmod 600 {LOGIN}",
                steps.new_keys(),
                steps.register(opened.title, opened.country, view.ledger.registrar),
            ],
            send=[steps.send()],
            submit=[steps.check(), steps.submit(), steps.prove()],
            deliver=[steps.deliver(view)],
            stages=[(stage.value, word("stage", stage.value, self._language)) for stage in Stage],
            file_languages=[(language, NAMES[language]) for language in LANGUAGES],
            formats=[(form, f".{form}") for form in get_args(Form)],
        )

    def end(self, key: str, introduction: Introduction) -> str:
        """Render the confirmation that the request is in an account (`taken_up`), or that it was `declined`."""
        firm = introduction.profile.legal_name
        return self._render("invitation_end.html", self._say(key), firm=firm)

    def refusal(self, error: CradleError) -> str:
        """Render the reason why a link opens no form."""
        return self._render("refusal.html", self._say("no_form"), error=error)

    def _render(self, template: str, title: str, **values: object) -> str:
        frame = public_frame(self._context.ledger.origin)
        return render_page(
            template, self._request, self._language, {"title": title, **values}, frame
        )

    def _say(self, key: str, **names: str) -> str:
        return text(f"invitation.{key}", self._language, **names)

    def _asked(self, introduction: Introduction) -> Iterator[tuple[str, str]]:
        """The rows of the request, each with its heading's key and its text; absent values have no row."""
        request = introduction.asked
        yield "asker", f"{introduction.profile.legal_name}, {introduction.profile.country}"
        if request.firm:
            yield "firm", request.firm
        yield "product", request.product
        if request.amount is not None and request.unit is not None:
            yield "amount", f"{request.amount} {request.unit.value}"
        yield (
            "period",
            self._say("until", start=str(request.period.start), end=str(request.period.end)),
        )
        yield "due", request.due
        yield "reference", request.reference
