"""The frame of a page: its language, the links to the other languages, and the style sheet.

The address without a language is the permanent one. A language is chosen by `?lang=`, else by the browser
(`Accept-Language`, RFC 9110 section 12.5.4), else it is English. No cookie is needed.
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from fastapi import Request

from api.web.rendering import render
from api.web.style import style_address
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, NAMES, Language


class LanguageLink(NamedTuple):
    """A link to the same page in a language."""

    tag: str
    name: str
    href: str
    chosen: bool


def language_of(chosen: Language | None, accepted: str) -> Language:
    """Return the chosen language, else the browser's first known one, else English."""
    if chosen is not None:
        return chosen
    wanted = [part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((known for tag in wanted for known in LANGUAGES if known == tag), "en")


def render_page(
    template: str, request: Request, language: Language, title: str, values: Mapping[str, object]
) -> str:
    """Render a page in the frame.

    Args:
        template: that extends `frame.html`.
        request: whose path the language links keep.
        language: of all texts.
        title: of the page.
        values: that the template needs besides.
    """
    links = [
        LanguageLink(
            tag=text("page.lang", one),
            name=NAMES[one],
            href=f"{request.url.path}?lang={one}",
            chosen=one == language,
        )
        for one in LANGUAGES
    ]
    return render(
        template,
        title=title,
        languages=links,
        style=style_address(),
        say=partial(_say, language),
        **values,
    )


def _say(language: Language, key: str) -> str:
    return text(key, language)
