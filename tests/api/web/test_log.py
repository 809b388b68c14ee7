"""The pages "Log": what a stranger may look up in closed and open logs, what a login sees, and what a rival learns."""

import json
import re
from typing import Any

import pytest
from support.http_api import PASSWORD
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.ledger_dropped import Dropped, dropped
from support.ledger_world import replacing

from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code
from ledger.translations.documents import texts
from ledger.translations.languages import LANGUAGES, Language
from ledger.trust.canonical import canonical
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_vkey
from ledger.trust.proof import check_inclusion
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.vocabulary import Role, Unit

NONE = "ab" * 32


@pytest.fixture
def closed(chain: BatteryChain) -> Dropped:
    """A server whose logs are closed, as they are by default."""
    return dropped(chain)


@pytest.fixture
def opened(chain: BatteryChain) -> Dropped:
    """A server whose operator has opened the logs."""
    return dropped(chain, logs_open=True)


def asked(files: Dropped, q: str, who: str | None = None) -> tuple[int, str]:
    """The status and address that a lookup leads to, or the code that its page shows."""
    headers = {} if who is None else files.house.as_(who)
    client = files.house.client
    answer = client.get("/log", params={"q": q}, headers=headers, follow_redirects=False)
    if answer.status_code == 303:
        return 303, answer.headers["location"]
    (code,) = re.findall(r"<code>([a-z_.]+)</code>", answer.text)
    return answer.status_code, str(code)


def code_of(files: Dropped) -> str:
    """The delivery code of the mine's shipment."""
    return format_delivery_code(DeliveryCode(files.chain.shipped, Unit.KG, "60"))


def test_the_field_leads_to_the_permanent_address(opened: Dropped) -> None:
    """An id with and without its prefix, in capitals, its first digits, a position, and a delivery code."""
    digits = opened.chain.shipped.removeprefix("sha256:")
    _, address = asked(opened, digits)
    assert re.fullmatch(r"/log/entries/\d+", address)
    index = address.rpartition("/")[2]
    written = (f"sha256:{digits}", digits.upper(), digits[:8], f" {index} ", f"#{index}")
    for q in (*written, code_of(opened), code_of(opened).lower()):
        assert asked(opened, q) == (303, address), q
    registered = opened.chain.mine.id
    assert asked(opened, registered)[1].startswith("/log/registry/")


def test_what_is_wrong_is_said_at_the_field(opened: Dropped) -> None:
    """Too few or too many digits, no such statement or position, a typing error, and anything else."""
    code = code_of(opened)
    for q, expected in {
        "abcdefa": (422, "log.digits"),
        "a" * 65: (422, "log.digits"),
        NONE: (404, "statement.unknown"),
        NONE[:12]: (404, "statement.unknown"),
        "999": (404, "log.position"),
        "#999999999999999999": (404, "log.position"),
        f"{code[:-1]}{'0' if code[-1] != '0' else '1'}": (422, "delivery_code.check"),
        "CRADLE1:": (422, "delivery_code.form"),
        "hello world": (422, "log.query"),
        "<img src=x>": (422, "log.query"),
    }.items():
        assert asked(opened, q) == expected, q
    page = opened.house.client.get("/log", params={"q": "<img src=x>"}).text
    assert "<img" not in page
    assert 'aria-invalid="true"' in page


def test_first_digits_of_several_statements_are_ambiguous(
    opened: Dropped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader gives more digits; the candidates are not listed."""
    both = (opened.chain.shipped, opened.chain.mined)
    monkeypatch.setattr("ledger.service.access.public_log.ids_beginning", lambda *_: both)
    assert asked(opened, "abcdef12") == (422, "log.ambiguous")
    assert opened.chain.shipped not in opened.house.client.get("/log?q=abcdef12").text


def test_the_proof_of_an_entry_holds(opened: Dropped) -> None:
    """The proof file leads from the leaf on the page to the root on the page, under the log's own key."""
    client, path = opened.house.client, asked(opened, opened.chain.shipped)[1]
    entry = client.get(f"{path}.json").json()
    answer = client.get(f"{path}/proof.txt")
    assert "tlog-proof" in answer.headers["content-disposition"]
    proof = parse_tlog_proof(answer.content)
    key, _ = opened.chain.world.ledger.vkeys()
    head = open_checkpoint(proof.checkpoint, parse_vkey(key))
    leaf = leaf_hash(canonical(entry["leaf"]))
    check_inclusion(leaf, proof.index, head.size, proof.path, head.root)
    assert (leaf.hex(), head.size, head.root.hex()) == (
        entry["leaf_hash"],
        entry["checkpoint"]["size"],
        entry["checkpoint"]["root"],
    )


def test_open_logs_are_browsed_from_end_to_end(opened: Dropped) -> None:
    """Older and newer links pass every leaf of both logs, each with a page and data; the ends have one link."""
    client = opened.house.client
    for log in ("entries", "registry"):
        path, seen = f"/log/{log}/0", list[str]()
        while path:
            page = client.get(path).text
            assert client.get(f"{path}.json").json()["index"] == len(seen)
            seen.append(path)
            newer = re.findall(rf'rel="next" href="(/log/{log}/\d+)', page)
            path = newer[0] if newer else ""
        size = client.get(f"{seen[-1]}.json").json()["checkpoint"]["size"]
        assert len(seen) == size
        assert 'rel="prev"' not in client.get(seen[0]).text


def test_what_replaced_a_statement_is_shown(opened: Dropped) -> None:
    """With a link to the statement that did it."""
    old = opened.declaration
    new = declare(opened.chain, calculate(opened.chain), supersedes=replacing(old))
    page = opened.house.client.get(f"/log/statements/{old[7:]}?lang=en").text
    assert "Superseded" in page
    assert f"/log/statements/{new[7:]}" in page


def test_a_stranger_looks_up_what_it_knows_in_full(closed: Dropped) -> None:
    """A declaration by its id, a delivery by its code: its position, its checkpoint and its proof."""
    for q, statement in (
        (closed.declaration, closed.declaration),
        (code_of(closed), closed.chain.shipped),
    ):
        assert asked(closed, q) == (303, f"/log/statements/{statement[7:]}")
        page = closed.house.client.get(f"/log/statements/{statement[7:]}?lang=en")
        assert page.status_code == 200
        assert "In the log" in page.text
        assert (
            closed.house.client.get(f"/log/statements/{statement[7:]}/proof.txt").status_code == 200
        )
    page = closed.house.client.get("/log?lang=en").text
    assert "This log is not open for browsing" in page


def test_a_rival_learns_nothing_of_its_neighbours(closed: Dropped) -> None:
    """By position, by first digits and by guesses the answers are the same, whether there is an entry or not."""
    client = closed.house.client
    assert asked(closed, "2") == asked(closed, "999") == (403, "log.closed")
    digits = closed.chain.shipped[7:]
    assert asked(closed, digits[:63]) == asked(closed, NONE[:63]) == (403, "log.closed")
    for log in ("entries", "registry"):
        answers = [client.get(f"/log/{log}/{at}{end}") for at in (0, 999) for end in ("", ".json")]
        assert {answer.status_code for answer in answers} == {403}
        assert answers[0].text == answers[2].text.replace("/999", "/0")
        assert answers[1].json()["detail"] == answers[3].json()["detail"]
    assert client.get(f"/log/statements/{digits[:63]}").status_code == 404


def test_a_rival_that_knows_an_id_learns_neither_kind_nor_issuer_nor_trade(closed: Dropped) -> None:
    """Of what is not declared it sees a hash and a proof: no leaf, no replacement, no growth of the log."""
    client, chain = closed.house.client, closed.chain
    known = (chain.shipped, chain.mined, chain.mine.id)
    paths = [f"/log/statements/{statement[7:]}" for statement in known]

    def seen() -> list[tuple[str, dict[str, Any]]]:
        return [(client.get(path).text, client.get(f"{path}.json").json()) for path in paths]

    before = seen()
    chain.world.deliver(chain.mine, chain.mined, chain.plant, amount="1")
    chain.world.withdraw(chain.mine, chain.shipped)
    assert seen() == before
    for statement, (page, told) in zip(known, before, strict=True):
        assert told.keys() == {"log", "index", "id", "leaf_hash", "checkpoint", "proof"}
        own = {statement[7:], told["leaf_hash"], told["checkpoint"]["root"]}
        assert set(re.findall(r"[0-9a-f]{64}", page)) == own
        assert not {"Mine Ltd", "Plant Ltd"} & set(re.findall(r"\w+ Ltd", page))


def test_a_declaration_is_public_with_its_issuer_and_changes(closed: Dropped) -> None:
    """It has a public page, and its leaf is in the public bundle; a calculation alone is not public."""
    entry = closed.house.client.get(f"/log/statements/{closed.declaration[7:]}.json").json()
    assert (entry["kind"], entry["issuer"]) == ("declaration", closed.chain.plant.id)
    assert entry["leaf"]["id"] == closed.declaration
    calculation = calculate(closed.chain)
    told = closed.house.client.get(f"/log/statements/{calculation[7:]}.json").json()
    assert "kind" not in told


def test_open_logs_name_an_issuer_only_to_those_who_may_read_the_statement(opened: Dropped) -> None:
    """Tiles hold no issuer, so a stranger could not count a firm's entries by them, and cannot by the page."""
    client, path = opened.house.client, asked(opened, opened.chain.shipped)[1]
    assert "issuer" not in client.get(f"{path}.json").json()
    for who, shown in {"stranger": False, "mine": True, "plant": True, "witness": False}.items():
        told = client.get(f"{path}.json", headers=opened.house.as_(who)).json()
        assert ("issuer" in told) is shown, who


def test_a_login_browses_closed_logs(closed: Dropped) -> None:
    """By API key as by the cookie of a session; a wrong cookie is a stranger's."""
    house = closed.house
    assert asked(closed, "2", "mine") == (303, "/log/entries/2")
    house.open_person("worker", "mine", Role.SUPPLIER)
    answer = house.client.post("/v1/session", json={"name": "worker", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    house.client.cookies.clear()
    house.client.cookies.set("cradle_session", cookie)
    assert asked(closed, "2") == (303, "/log/entries/2")
    house.client.cookies.clear()
    house.client.cookies.set("cradle_session", "nonsense")
    assert asked(closed, "2") == (403, "log.closed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_field_the_entry_and_the_refusals(
    opened: Dropped, language: Language
) -> None:
    """Every code that the field can show has its sentence in the page's language."""
    client, words = opened.house.client, texts("log")
    page = client.get("/log", params={"lang": language, "q": "hello"}).text
    assert words["code.log.query"][language] in page
    entry = client.get("/log/entries/0", params={"lang": language}).text
    assert words["what"][language] in entry
    assert words["kind.entry"][language] in entry


def test_pages_are_not_kept_by_shared_caches_and_set_no_cookie(opened: Dropped) -> None:
    """What one reader is shown may not reach another."""
    for path in (
        "/log",
        "/log?q=1",
        "/log/entries/1",
        "/log/entries/1.json",
        "/log/entries/1/proof.txt",
    ):
        answer = opened.house.client.get(path, follow_redirects=False)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "Cookie" in answer.headers["vary"]
        assert "set-cookie" not in answer.headers


def test_an_address_that_is_none_is_answered_by_the_field(opened: Dropped) -> None:
    """Another log, a sign, or digits of another script."""
    client = opened.house.client
    for path in ("/log/other/1", "/log/entries/-1", "/log/entries/x", "/log/entries/²"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert '<input id="q"' in answer.text
    assert json.loads(client.get("/log/entries/999.json").text)["code"] == "log.position"
