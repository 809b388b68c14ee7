"""All declared questions and acts: those of every module in this folder, so that a new one is listed nowhere."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import ledger.desk
from ledger.desk.question import Question


def declared_questions() -> Iterator[Question[..., Any]]:
    """Yield the declared questions, by module and in the order of the source."""
    for found in pkgutil.iter_modules(ledger.desk.__path__):
        module = import_module(f"ledger.desk.{found.name}")
        for one in vars(module).values():
            if isinstance(one, Question) and one.module == found.name:
                yield one
