"""A value that was not given is asked of a person, and never of a program."""

import pytest
from rich.prompt import Prompt
from support.refusal import refused

from ledger.cli.terminal import asking
from ledger.cli.terminal.asking import ask


def answering(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    """A person at a terminal who answers, or ends the input."""

    def prompted(*_: object, default: str = "", **__: object) -> str:
        if answer is None:
            raise EOFError
        return answer or default

    monkeypatch.setattr(asking, "is_person", lambda: True)
    monkeypatch.setattr(Prompt, "ask", prompted)


def test_what_was_given_is_not_asked() -> None:
    """Not even of a person."""
    assert ask("Product", "--product", "Frame") == "Frame"


def test_a_person_answers_or_takes_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer is the default."""
    answering(monkeypatch, "Frame")
    assert ask("Product", "--product", None) == "Frame"
    answering(monkeypatch, "")
    assert ask("Unit", "--unit", None, default="piece") == "piece"


def test_without_an_answer_the_option_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is not asked; a default holds for it too."""
    with refused("option.unasked", "--product"):
        ask("Product", "--product", None)
    assert ask("Unit", "--unit", None, default="piece") == "piece"
    answering(monkeypatch, None)
    with refused("option.unasked", "--product"):
        ask("Product", "--product", None)
