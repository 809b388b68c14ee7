"""What the pages of an invitation say, in English, German and Chinese; a refusal's sentence is English."""

import json
import shlex
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import get_args

from api.templates import Form
from api.web.markup import Html, document, joined, tag
from ledger.exchange.spreadsheet.words import LANGUAGES, NAMES, Language, word
from ledger.service.access.secrets import LEAST, MOST
from ledger.service.requests.introducing import Introduction
from ledger.service.requests.invitations import Newcomer, Opened
from schemas.errors import CradleError
from schemas.request import DeclineReason
from schemas.vocabulary import Stage


def language_of(chosen: Language | None, accepted: str) -> Language:
    """The language that was chosen, else the first of ours that the browser names (RFC 9110 section 12.5.4)."""
    if chosen is not None:
        return chosen
    wanted = [part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((known for tag in wanted for known in LANGUAGES if known == tag), "en")


def form(
    told: Introduction,
    language: Language,
    kept: Mapping[str, str] | None = None,
    error: CradleError | None = None,
) -> str:
    """Who asks for what by when, and the form; once it was refused, what was typed and what is wrong."""
    typed = kept or {}

    def say(key: str) -> str:
        return _say(key, language)

    heading = _asks(told, language)
    return document(
        language,
        heading,
        _switch(told.secret, language),
        tag("h1", heading),
        *([] if error is None else [_wrong(error, language)]),
        _request(told, language),
        tag("p", say("seen")),
        tag("h2", say("account")),
        _form(
            f"/invitation/{told.secret}/account",
            language,
            _field(
                "title",
                say("title"),
                value=typed.get("title", told.asked.firm or ""),
                autocomplete="organization",
            ),
            _field(
                "person",
                say("person"),
                value=typed.get("person", ""),
                autocomplete="username",
                minlength="2",
            ),
            _password("password", say("password"), "new-password", str(LEAST)),
            tag("button", say("open")),
        ),
        _details(
            say("known"),
            _form(
                f"/invitation/{told.secret}/login",
                language,
                _field("name", say("name"), value=typed.get("name", ""), autocomplete="username"),
                _password("password", say("secret"), "current-password", "1", place="known"),
                tag("button", say("take")),
            ),
            shown="name" in typed,
        ),
        _details(
            say("not_us"),
            _form(
                f"/invitation/{told.secret}/decline",
                language,
                _choice(
                    "reason", say("reason"), ((one.value, say(one.value)) for one in DeclineReason)
                ),
                tag("button", say("decline")),
            ),
            shown="reason" in typed,
        ),
    )


def opened(
    told: Introduction, made: Opened, newcomer: Newcomer, address: str, language: Language
) -> str:
    """The new account, its key, and the way to an answer."""

    def say(key: str) -> str:
        return _say(key, language)

    cradle = f"cradle --server {address} --login login.toml"
    register = (
        f"cradle keys new keys\n{cradle} register --identity keys --role supplier --country XX"
        f" \\\n  --name {shlex.quote(newcomer.title)} --registrar {told.registrar}"
        " --request registration.json"
    )
    answer = (
        f"{cradle} send registration.signed\n{cradle} submit sheet.xlsx --identity keys\n"
        f"{cradle} deliver --entry sha256:... --to {told.asker} --number ..."
        " --amount ... --identity keys"
    )
    return document(
        language,
        say("opened"),
        tag("h1", say("opened")),
        tag(
            "table",
            _row(say("name"), newcomer.person),
            _row(say("organisation"), made.organisation),
        ),
        tag("p", say("once")),
        tag("pre", f'api_key = "{made.key}"'),
        tag("h2", say("sheet")),
        _download(language),
        tag("h2", say("keys")),
        tag("pre", register),
        tag("h2", say("send")),
        tag("h2", say("deliver")),
        tag("pre", answer),
    )


def taken_up(told: Introduction, language: Language) -> str:
    """That the request is in an account now."""
    return _closing("taken_up", told, language)


def declined(told: Introduction, language: Language) -> str:
    """That the request was declined."""
    return _closing("declined", told, language)


def refusal(error: CradleError, language: Language) -> str:
    """Why a link opens no form."""
    heading = _say("no_form", language)
    return document(language, heading, tag("h1", heading), _told(error))


def _closing(key: str, told: Introduction, language: Language) -> str:
    heading = _say(key, language)
    text = _say("told", language).format(firm=told.profile.legal_name)
    return document(language, heading, tag("h1", heading), tag("p", text))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("api.web").joinpath("words", "invitation.json").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, str]] = json.loads(text)
    return loaded


def _say(key: str, language: Language) -> str:
    return _words()[key][language]


def _asks(told: Introduction, language: Language) -> str:
    return _say("asks", language).format(firm=told.profile.legal_name)


def _switch(secret: str, language: Language) -> Html:
    """The other languages; the link stands on the same page, so nothing is told to anybody."""
    links = (
        tag("a", NAMES[one], href=f"/invitation/{secret}?language={one}", hreflang=one, lang=one)
        for one in LANGUAGES
        if one != language
    )
    return tag("nav", *(joined(link, " ") for link in links))


def _request(told: Introduction, language: Language) -> Html:
    asked = told.asked
    until = _say("until", language).format(start=asked.period.start, end=asked.period.end)
    amount = "" if asked.amount is None or asked.unit is None else asked.amount
    rows = {
        "asker": f"{told.profile.legal_name}, {told.profile.country}",
        "firm": asked.firm or "",
        "product": asked.product,
        "amount": f"{amount} {asked.unit.value}" if amount and asked.unit else "",
        "period": until,
        "due": asked.due,
        "reference": asked.reference,
    }
    return tag("table", *(_row(_say(key, language), text) for key, text in rows.items() if text))


def _row(heading: str, text: str) -> Html:
    return tag("tr", tag("th", heading, scope="row"), tag("td", text))


def _form(action: str, language: Language, *content: str) -> Html:
    spoken = tag("input", type="hidden", name="language", value=language)
    return tag("form", spoken, *content, method="post", action=action)


def _field(name: str, label: str, **attributes: str) -> Html:
    given = tag("input", id=name, name=name, required=True, maxlength="200", **attributes)
    return joined(tag("label", label, for_=name), given)


def _password(name: str, label: str, complete: str, least: str, place: str = "") -> Html:
    given = tag(
        "input",
        id=place or name,
        name=name,
        type="password",
        required=True,
        minlength=least,
        maxlength=str(MOST),
        autocomplete=complete,
    )
    return joined(tag("label", label, for_=place or name), given)


def _choice(
    name: str, label: str, options: Iterable[tuple[str, str]], chosen: str | None = None
) -> Html:
    listed = (tag("option", text, value=key, selected=key == chosen) for key, text in options)
    return joined(tag("label", label, for_=name), tag("select", *listed, id=name, name=name))


def _details(summary: str, *content: str, shown: bool) -> Html:
    return tag("details", tag("summary", summary), *content, open=shown)


def _download(language: Language) -> Html:
    stages = ((one.value, word("stage", one.value, language)) for one in Stage)
    return tag(
        "form",
        _choice("stage", _say("stage", language), stages),
        _choice(
            "language",
            _say("language", language),
            ((one, NAMES[one]) for one in LANGUAGES),
            language,
        ),
        _choice("format", _say("sort", language), ((one, f".{one}") for one in get_args(Form))),
        tag("button", _say("download", language)),
        method="get",
        action="/invitation/template",
    )


def _wrong(error: CradleError, language: Language) -> Html:
    heading = tag("h2", _say("wrong", language))
    return tag("section", heading, _told(error), class_="wrong", role="alert")


def _told(error: CradleError) -> Html:
    return joined(tag("p", error.detail), tag("p", tag("code", error.code)))
