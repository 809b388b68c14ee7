"""The pages of an invitation in English, German and Chinese; the sentence of a refusal is English."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import get_args

from api.templates import Form
from api.web.rendering import render
from ledger.service.access.secrets import LEAST, MOST
from ledger.service.requests.introduction import Introduction
from ledger.service.requests.invitations import NewAccount, Newcomer
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.request import DeclineReason
from schemas.vocabulary import Stage


def language_of(chosen: Language | None, accepted: str) -> Language:
    """Return the chosen language, else the browser's first known one (RFC 9110 section 12.5.4), else English."""
    if chosen is not None:
        return chosen
    wanted = [part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((known for tag in wanted for known in LANGUAGES if known == tag), "en")


def form_page(
    introduction: Introduction,
    language: Language,
    typed: Mapping[str, str] | None = None,
    error: CradleError | None = None,
) -> str:
    """Render the request and the form; a refused form shows the typed values and the error."""
    return _render(
        "invitation_form.html",
        _say("asks", language, firm=introduction.profile.legal_name),
        language,
        introduction=introduction,
        request=list(_request(introduction, language)),
        typed=typed or {},
        error=error,
        least=LEAST,
        most=MOST,
        reasons=[(one.value, _say(one.value, language)) for one in DeclineReason],
    )


def account_page(
    introduction: Introduction,
    account: NewAccount,
    newcomer: Newcomer,
    address: str,
    language: Language,
) -> str:
    """Render the new account, its key, and the steps to an answer."""
    return _render(
        "invitation_account.html",
        _say("opened", language),
        language,
        introduction=introduction,
        account=account,
        newcomer=newcomer,
        cradle=f"cradle --server {address} --login login.toml",
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
