"""The pages of an invitation in English, German and Chinese; the sentence of a refusal is English.

Every command on a page works as it is shown, in the folder of the login file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Final, get_args

from api.templates import Form
from api.web.rendering import render
from ledger.client.first_steps import FirstSteps
from ledger.client.login_file import format_login
from ledger.service.access.secrets import LEAST, MOST
from ledger.service.requests.introduction import Introduction
from ledger.service.requests.invitations import NewAccount, Newcomer
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.invitation import InvitationView
from schemas.request import DeclineReason
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
        newcomer: the firm's name and the person's login name.
        country: the firm's country.
    """

    address: str
    view: InvitationView
    account: NewAccount
    newcomer: Newcomer
    country: str


def form_page(
    introduction: Introduction,
    link: str,
    language: Language,
    typed: Mapping[str, str] | None = None,
    error: CradleError | None = None,
) -> str:
    """Render the request, the command and the form; a refused form shows what was typed, and the error."""
    return _render(
        "invitation_form.html",
        _say("asks", language, firm=introduction.profile.legal_name),
        language,
        introduction=introduction,
        link=link,
        request=list(_request(introduction, language)),
        typed=typed or {},
        error=error,
        least=LEAST,
        most=MOST,
        reasons=[(one.value, _say(one.value, language)) for one in DeclineReason],
    )


def account_page(opened: OpenedPage, language: Language) -> str:
    """Render the new account, its login file, and the commands to an answer."""
    view = opened.view
    steps = FirstSteps(("cradle", "--login", LOGIN), KEYS, view.ledger.together)
    return _render(
        "invitation_account.html",
        _say("opened", language),
        language,
        view=view,
        account=opened.account,
        newcomer=opened.newcomer,
        login=format_login(opened.address, opened.account.key, view.ledger.logs),
        register=[
            f"chmod 600 {LOGIN}",
            steps.new_keys(),
            steps.register(opened.newcomer.title, opened.country, view.ledger.registrar),
        ],
        send=[steps.send()],
        submit=[steps.check(), steps.submit(), steps.prove()],
        deliver=[steps.deliver(view)],
        stages=[(one.value, word("stage", one.value, language)) for one in Stage],
        formats=[(one, f".{one}") for one in get_args(Form)],
    )


def acceptance_page(introduction: Introduction, language: Language) -> str:
    """Render the confirmation that the request is in an account."""
    return _end("taken_up", introduction, language)


def decline_page(introduction: Introduction, language: Language) -> str:
    """Render the confirmation that the request was declined."""
    return _end("declined", introduction, language)


def refusal_page(error: CradleError, language: Language) -> str:
    """Render the reason why a link opens no form."""
    return _render("refusal.html", _say("no_form", language), language, error=error)


def _end(key: str, introduction: Introduction, language: Language) -> str:
    firm = introduction.profile.legal_name
    return _render("invitation_end.html", _say(key, language), language, firm=firm)


def _render(template: str, title: str, language: Language, **values: object) -> str:
    return render(
        template,
        title=title,
        language=language,
        languages=[(one, NAMES[one]) for one in LANGUAGES],
        say=partial(_say, language=language),
        **values,
    )


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("api.web").joinpath("words", "invitation.json").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, str]] = json.loads(text)
    return loaded


def _say(key: str, language: Language, **names: str) -> str:
    return _words()[key][language].format(**names)


def _request(introduction: Introduction, language: Language) -> Iterator[tuple[str, str]]:
    """The rows of the request, each with its heading's key and its text; absent values have no row."""
    asked = introduction.asked
    yield "asker", f"{introduction.profile.legal_name}, {introduction.profile.country}"
    if asked.firm:
        yield "firm", asked.firm
    yield "product", asked.product
    if asked.amount is not None and asked.unit is not None:
        yield "amount", f"{asked.amount} {asked.unit.value}"
    start, end = str(asked.period.start), str(asked.period.end)
    yield "period", _say("until", language, start=start, end=end)
    yield "due", asked.due
    yield "reference", asked.reference
