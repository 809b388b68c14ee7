"""The table of docs/access.md that says who is told what to how many digits, measured on a server.

Each question is asked as each reader of a planted chain; a cell is the most significant digits of any number in the
answer, or "-" where nothing is told. So the table is what the code does, and a change of the code is a change of it.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.questions.planted import Planted, planted

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"
READERS = {
    "operator": "operator",
    "auditor, engaged": "auditor",
    "manufacturer": "plant",
    "its supplier": "refinery",
    "another customer": "dealer",
    "any login": "stranger",
}
NUMBERS = {
    *("value", "total", "kg", "burdens", "credits", "score", "before", "after", "change"),
    *("effect", "low", "high", "interaction", "data_and_modelling", "method_and_use", "cost"),
    *("emissions", "unlocated", "closed", "cut_off_total", "share"),
    *("dqr", "other_dqr", "unrated_share", "first_order", "median"),
}
"""The members whose values are told; others, such as a capacity, are stated words."""


@pytest.fixture(scope="module")
def it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The planted chain, with its auditor engaged for the declaration."""
    with planted(tmp_path_factory.mktemp("planted") / "ledger") as made:
        engaged = {"auditor": "auditor", "subject": made.tiers.ids["calculation"]}
        headers = made.house.as_("operator")
        answer = made.house.client.post("/v1/engagements", json=engaged, headers=headers)
        assert answer.status_code == 201, answer.text
        yield made


def numbers(value: object, *, told: bool = False) -> Iterator[str]:
    """The numbers of an answer."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from numbers(one, told=key in NUMBERS)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, told=told)
    elif told and isinstance(value, str) and value.replace(".", "").lstrip("-").isdigit():
        yield value


def digits(value: object) -> str:
    """The most significant digits of a number in an answer."""
    counts = [len(Decimal(one).normalize().as_tuple().digits) for one in numbers(value)]
    most = max(counts, default=0)
    return "-" if not counts else "all" if most > 12 else str(most)


def payload(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The statement in an answer."""
    return dict(json.loads(b64decode(answer["envelope"]["payload"])))


def questions(it: Planted) -> Iterator[tuple[str, str, Any]]:
    """What is asked: its name, its address, and the part of the answer that is meant."""
    ids = it.tiers.ids
    figure = f"/v1/calculations/{ids['calculation']}"
    method = f"rulebook={it.chain.rulebook}&factor_set={it.chain.factors}"
    footprint = f"/v1/entries/{ids['packs']}/footprint?{method}"
    yield "a calculation: header", figure, payload
    yield "a calculation: exact cells", figure, lambda row: row["sections"].get("exact")
    yield "its document", f"/v1/documents/{ids['calculation']}", lambda row: row
    yield "its study", f"{figure}/study", lambda row: row
    yield "its public study", f"{figure}/study?scope=public", lambda row: row
    yield "its flows", f"{figure}/flows", lambda row: row["edges"]
    yield "its choices", f"{figure}/choices", lambda row: row
    yield "its rating", f"{figure}/quality", lambda row: row
    yield "its readiness, verified", f"{figure}/readiness?verify=yes", lambda row: row
    yield "its emissions by country", f"{figure}/territory", lambda row: row
    yield (
        "its exchanges (what if)",
        f"{figure}/what-if/options",
        lambda row: {"total": row["total"]},
    )
    yield (
        "it under other rulebooks",
        f"/v1/comparisons?calculation={ids['calculation']}",
        lambda row: row,
    )
    yield "the portfolio", "/v1/portfolio?sigma=0.1&samples=200", lambda row: row
    yield "a footprint: own part", footprint, lambda row: row["own"]
    yield (
        "a footprint: with what is behind",
        footprint,
        lambda row: [row.get("upstream") or row["cells"], {"total": row["total"]}],
    )
    yield "a delivery's figure", f"/v1/deliveries/{ids['salt']}", lambda row: payload(row)["figure"]


def measured(it: Planted) -> str:
    """The table."""
    lines = [f"|  | {' | '.join(READERS)} |", "| --- " * (len(READERS) + 1) + "|"]
    for name, path, part in questions(it):
        cells = []
        for login in READERS.values():
            answer = it.house.client.get(path, headers=it.house.as_(login))
            cells.append(digits(part(answer.json())) if answer.status_code == 200 else "-")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_table_of_digits_is_what_the_server_tells(it: Planted) -> None:
    """A new number, or a digit more, is a change of this table."""
    page = ACCESS.read_text(encoding="utf-8")
    assert page.partition("<!-- digits -->\n")[2].partition("\n<!-- end of digits -->")[
        0
    ] == measured(it)
