"""Render the Jinja2 templates beside this module: every value is escaped, a missing one is an error.

A value is escaped in every template, whatever its name; only script, style and data of the signing page are marked as
safe (`signing`). `shell` quotes a value for a command line that a page shows, `digit_groups` parts a number for the
macro of amounts. Left out: the words of pages, which `ledger.translations.documents` has.
"""

import re
import shlex
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

_WHOLE = re.compile(r"[-\u2212]?[0-9]+")
_GROUP = re.compile(r"[-\u2212]?[0-9]{1,3}(?=(?:[0-9]{3})*$)")


def render(template: str, **values: object) -> str:
    """Render a template with values.

    Raises:
        jinja2.UndefinedError: the template names a value that is not given.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    made = Environment(
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
    made.filters["shell"] = shlex.quote
    made.filters["digit_groups"] = digit_groups
    return made


def digit_groups(text: str) -> tuple[list[str], str]:
    """Part the whole number at the beginning of a text into groups of three digits; the rest is returned as it is."""
    whole = _WHOLE.match(text)
    if whole is None:
        return [], text
    return _GROUP.findall(whole[0]), text[whole.end() :]
