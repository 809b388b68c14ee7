"""All declared questions and acts, those of every module in this folder, and the pages of their answers.

A new one is listed nowhere else: its route, its call and, if it says so, its command come from its declaration.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

import ledger.desk
from ledger.desk.question import Question
from ledger.documents.page import Page
from ledger.documents.standing_page import page_of_figure


def declared_questions() -> Iterator[Question[..., Any]]:
    """Yield the declared questions, by module and in the order of the source."""
    for module_info in pkgutil.iter_modules(ledger.desk.__path__):
        module = import_module(f"ledger.desk.{module_info.name}")
        for member in vars(module).values():
            if isinstance(member, Question) and member.module == module_info.name:
                yield member


@cache
def layouts() -> Mapping[type, Callable[[Any], Page]]:
    """The layout of each report, by its model."""
    return {
        get_type_hints(question.function)["return"]: question.said.layout
        for question in declared_questions()
        if question.said.layout is not None
    }


def page_of(report: object) -> Page | None:
    """The page of a report; None for an answer without a layout."""
    layout = layouts().get(type(report))
    return None if layout is None else page_of_figure(layout(report), report)
