"""The frame of a page: its workspace and tabs, its language, the links to the other languages, the style sheet.

The address without a language is the permanent one. A language is chosen by `?lang=`, else by the cookie of a
workspace, else by the browser (`Accept-Language`, RFC 9110 section 12.5.4), else it is English. Public pages use no
cookies.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import Query, Request

from api.web.rendering import render
from api.web.style import script_address, style_address
from ledger.translations.documents import has_text, text
from ledger.translations.languages import LANGUAGES, NAMES, Language
from schemas.errors import CradleError


class Tab(NamedTuple):
    """A page that every page of a workspace links to; `key` names its words, `frame.tab.{key}`."""

    key: str
    href: str


class Account(NamedTuple):
    """The login that a workspace is shown to, and its other workspaces: their names and paths."""

    organisation: str
    person: str
    others: tuple[tuple[str, str], ...] = ()


class Frame(NamedTuple):
    """The parts of a page around its content.

    Attributes:
        workspace: names its words, `frame.workspace.{workspace}`.
        tabs: of the workspace.
        current: the key of the tab that the page belongs to.
        account: that is logged in; None on public pages.
        demo: True if the ledger is the demo's.
    """

    workspace: str
    tabs: tuple[Tab, ...] = ()
    current: str | None = None
    account: Account | None = None
    demo: bool = False


class LanguageLink(NamedTuple):
    """A link to the same page in a language."""

    tag: str
    name: str
    href: str
    chosen: bool


PUBLIC: Final = Frame(
    "public", (Tab("check", "/check"), Tab("log", "/log"), Tab("login", "/login"))
)
DEMO: Final = "demo.invalid/"
"""The beginning of the demo's origin; the top level name is reserved and belongs to nobody (RFC 6761)."""

Chosen = Annotated[Language | None, Query(alias="lang")]
"""The language that an address names."""


def language_of(chosen: Language | None, accepted: str) -> Language:
    """Return the chosen language, else the browser's first known one, else English."""
    if chosen is not None:
        return chosen
    wanted = [part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((language for tag in wanted for language in LANGUAGES if language == tag), "en")


def language_for(request: Request, chosen: Language | None) -> Language:
    """Return the language of a page that keeps no choice."""
    return language_of(chosen, request.headers.get("Accept-Language", ""))


def is_demo(origin: str) -> bool:
    """Return whether a ledger is the demo's, whose pages say so."""
    return origin.startswith(DEMO)


def public_frame(origin: str, current: str | None = None) -> Frame:
    """Build the frame of a public page."""
    return PUBLIC._replace(current=current, demo=is_demo(origin))


def render_page(
    template: str,
    request: Request,
    language: Language,
    values: Mapping[str, object],
    frame: Frame = PUBLIC,
) -> str:
    """Render a page in the frame.

    Args:
        template: that extends `frame.html`.
        request: whose address the language links keep.
        language: of all texts.
        values: that the template needs besides, among them its title if it sets none itself.
        frame: the workspace around it.
    """
    return render(
        template,
        language,
        frame=frame,
        languages=list(_language_links(request, language)),
        style=style_address(),
        script=script_address,
        **{"error": None, "problems": (), "about": None, **values},
    )


def refusal_words(error: CradleError, group: str, language: Language) -> dict[str, str]:
    """A refusal in the page's language if a group of texts has a sentence for its code, else in English."""
    key = f"{group}.{error.code}"
    has_words = has_text(key)
    return {
        "words": text(key, language) if has_words else error.detail,
        "lang": "" if has_words or language == "en" else "en",
        "code": error.code,
    }


def _language_links(request: Request, chosen: Language) -> Iterator[LanguageLink]:
    """The links to the other languages; the answer to a form has none, because following one would lose it."""
    if request.method == "POST":
        return
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    for language in LANGUAGES:
        href = f"{_own_path(request)}?{urlencode([*kept, ('lang', language)])}"
        yield LanguageLink(text("page.lang", language), NAMES[language], href, language == chosen)


def _own_path(request: Request) -> str:
    """The path of a page as a link; a browser takes two slashes at its beginning, of either kind, for another host."""
    return f"/{quote(request.url.path.lstrip('/'))}"
