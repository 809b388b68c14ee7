"""HTML put together from parts: what comes from elsewhere is escaped where it becomes markup, and nowhere else.

`Html` is text that is markup already; `tag` escapes everything else. Pages are small, so no template
language is brought in for them.
"""

from html import escape


class Html(str):
    """Markup."""

    __slots__ = ()


def tag(element: str, /, *content: str, **attributes: str | bool) -> Html:
    """An element; an attribute that is True has no value, one that is False is left out.

    A name that is a word of Python has an underscore behind it: `for_`, `class_`.
    """
    stated = "".join(_attribute(key.rstrip("_"), value) for key, value in attributes.items())
    if element in {"input", "link", "meta"}:
        return Html(f"<{element}{stated}>")
    return Html(f"<{element}{stated}>{joined(*content)}</{element}>")


def joined(*parts: str) -> Html:
    """Parts one after the other."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def document(language: str, title: str, *body: str) -> str:
    """A whole page with the one style sheet."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href="/static/own/page.css"),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', tag('main', *body)), lang=language)}\n"


def _attribute(name: str, value: str | bool) -> str:  # noqa: FBT001 - an attribute of HTML may be there or not
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(value)}"'
