"""Two ledgers that differ in the further digits of secret amounts answer others alike: to no digit more than is told.

The amounts of mine, refinery and recycler differ in the sixth digit, and what is computed from what they deliver to 4
digits is the same in both. A reader who is told a number that rests on more than that is told another one. Left out:
the noise of samples, which differs by the ids of entries.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import zip_longest
from pathlib import Path

import pytest
from support.questions.channels import Asking, addresses, text_of
from support.questions.planted import RECIPES, Planted, planted

NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.:])")
"""A decimal number, and no part of an address, a digest or a time."""

Twins = tuple[Planted, Planted]


def twins_of(folder: Path, owners: Iterable[str]) -> tuple[AbstractContextManager[Planted], ...]:
    """The planted chain twice, with other digits of these owners' amounts."""
    return tuple(planted(folder / more, dict.fromkeys(owners, more)) for more in ("01", "02"))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Ledgers that differ in all suppliers' amounts."""
    first, second = twins_of(tmp_path_factory.mktemp("twins"), RECIPES)
    with first as one, second as other:
        yield one, other


def told(it: Planted, name: str) -> Iterator[tuple[str, list[str]]]:
    """What a reader asks, in words that both ledgers share, and the numbers that it is told."""
    asking, ids = Asking(it, name), {word: key for key, word in it.tiers.ids.items()}
    for path in addresses(it):
        words = path
        for word, key in ids.items():
            words = words.replace(word, key).replace(word.removeprefix("sha256:"), key)
        yield words, numbers(text_of(asking, path))
    for words, text in further(Asking(it, name)):
        yield words, numbers(text)


def numbers(text: str) -> list[str]:
    """The numbers of an answer."""
    return sorted(NUMBER.findall(text))


def further(asking: Asking) -> Iterator[tuple[str, str]]:
    """Questions that no address alone asks, each with its answer."""
    it = asking.it
    figure = it.tiers.ids["calculation"]
    yield "readiness", text_of(asking, f"/v1/calculations/{figure}/readiness?verify=yes")
    yield "spread", text_of(asking, "/v1/portfolio?sigma=0.1")
    method = {"rulebook": it.chain.rulebook, "factor_sets": [it.chain.factors]}
    for entry in ("packs", "refined"):
        for path in ("/v1/previews", "/v1/previews/suppliers"):
            _, text = asking.ask("POST", path, json={"entry": it.tiers.ids[entry], **method})
            yield f"{path} {entry}", text
    for capacity in ("2", "2.345", "1.0000001"):
        yield f"draft {capacity}", json.dumps(asking.draft(capacity_kwh=capacity))


def different(twins: Twins, name: str) -> list[tuple[str, object]]:
    """The questions that two ledgers answer by other numbers, and these."""
    one, other = (told(it, name) for it in twins)
    return [
        (words, sorted(set(first) ^ set(second)))
        for (words, first), (again, second) in zip_longest(one, other)
        if first != second or words != again
    ]


@pytest.mark.parametrize("name", ["plant", "dealer", "stranger"])
def test_others_are_told_no_further_digit(twins: Twins, name: str) -> None:
    """At every address, in drafts, previews, files and the portfolio."""
    assert different(twins, name) == []


def test_the_manufacturer_is_told_numbers(twins: Twins) -> None:
    """Each question beyond the addresses is one that it is answered, about its own entry."""
    answered = {words for words, text in further(Asking(twins[0], "plant")) if numbers(text)}
    assert answered == {
        *("readiness", "spread", "/v1/previews packs", "/v1/previews/suppliers packs"),
        *("draft 2", "draft 2.345", "draft 1.0000001"),
    }


def test_a_supplier_is_told_no_further_digit_of_its_own(tmp_path: Path) -> None:
    """The refinery knows its own amounts, and the mine's and the recycler's differ."""
    first, second = twins_of(tmp_path, ("mine", "recycler"))
    with first as one, second as other:
        assert different((one, other), "refinery") == []


def test_the_operator_is_told_them(twins: Twins) -> None:
    """So the comparison sees a further digit where there is one."""
    words = {words for words, _ in different(twins, "operator")}
    assert "/v1/calculations/calculation/study" in words
    assert "/v1/entries/refined" in words
