"""A reader's own factors value no rows of others, and a refusal names none of them.

With factors of 1 and 0 a figure is an amount, and refusals of an empty set name one flow after another. Both came from
unsigned drafts, footprints, previews, comparisons and quantities at the border.
"""

import json
from collections.abc import Iterator

import pytest
from support.http_api import House, on_the_wire
from support.ledger_battery import FACTORS, BatteryChain, factor
from support.ledger_world import made, taken

from ledger.state.drafting import sign_draft
from ledger.trust.canonical import canonical
from schemas.signed.delivery import DeliveredFigure
from schemas.vocabulary import Unit

EMPTY = FACTORS.model_copy(update={"id": "probe", "rows": (factor("probe:none", Unit.KG, "1"),)})
ONE = FACTORS.model_copy(
    update={
        "id": "weights",
        "rows": (factor("test:freight", Unit.TKM, "0"), factor("test:power", Unit.KWH, "1")),
    }
)


def kept(house: House, document: object, name: str = "plant") -> str:
    """The digest of a factor set that a participant adds."""
    data = canonical(document.to_json())  # type: ignore[attr-defined]
    answer = house.client.post("/v1/factor-sets", content=data, headers=house.as_(name))
    assert answer.status_code == 201
    return str(answer.json()["digest"])


def questions(house: House, chain: BatteryChain, factors: str) -> Iterator[tuple[int, str, str]]:
    """What a plant may ask about its own product by a factor set: status, code and the whole text."""
    asked = json.loads(chain.assertions().model_dump_json(exclude_none=True))
    asked["factor_sets"] = [factors]
    line = {"entry": chain.packs, "rulebook": chain.rulebook, "factor_sets": [factors]}
    method = f"rulebook={chain.rulebook}&factor_set={factors}"
    paths = (
        f"/v1/entries/{chain.packs}/footprint?{method}",
        f"/v1/entries/{chain.packs}/border?factor_set={factors}&year=2026",
    )
    for path in paths:
        yield _told(house.client.get(path, headers=house.as_("plant")))
    for path, body in (
        ("/v1/previews", line),
        ("/v1/previews/suppliers", line),
        ("/v1/calculations/draft", asked),
    ):
        yield _told(house.client.post(path, json=body, headers=house.as_("plant")))


def _told(answer: object) -> tuple[int, str, str]:
    text = answer.text  # type: ignore[attr-defined]
    return answer.status_code, json.loads(text).get("code", ""), text  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", [EMPTY, ONE])
def test_no_question_is_answered_by_factors_of_ones_own(
    house: House, chain: BatteryChain, document: object
) -> None:
    """The same refusal whatever the set holds, and no flow, amount or statement of another in it."""
    factors = kept(house, document)
    for status, code, text in questions(house, chain, factors):
        assert (status, code) == (422, "method.not_admitted")
        for secret in ("test:", chain.mined, chain.shipped, chain.treated):
            assert secret not in text


def test_an_admitted_set_answers_and_its_gap_at_a_supplier_is_one_of_the_delivery(
    house: House, chain: BatteryChain
) -> None:
    """The registrar admits a set that lacks a flow of the mine: the plant learns that, and not which."""
    assert {status for status, *_ in questions(house, chain, chain.factors)} >= {200}
    factors = kept(house, EMPTY)
    chain.world.admit(factors)
    own = chain.world.enter(chain.plant, [made(chain.plant)], inputs=[taken(chain.shipped, "1")])
    asked = f"rulebook={chain.rulebook}&factor_set={factors}"
    path = f"/v1/entries/{own}/footprint?{asked}"
    status, code, text = _told(house.client.get(path, headers=house.as_("plant")))
    assert (status, code) == (422, "supplier.no_figure")
    assert "test:power" not in text
    assert chain.mined not in text
    lines = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    (line,) = [row for row in lines if row["action"] == "unanswered"]
    assert line["subject"] == chain.mined
    assert "test:power" in line["detail"]
    path = f"/v1/entries/{chain.mined}/footprint?{asked}"
    status, code, text = _told(house.client.get(path, headers=house.as_("mine")))
    assert (status, code) == (422, "factor.none")
    assert "test:power" in text


@pytest.mark.parametrize("address", ["deliveries", "batches"])
def test_a_submission_under_ones_own_factors_is_refused_alike(
    house: House, chain: BatteryChain, address: str
) -> None:
    """A figure that is guessed and signed would be answered by its refusal: by the flow that it lacks."""
    factors = kept(house, EMPTY)
    with chain.world.ledger.view() as view:
        state = view.registry()
    figure = DeliveredFigure(
        registry=state, rulebook=chain.rulebook, factor_sets=(factors,), cells=(), total="0"
    )
    parts = {"amount": "1", "product": made(chain.plant).product, "figure": figure}
    draft = chain.world.delivery(chain.plant, chain.packs, chain.recycler, **parts)
    body = json.dumps(on_the_wire(sign_draft(draft, [chain.plant.working])))
    answer = house.client.post(f"/v1/{address}", content=body, headers=house.as_("plant"))
    assert "method.not_admitted" in answer.text
    for secret in ("test:", chain.mined, chain.shipped):
        assert secret not in answer.text
