"""The readiness page for each code: who acts, since when, and a link that opens or the party and page in words."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_world import replacing
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.desk import readiness
from ledger.documents.readiness.places import PLACES
from schemas.views.readiness import Point, Readiness, Value

VALUES = {
    "rulebook": "r", "status": "draft", "what": "address", "processes": "p", "dqr": "5", "limit": "4",
    "code": "x.y", "detail": "It is odd.", "counted": "1", "left": "1", "count": "1", "auditor": "A",
    "until": "2026-01-01", "date": "2026-01-01", "total": "1", "materiality": "5",
}  # fmt: skip


@pytest.fixture
def names(chain: BatteryChain, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A calculation and the one that replaced it; the page reads one point of each code."""
    first = calculate(chain)
    newer = calculate(chain, supersedes=replacing(first))
    real = readiness.build_readiness

    def every(*args: object, **named: object) -> Readiness:
        found: Readiness = real(*args, **named)  # type: ignore[arg-type]
        return found.model_copy(update={"points": tuple(all_points(first, newer))})

    monkeypatch.setattr(readiness, "build_readiness", every)
    return first, newer


def all_points(first: str, newer: str) -> Iterator[Point]:
    """A point of each code that is not done, at its place and since a position."""
    values = tuple(Value(name=name, value=text) for name, text in VALUES.items())
    for code, place in PLACES.items():
        yield Point(
            code=code,
            state="bars" if code != "unverified" else "not_known",
            actor="manufacturer",
            values=(*values, Value(name="by", value=newer)),
            place=place,
            since_entry=7,
            subject=first if code == "finding" else None,
        )
    yield Point(
        code="finding", state="look", actor="operator", values=values, place="server", since_entry=7
    )


def items(client: TestClient, path: str) -> list[str]:
    """The points of the page, as HTML."""
    return re.findall(r"<li>.*?</li>", client.get(path).text, re.DOTALL)


@pytest.mark.parametrize("person", ["paul", "olga"])
def test_each_code_leads_to_its_place(house: House, names: tuple[str, str], person: str) -> None:
    """Each link opens for its reader, and a place of another party is named with it."""
    client = log_in(house, person)
    path = f"/manufacturer/figures/{names[0][7:]}/readiness"
    found = [one for one in items(client, path) if "since log position 7" in one]
    assert len(found) == len(PLACES) + 1
    for one in found:
        links = re.findall(r'<a href="([^"]*)">', one)
        named = re.search(r"manufacturer|auditor|operator|Suppliers|Official Journal", one)
        assert links or named is not None, one
        for link in links:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_issuer_has_a_link_for_each_place_of_its_own(
    client: TestClient, names: tuple[str, str]
) -> None:
    """Only what the law, the operator and the firms' keys must mend is named in words."""
    path = f"/manufacturer/figures/{names[0][7:]}/readiness"
    bare = [one for one in items(client, path) if "since log" in one and "<a " not in one]
    assert len(bare) == 4  # the law, the demo's ledger, witnesses, and the server


@pytest.mark.parametrize("language", ["de", "zh"])
def test_each_place_has_words_in_each_language(
    client: TestClient, names: tuple[str, str], language: str
) -> None:
    """The page opens, and no key of a text is left on it."""
    answer = client.get(f"/manufacturer/figures/{names[0][7:]}/readiness?lang={language}")
    assert answer.status_code == 200
    assert "readiness." not in words(answer)
