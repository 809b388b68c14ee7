"""Render the Jinja2 templates beside this module: every value is escaped, a missing one is an error.

A value is escaped in every template, whatever its name; only script, style and data of the signing page are marked as
safe (`signing`). An environment is of one language, so a template says words and writes figures by itself: `say` has
the text of a key, `counted` that of a number of things, and the filters below write values. A value of None is written
as nothing. Left out: the words of pages, which `ledger.translations.documents` has.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from ledger.audit.report.words import shown
from ledger.documents.page import Facts
from ledger.documents.standing import Tone, is_past, law_mark, standing_word, tone_of, worse_mark
from ledger.documents.standing_page import life_picture, standing_facts
from ledger.footprint.graph.numbers import (
    STATED_DIGITS,
    format_money,
    format_rounded,
    show_figure,
    show_stated,
)
from ledger.translations.documents import number, percentage, period_words, text
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import word
from schemas.vocabulary import Unit

SORTS: Final[Mapping[Tone, str]] = {"plain": "info", "good": "ok", "warn": "warn", "bad": "bad"}
"""The sort of a chip or banner of each tone."""

_WHOLE = re.compile(r"[-\u2212]?[0-9]+")
_GROUP = re.compile(r"[-\u2212]?[0-9]{1,3}(?=(?:[0-9]{3})*$)")


def render(template: str, language: Language = "en", **values: object) -> str:
    """Render a template in a language.

    Raises:
        jinja2.UndefinedError: the template names a value that is not given.
    """
    return environment(language).get_template(template).render(values)


def say(language: Language, key: str, **values: object) -> str:
    """The text of a key, with its fields filled."""
    return text(key, language, **{name: str(value) for name, value in values.items()})


def counted(language: Language, key: str, count: int, **values: object) -> str:
    """The sentence of a number of things: its key with none, one or many behind it, and the field `count`."""
    return say(language, f"{key}.{form_of(count)}", count=count, **values)


def form_of(count: int) -> str:
    """The form of a sentence for a number: none, one, or many."""
    return {0: "none", 1: "one"}.get(count, "many")


def minute(seconds: int) -> str:
    """A time as pages show it: to the minute, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def write_figure(value: str | Decimal, language: Language, digits: int = STATED_DIGITS) -> str:
    """A figure, to 4 significant digits."""
    return number(show_figure(Decimal(value), digits), language)


def write_stated(value: str | Decimal, language: Language) -> str:
    """A figure to 4 digits, and with no more than it has."""
    return number(show_stated(Decimal(value)), language)


def write_shown(value: str, language: Language) -> str:
    """A figure to 6 digits; one that has no more as it is stated."""
    return number(shown(value), language)


def write_per_cent(value: str, language: Language) -> str:
    """A percentage as people read it, with one decimal from 1 and two below."""
    exact = Decimal(value)
    digits = Decimal("0.01") if abs(exact) < 1 else Decimal("0.1")
    space = "" if language == "zh" else "\u00a0"
    return f"{number(exact.quantize(digits), language)}{space}%"


def write_quantity(amount: str, language: Language, unit: str) -> str:
    """An amount with its unit; units are not translated."""
    return f"{number(amount, language)}\u00a0{unit}"


def per_unit(language: Language, unit: Unit | None) -> str:
    """The unit of a figure: kg CO2e per kWh of a battery, or per declared unit of another product."""
    per = "kWh" if unit is None else word("unit", unit.value, language)
    return text("choices.unit", language, unit=per)


def digit_groups(text: str) -> tuple[list[str], str]:
    """Part the whole number at the beginning of a text into groups of three digits; the rest is returned as it is."""
    whole = _WHOLE.match(text)
    if whole is None:
        return [], text
    return _GROUP.findall(whole[0]), text[whole.end() :]


def _filters(language: Language) -> Mapping[str, Callable[..., object]]:
    """The filters of a language."""
    return {
        "shell": shlex.quote,
        "digit_groups": digit_groups,
        "minute": minute,
        "number": partial(number, language=language),
        "figure": lambda value, digits=STATED_DIGITS: write_figure(value, language, digits),
        "stated": partial(write_stated, language=language),
        "shown": partial(write_shown, language=language),
        "per_cent": partial(write_per_cent, language=language),
        "money": lambda value: number(format_money(Decimal(value)), language),
        "rounded": lambda value: number(format_rounded(Decimal(value)), language),
        "percent": partial(percentage, language=language),
        "period": partial(period_words, language=language),
        "quantity": lambda amount, unit: write_quantity(amount, language, unit),
        "word": lambda key, group: word(group, key, language),
        "standing_word": partial(standing_word, language=language),
        "standing_sort": lambda standing: SORTS[tone_of(standing)],
        "standing_mark": partial(worse_mark, language=language),
        "standing_law": lambda standing: law_mark(standing.law, language) or "",
        "is_past": is_past,
        "standing_life": partial(life_picture, language=language),
        "standing_facts": lambda standing, origin, address: Facts(
            tuple(standing_facts(standing, language, origin, address))
        ),
    }


def _optional(write: Callable[..., object]) -> Callable[..., object]:
    """A filter that writes nothing for None."""

    def written(value: Any, *rest: object) -> object:  # noqa: ANN401 - whatever a template has
        return "" if value is None else write(value, *rest)

    return written


@cache
def environment(language: Language) -> Environment:
    """The templates of a language, with its words and filters."""
    templates = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("api.web"),
                PrefixLoader({"documents": PackageLoader("ledger.documents.rendering")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters |= {name: _optional(write) for name, write in _filters(language).items()}
    templates.globals |= {
        "language": language,
        "say": partial(say, language),
        "counted": partial(counted, language),
        "per_unit": partial(per_unit, language),
    }
    return templates
