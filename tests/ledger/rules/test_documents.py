"""Attestations are by others, and declarations rest on an accepted calculation of their own issuer."""

import pytest
from support.attesting import attestation
from support.graph import NONCE, ORIGIN, STUDY, Graph, firm, ident
from support.graph_battery import calculation
from support.rows import inventory, made

from ledger.rulebooks.catalog import load_rulebook
from ledger.rules.documents import (
    attestation_problem,
    company_specific_problem,
    declarable_problem,
    declared_attestation_problems,
    declared_problem,
    missing_for_article_7,
    subject_problems,
)
from schemas.signed.calculation import BatteryUnit, Calculation, Declaration, DeclaredUnit
from schemas.vocabulary import Unit

NAME = ident("declaration")


def declaration(**members: object) -> Declaration:
    """The manufacturer's declaration of the calculation."""
    usual = {
        "origin": ORIGIN,
        "issuer": firm("plant"),
        "calculation": ident("calculation"),
        "attestation": ident("attestation"),
        "conformity": "DoC 1",
        "study": "https://example.com/study",
        "nonce": NONCE,
    }
    return Declaration.model_validate({**usual, **members}, strict=False)


def product() -> Calculation:
    """A calculation of a product that is not a battery."""
    members = {
        **dict.fromkeys(BatteryUnit.model_fields),
        "declared_unit": DeclaredUnit(unit=Unit.PIECE, amount="20"),
    }
    return calculation().model_copy(update=members)


def test_nobody_attests_its_own_figure() -> None:
    """The issuer of the figure is another participant than the auditor."""
    assert attestation_problem(NAME, attestation(), firm("plant")) is None
    found = attestation_problem(NAME, attestation(), firm("auditor"))
    assert found is not None
    assert (found.code, found.place) == ("attestation.own", "issuer")


def test_a_declaration_is_of_an_own_calculation() -> None:
    """The calculation has the declaration's issuer."""
    assert declared_problem(NAME, declaration(), calculation()) is None
    found = declared_problem(NAME, declaration(issuer=firm("other")), calculation())
    assert found is not None
    assert (found.code, found.subject) == ("declaration.calculation", NAME)


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ({}, []),
        ({"calculation": ident("other")}, ["declaration.attestation"]),
        ({"calculation": None, "delivery": ident("ore")}, ["declaration.attestation"]),
        ({"outcome": "refused"}, ["declaration.refused"]),
        ({"outcome": "verified_with_remarks"}, []),
        ({"date": "2026-03-09"}, []),
        ({"date": "2026-03-10"}, ["declaration.date"]),
    ],
)
def test_an_attestation_carries_a_declaration_of_its_calculation(
    members: dict[str, object], codes: list[str]
) -> None:
    """It is of the calculation that is declared, no refusal, and no later than the day of issue."""
    issued = declaration(date="2026-03-09")
    found = declared_attestation_problems(issued, attestation(**members))
    assert [problem.code for problem in found] == codes


def test_a_rulebook_says_whether_something_may_be_declared() -> None:
    """A draft lists the missing conditions; one of products declares no battery, and one of batteries no product."""
    draft, partial = load_rulebook("eu-ev-draft-2024"), load_rulebook("iso-14067-partial-2018")
    battery, coil = calculation(), product()
    assert declarable_problem(NAME, battery, STUDY) is None
    assert declarable_problem(NAME, coil, partial) is None
    refusals = [
        declarable_problem(NAME, about, rulebook)
        for about, rulebook in ((battery, draft), (battery, partial), (coil, STUDY), (coil, draft))
    ]
    details = [row.detail for row in refusals if row is not None]
    assert [row.code for row in refusals if row is not None] == ["declaration.rulebook"] * 4
    assert "legal status draft" in details[0]
    assert "of a battery" in details[1]
    assert all("of a product" in row for row in details[2:])


@pytest.mark.parametrize(
    ("of_battery", "members", "places"),
    [
        (True, {}, []),
        (True, {"conformity": None}, ["conformity"]),
        (False, {"conformity": None}, []),
        (False, {"chemistry": "NMC"}, ["conformity", "chemistry"]),
    ],
)
def test_a_declaration_states_what_its_subject_has(
    *, of_battery: bool, members: dict[str, object], places: list[str]
) -> None:
    """A number of conformity and a chemistry are of batteries: the one always, both of nothing else."""
    about = calculation() if of_battery else product()
    found = list(subject_problems(NAME, declaration(**members), about))
    assert [(row.code, row.place) for row in found] == [
        ("declaration.subject", place) for place in places
    ]


def test_the_company_states_certain_processes_itself() -> None:
    """Under a rulebook of Article 7 each such process has an entry; other rulebooks do not ask."""
    chain = Graph()
    chain.enter("plant", inventory(made("plant", "1")), process="main_production.pack")
    graph = chain.resolve("plant")
    draft = load_rulebook("eu-ev-draft-2024")
    law = draft.model_copy(update={"declarable": "article_7"})
    assert company_specific_problem(NAME, draft, graph) is None
    found = company_specific_problem(NAME, law, graph)
    assert found is not None
    assert "main_production.cell" in found.detail
    assert "main_production.pack" not in found.detail
    only_pack = tuple(row for row in law.company_specific if row.process == "main_production.pack")
    met = law.model_copy(update={"company_specific": only_pack})
    assert company_specific_problem(NAME, met, graph) is None
    assert list(missing_for_article_7(met, graph)) == list(met.not_covered)
    assert any("main_production.cell" in row for row in missing_for_article_7(law, graph))
