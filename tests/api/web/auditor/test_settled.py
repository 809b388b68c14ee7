"""Choices are settled by ticks: what is ticked, with its documents, is in the signed attestation, and nothing else."""

import json
import re
from html import unescape
from typing import Any, Final, NamedTuple

import pytest
from httpx2 import Response
from support.auditor_pages import WORD, CaseWorld, open_cases
from support.desks import operator_desk
from support.ledger_battery import BatteryChain
from support.supplier_reading import words

from ledger.state.drafting import Draft, seal
from schemas.signed.attestation import Attestation
from schemas.signed.settled import AttestationSections, Settled
from schemas.signed.statement import Kind, SectionName

SEEN: Final = f"sha256:{'1' * 64}"
"""The digest of a document that the auditor saw."""


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with a case whose figure it has recomputed."""
    cases = open_cases(chain)
    cases.recompute()
    return cases


class Row(NamedTuple):
    """A choice of the page: its id, and the texts of its fields."""

    name: str
    looked: str
    papers: str
    explained: str = ""


def rows_of(page: Response) -> list[Row]:
    """The rows of the form, as a browser would send them untouched."""
    shown = re.findall(r"<fieldset>.*?</fieldset>", page.text, re.DOTALL)
    return [
        Row(
            unescape(re.findall(r'name="settle" value="([^"]*)"', one)[0]),
            re.findall(r'<option value="([a-z_]+)" selected', one)[0],
            re.findall(r'name="papers"[^>]*>([^<]*)<', one)[0],
        )
        for one in shown
    ]


def send(world: CaseWorld, rows: list[Row], *ticked: str, **typed: str) -> Response:
    """Send the form with some rows ticked."""
    listed = {
        "settle": list(ticked),
        "listed": [row.name for row in rows],
        "looked": [row.looked for row in rows],
        "papers": [row.papers for row in rows],
        "explained": [row.explained for row in rows],
    }
    answer: Response = world.client.post(f"{world.root}/sign-off", data={**WORD, **listed, **typed})
    return answer


def the(rows: list[Row], kind: str) -> Row:
    """The first row of a kind."""
    return next(row for row in rows if row.name.startswith(f"{kind}/"))


def changed(rows: list[Row], row: Row) -> list[Row]:
    """The rows with one of them as it was typed."""
    return [row if one.name == row.name else one for one in rows]


def drafted(world: CaseWorld, answer: Response) -> dict[str, Any]:
    """The draft to which an answer leads."""
    assert answer.status_code == 303, words(answer)
    address = answer.headers["location"].replace("/sign", "/draft.json")
    draft: dict[str, Any] = json.loads(world.client.get(address).content)
    return draft


def signed(world: CaseWorld, draft: dict[str, Any]) -> str:
    """The auditor signs a draft; returns the attestation's id."""
    begun, auditor = world.chain.world, world.chain.auditor
    settled = Settled.model_validate(draft["sections"]["settled"], strict=False)
    sealed = seal(Kind.ATTESTATION, auditor.id, {SectionName.SETTLED: settled}, begun.fresh)
    said = Attestation.model_validate(
        {
            **draft["header"],
            "origin": begun.ledger.origin,
            "issuer": auditor.id,
            "nonce": begun.fresh(),
            "sections": AttestationSections.model_validate(sealed.digests),
        },
        strict=False,
    )
    return begun.submit(Draft(said, sealed.documents), auditor.working).id


def refused(answer: Response) -> tuple[str, str]:
    """The code of a refusal and the field that its sentence leads to."""
    assert answer.status_code == 422
    (code,) = re.findall(r'<p class="note"><code>([a-z_.]+)</code>', answer.text)
    (field,) = re.findall(r'<li><a href="#([^"]+)"', answer.text)
    assert f'id="{field}-wrong"' in answer.text
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true"', answer.text)
    return str(code), str(field)


def test_the_open_choices_stand_by_worth_each_with_what_settles_it(world: CaseWorld) -> None:
    """Those of the recomputed report, with worth and papers; each depth is one that settles its kind."""
    page = world.client.get(f"{world.root}/sign-off")
    report = json.loads(world.client.get(f"{world.root}/recompute/report.json").content)
    ids = [
        "/".join(filter(None, (row["code"], row["subject"], row.get("coordinate"))))
        for row in report["choices"]
    ]
    assert [row.name for row in rows_of(page)] == ids
    shown = words(page)
    for row in report["choices"]:
        if "effect" in row:
            assert f"Worth {row['effect']} kg" in shown
    visits = [one for one in page.text.split("<fieldset>") if 'value="site_visit" selected' in one]
    assert all('value="documents"' not in one for one in visits)


def test_what_is_ticked_and_signed_is_settled_and_nothing_else(world: CaseWorld) -> None:
    """Two ticks, one of them after a visit: their ids are settled in the plan, and every other choice stays open."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    capacity = the(rows, "unit.capacity")._replace(papers=f"{SEEN} {SEEN}")
    life = the(rows, "unit.service_life")._replace(looked="site_visit", papers=SEEN)
    sent = changed(changed(rows, capacity), life)
    draft = drafted(world, send(world, sent, life.name, capacity.name))
    listed = Settled.model_validate(draft["sections"]["settled"], strict=False)
    assert [(str(it.id), it.depth, it.evidence) for it in listed.choices] == [
        (capacity.name, "documents", (SEEN,)),
        (life.name, "site_visit", (SEEN,)),
    ]
    before = operator_desk(world.house.context.ledger).plan(world.calculation)
    signed(world, draft)
    after = operator_desk(world.house.context.ledger).plan(world.calculation)
    open_before, open_after = (
        {str(line.choice.id) for line in (*plan.lines, *plan.unpriced)} for plan in (before, after)
    )
    assert (before.settled, after.settled) == (0, 2)
    assert open_before - open_after == {capacity.name, life.name}
    assert len(open_before) > 2


def test_without_a_tick_nothing_is_settled(world: CaseWorld) -> None:
    """Documents that are typed beside a choice settle nothing by themselves."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    sent = changed(rows, the(rows, "unit.capacity")._replace(papers=SEEN))
    assert drafted(world, send(world, sent))["sections"] == {}


def test_a_tick_without_a_document_is_refused_at_its_field(world: CaseWorld) -> None:
    """With its code; ticks and texts stay as they were typed."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    bare = the([row for row in rows if not row.papers], "unit.capacity")
    other = the(rows, "unit.service_life")._replace(papers=SEEN)
    answer = send(world, changed(rows, other), bare.name, other.name)
    code, field = refused(answer)
    assert (code, field) == ("settle.evidence", f"papers-{rows.index(bare)}")
    again = rows_of(answer)
    assert [row.papers for row in again if row.name == other.name] == [SEEN]
    boxes = re.findall(r'name="settle" value="([^"]*)" checked', answer.text)
    assert {unescape(one) for one in boxes} == {bare.name, other.name}


def test_a_missing_mass_is_explained_line_by_line(world: CaseWorld) -> None:
    """Kilograms and a substance on each line; less than is missing is refused there, and what was typed stays."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    row = the(rows, "mass.gap")._replace(looked="site_visit", papers=SEEN, explained="50 coke")
    answer = send(world, changed(rows, row), row.name)
    at = rows.index(the(rows, "mass.gap"))
    assert refused(answer) == ("settle.explained", f"explained-{at}")
    assert ">50 coke</textarea>" in answer.text
    vague = changed(rows, row._replace(explained="50"))
    assert refused(send(world, vague, row.name)) == ("settle.file", f"explained-{at}")
    enough = row._replace(explained="50 petroleum coke\n\n10000000 lime ")
    (choice,) = drafted(world, send(world, changed(rows, enough), row.name))["sections"]["settled"][
        "choices"
    ]
    assert choice["explained"] == [
        {"kg": "50", "substance": "petroleum coke"},
        {"kg": "10000000", "substance": "lime"},
    ]


def test_smaller_choices_are_folded_and_the_least_are_in_the_list_alone(
    world: CaseWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folded ones can be ticked, and are open once one is; the list settles what the page does not show."""
    monkeypatch.setattr("api.web.auditor.sign_off.FIRST", 2)
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    monkeypatch.setattr("api.web.auditor.settled.MOST", 4)
    page = world.client.get(f"{world.root}/sign-off")
    few = rows_of(page)
    assert few == rows[:4]
    assert "<details><summary>2 more choices" in page.text
    wrong = send(world, few, few[3].name, date="")
    assert "<details open><summary>2 more choices" in wrong.text
    last = next(row for row in rows[4:] if row.looked == "documents" and "mass" not in row.name)
    form = world.client.get(f"{world.root}/settle.toml").text
    assert last.name in form
    pasted = f'[[settle]]\nchoice = "{last.name}"\ndepth = "documents"\nevidence = ["{SEEN}"]\n'
    (choice,) = drafted(world, send(world, few, settled=pasted))["sections"]["settled"]["choices"]
    assert last.name.startswith(f"{choice['choice']}/{choice['statement']}")


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"papers": "invoice.pdf"}, "settle.evidence", "papers"),
        ({"papers": f"{SEEN} " * 33}, "settle.file", "papers"),
        ({"looked": "sampled", "papers": SEEN}, "settle.file", "looked"),
        ({"papers": SEEN, "explained": "12 coke"}, "settle.explained", "explained"),
        ({"papers": SEEN, "explained": "much coke"}, "settle.file", "explained"),
        ({"papers": SEEN, "explained": "12"}, "settle.file", "explained"),
    ],
)
def test_a_field_beside_a_choice(
    world: CaseWorld, typed: dict[str, str], code: str, field: str
) -> None:
    """No digest, too many, a depth that settles nothing, masses where none is missing: each at its field."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    row = the(rows, "unit.capacity")._replace(**typed)
    answer = send(world, changed(rows, row), row.name)
    at = rows.index(the(rows, "unit.capacity"))
    if field == "explained":
        assert answer.status_code == 422
        assert code in answer.text
    else:
        assert refused(answer) == (code, f"{field}-{at}")


def test_the_list_and_the_ticks_are_one(world: CaseWorld) -> None:
    """A choice that is ticked and pasted is listed twice; one that no report has is refused."""
    rows = rows_of(world.client.get(f"{world.root}/sign-off"))
    row = the(rows, "unit.capacity")._replace(papers=SEEN)
    pasted = f'[[settle]]\nchoice = "{row.name}"\ndepth = "documents"\nevidence = ["{SEEN}"]\n'
    sent = changed(rows, row)
    twice = send(world, sent, row.name, settled=pasted)
    assert refused(twice) == ("settle.twice", "settled")
    other = the(rows, "unit.service_life")._replace(papers=SEEN)
    both = drafted(world, send(world, changed(sent, other), other.name, settled=pasted))
    assert len(both["sections"]["settled"]["choices"]) == 2
    strange = send(world, [Row("unit.capacity/0", "documents", SEEN)], "unit.capacity/0")
    assert refused(strange) == ("settle.unknown", "settled")
    unlisted = send(world, [], row.name)
    assert refused(unlisted)[0] == "settle.file"
