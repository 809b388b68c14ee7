"""The exact cells of a calculation: drafted and kept by the ledger, signed unseen, read by operator and auditor.

Long digits let a manufacturer reconstruct the amounts of its suppliers, so none of them reaches it, not even as the
acceptance of a guess.
"""

import json
from base64 import b64decode

from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made

from ledger.footprint.graph.cells import format_cells, parse_cells
from ledger.rulebooks.catalog import load_rulebook
from ledger.state.drafting import Draft, SaltSource, seal, sign_draft
from ledger.trust.envelope import format_envelope, sign
from ledger.trust.submission import Submission
from schemas.signed.calculation import Calculation
from schemas.signed.exact_cells import ExactCells
from schemas.signed.statement import Kind, Section, SectionName
from schemas.vocabulary import ProcessCode


def asked(chain: BatteryChain, **parts: object) -> object:
    """The plant's request."""
    return json.loads(chain.assertions(**parts).model_dump_json(exclude_none=True))


def drafted(house: House, chain: BatteryChain, **parts: object) -> tuple[bytes, list[bytes]]:
    """The payload that the plant is to sign, and the sections that it is shown."""
    answer = house.client.post(
        "/v1/calculations/draft", json=asked(chain, **parts), headers=house.as_("plant")
    )
    assert answer.status_code == 200, answer.text
    return b64decode(answer.json()["payload"]), [*map(b64decode, answer.json()["sections"])]


def submitted(house: House, chain: BatteryChain, payload: bytes, sections: list[bytes]) -> object:
    """The answer to the signed calculation."""
    envelope = sign(Kind.CALCULATION.payload_type, payload, [chain.plant.working])
    wire = on_the_wire(Submission(format_envelope(envelope), tuple(sections)))
    return house.client.post("/v1/calculations", json=wire, headers=house.as_("plant"))


def shown(house: House, who: str, name: str) -> dict[str, object]:
    """A statement as a login is shown it."""
    answer = house.client.get(f"/v1/calculations/{name}", headers=house.as_(who))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_manufacturer_signs_cells_that_it_is_not_shown(house: House, chain: BatteryChain) -> None:
    """The draft has the composition and 4 digits; the ledger adds the rest, and shows it to the operator alone."""
    payload, sections = drafted(house, chain)
    stated = Calculation.parse(payload)
    values = [stated.total, *(row.value for row in (*stated.cells, *stated.stages))]
    assert all(len(value.replace(".", "").strip("0")) <= 4 for value in values)
    assert [Section.parse(one).section for one in sections] == [SectionName.COMPOSITION]
    answer = submitted(house, chain, payload, sections)
    assert answer.status_code == 201, answer.text  # type: ignore[attr-defined]
    name = answer.json()["id"]  # type: ignore[attr-defined]
    assert set(shown(house, "plant", name)["sections"]) == {"composition"}  # type: ignore[call-overload]
    exact = shown(house, "operator", name)["sections"]["exact"]["value"]  # type: ignore[index]
    total = sum(parse_cells(ExactCells.model_validate(exact, strict=False).cells).values())
    assert str(total).startswith(stated.total[:-1])
    assert len(str(total)) > 30


def test_a_section_of_ones_own_is_no_guess_that_is_confirmed(
    house: House, chain: BatteryChain
) -> None:
    """Right or wrong it is refused alike, and nobody signs another's section."""
    right = chain.calculation()
    assert isinstance(right.statement, Calculation)
    wrong = ExactCells(cells=format_cells({}))
    sealed = seal(Kind.CALCULATION, chain.plant.id, {SectionName.EXACT: wrong}, _zeros)
    sections = right.statement.sections.model_copy(update={"exact": sealed.digests["exact"]})
    guessed = Draft(
        right.statement.model_copy(update={"sections": sections}),
        (right.sections[0], *sealed.documents),
    )
    answers = [_told(house, chain, draft) for draft in (right, guessed)]
    assert {status for status, _ in answers} == {422}
    assert {code for _, code in answers} == {"section.unexpected"}
    unseen = Draft(guessed.statement, guessed.sections[:1])
    assert _told(house, chain, unseen) == (422, "section.missing")


def test_the_older_form_is_not_accepted(house: House, chain: BatteryChain) -> None:
    """Its header has all digits."""
    draft = chain.calculation()
    assert isinstance(draft.statement, Calculation)
    sections = draft.statement.sections.model_copy(update={"exact": None})
    update = {"digits": None, "sections": sections}
    old = Draft(draft.statement.model_copy(update=update), draft.sections[:1])
    assert _told(house, chain, old) == (422, "calculation.digits")


def test_who_rests_on_itself_alone_reads_its_exact_cells(house: House, chain: BatteryChain) -> None:
    """There is nobody whose amounts they could tell."""
    parts = {"inputs": [power("7")], "process": ProcessCode.PACK, "model": "urn:test:own"}
    chain.world.enter(
        chain.plant, [made(chain.plant, product="urn:test:own", batteries=3)], **parts
    )
    gate = chain.world.ledger.keep(load_rulebook("study-cradle-to-gate-1"))
    payload, sections = drafted(house, chain, model="urn:test:own", end_of_life=(), rulebook=gate)
    answer = submitted(house, chain, payload, sections)
    assert answer.status_code == 201, answer.text  # type: ignore[attr-defined]
    name = answer.json()["id"]  # type: ignore[attr-defined]
    assert set(shown(house, "plant", name)["sections"]) == {"composition", "exact"}  # type: ignore[call-overload]


def _told(house: House, chain: BatteryChain, draft: Draft) -> tuple[int, str]:
    wire = on_the_wire(sign_draft(draft, [chain.plant.working]))
    answer = house.client.post("/v1/calculations", json=wire, headers=house.as_("plant"))
    return answer.status_code, answer.json()["code"]


def _fresh() -> SaltSource:
    return lambda: "0" * 32


_zeros = _fresh()
