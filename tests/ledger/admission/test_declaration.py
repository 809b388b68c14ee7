"""Attestations and declarations: their issuers, their figures, and the rulebooks that allow them."""

import pytest
from support.altering import altered
from support.ledger_battery import ELECTRICITY, MODEL, BatteryChain, freight
from support.ledger_world import Party, made, replacing

from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.preview import preview
from ledger.state.drafting import Draft, sign_draft
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.attestation import Depth, DepthException
from schemas.signed.rulebook import CompanySpecific
from schemas.vocabulary import ProcessCode, Role

NOWHERE = "sha256:" + "00" * 32


@pytest.fixture
def calculation(chain: BatteryChain) -> str:
    """The id of a calculation of the packs."""
    return chain.world.submit(chain.calculation(), chain.plant.working).id


def attested(chain: BatteryChain, calculation: str | None, **parts: object) -> str:
    """The id of the auditor's statement on it."""
    draft = chain.attestation(calculation, **parts)
    return chain.world.submit(draft, chain.auditor.working).id


def refuses(chain: BatteryChain, draft: Draft, by: Party, code: str, place: str) -> None:
    """Hold that a draft, signed by a party, is refused."""
    chain.world.refuses(sign_draft(draft, [by.working]), code, place)


def test_whole_way(chain: BatteryChain, calculation: str) -> None:
    """Calculated, attested, declared."""
    draft = chain.declaration(calculation, attested(chain, calculation))
    assert chain.world.submit(draft, chain.plant.working).id == draft.id


def test_attestation_of_nothing(chain: BatteryChain) -> None:
    """An auditor's word is on a calculation of this log."""
    for subject in (NOWHERE, chain.packs):
        draft = chain.attestation(subject)
        refuses(chain, draft, chain.auditor, "attestation.calculation", "calculation")


def test_list_left_out(chain: BatteryChain, calculation: str) -> None:
    """There are no defaults: a list that is empty is written out."""
    submission = altered(
        chain.attestation(calculation),
        lambda payload: payload["depth"].pop("exceptions"),
        chain.auditor.working,
    )
    chain.world.refuses(submission, "statement.form", "")


def test_attestation_by_no_auditor(chain: BatteryChain, calculation: str) -> None:
    """A supplier attests nothing."""
    draft = chain.attestation(calculation, issuer=chain.mine.id)
    refuses(chain, draft, chain.mine, "issuer.role", "issuer")


def test_attestation_for_more_than_three_years(chain: BatteryChain, calculation: str) -> None:
    """The day and the last day are optional; with both, three years are the most (PEF)."""
    day = "2026-03-02"
    draft = chain.attestation(calculation, date=day, valid_until="2029-03-03")
    refuses(chain, draft, chain.auditor, "attestation.validity", "valid_until")
    draft = chain.attestation(calculation, date=day, valid_until="2029-03-02")
    assert chain.world.submit(draft, chain.auditor.working).id


def test_attestation_of_ones_own(chain: BatteryChain) -> None:
    """The issuer of a calculation may not attest it, whatever its roles."""
    both = chain.world.register("both", Role.AUDITOR, Role.MANUFACTURER)
    treatment = chain.world.represent(chain.recycler, chain.treated, both)
    work = {"issuer": both.id, "end_of_life": (Treatment(delivery=treatment),)}
    packs = [made(both, batteries=1)]
    parts = {"inputs": [freight("1")], "process": ProcessCode.PACK, "model": MODEL}
    chain.world.enter(both, packs, **parts)
    own = chain.world.submit(chain.calculation(**work), both.working).id
    draft = chain.attestation(own, issuer=both.id)
    refuses(chain, draft, both, "attestation.own", "issuer")


def told(chain: BatteryChain, **parts: object) -> str:
    """The id of a delivery of the mine that states its figure."""
    figure = preview(chain.world.ledger, chain.mined, "main", chain.rulebook, [chain.factors])
    return chain.world.deliver(chain.mine, chain.mined, chain.plant, figure=figure, **parts)


def test_attestation_of_a_delivery(chain: BatteryChain) -> None:
    """A live delivery with a figure is attested, more than once; no declaration rests on that."""
    delivery = told(chain)
    words = {attested(chain, None, delivery=delivery) for _ in range(2)}
    assert len(words) == 2
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    draft = chain.declaration(calculation, min(words))
    refuses(chain, draft, chain.plant, "declaration.attestation", "attestation")


def test_attestation_of_no_live_delivery_with_a_figure(chain: BatteryChain) -> None:
    """The delivery must exist, state a figure, and not be replaced or withdrawn."""
    gone, corrected = told(chain), told(chain, number="2")
    chain.world.withdraw(chain.mine, gone)
    told(chain, number="2", supersedes=replacing(corrected))
    for delivery, code in (
        (NOWHERE, "attestation.delivery"),
        (chain.mined, "attestation.delivery"),
        (chain.shipped, "attestation.no_figure"),
        (gone, "attestation.delivery.withdrawn"),
        (corrected, "attestation.delivery.superseded"),
    ):
        draft = chain.attestation(None, delivery=delivery)
        refuses(chain, draft, chain.auditor, code, "delivery")


def test_attestation_of_ones_own_delivery(chain: BatteryChain) -> None:
    """A supplier that is registered as an auditor too attests others, and not itself."""
    both = chain.world.register("both", Role.AUDITOR, Role.SUPPLIER)
    entry = chain.world.enter(both, [made(both)], inputs=[freight("1")])
    figure = preview(chain.world.ledger, entry, "main", chain.rulebook, [chain.factors])
    own = chain.world.deliver(both, entry, chain.plant, figure=figure)
    draft = chain.attestation(None, delivery=own, issuer=both.id)
    refuses(chain, draft, both, "attestation.own", "issuer")
    other = chain.attestation(None, delivery=told(chain), issuer=both.id)
    assert chain.world.submit(other, both.working).id == other.id


def test_attestation_that_rests_on_another(chain: BatteryChain) -> None:
    """Another auditor has attested another delivery, and did not refuse it."""
    first, second = told(chain), told(chain, number="2")
    other = chain.world.register("other", Role.AUDITOR)

    def resting(on: str) -> Draft:
        rests = (DepthException(statement=on, depth="attested"),)
        depth = Depth(default="recomputed", exceptions=rests)
        return chain.attestation(None, delivery=second, depth=depth)

    def by_other(delivery: str, outcome: str) -> None:
        draft = chain.attestation(None, delivery=delivery, issuer=other.id, outcome=outcome)
        chain.world.submit(draft, other.working)

    attested(chain, None, delivery=first)
    by_other(first, "refused")
    by_other(second, "verified")
    for on in (NOWHERE, first, second):
        refuses(chain, resting(on), chain.auditor, "attestation.rests_on", "depth.exceptions")
    by_other(first, "verified_with_remarks")
    draft = resting(first)
    assert chain.world.submit(draft, chain.auditor.working).id == draft.id


def test_declaration_of_anothers_calculation(chain: BatteryChain, calculation: str) -> None:
    """A manufacturer declares what it calculated itself."""
    other = chain.world.register("other", Role.MANUFACTURER)
    word = attested(chain, calculation)
    draft = chain.declaration(calculation, word, issuer=other.id)
    refuses(chain, draft, other, "declaration.calculation", "calculation")
    draft = chain.declaration(NOWHERE, word)
    refuses(chain, draft, chain.plant, "declaration.calculation", "calculation")


def test_declaration_without_its_attestation(chain: BatteryChain, calculation: str) -> None:
    """The attestation is there, and is of this calculation."""
    second = chain.world.submit(chain.calculation(), chain.plant.working).id
    for word in (NOWHERE, calculation, attested(chain, second)):
        draft = chain.declaration(calculation, word)
        refuses(chain, draft, chain.plant, "declaration.attestation", "attestation")


def test_declaration_of_what_was_refused(chain: BatteryChain, calculation: str) -> None:
    """A calculation that the auditor refused may not be declared; one with remarks may be."""
    word = attested(chain, calculation, outcome="refused")
    draft = chain.declaration(calculation, word)
    refuses(chain, draft, chain.plant, "declaration.refused", "attestation")
    remarks = attested(chain, calculation, outcome="verified_with_remarks", date="2026-03-02")
    early = chain.declaration(calculation, remarks, date="2026-03-01")
    refuses(chain, early, chain.plant, "declaration.date", "date")
    draft = chain.declaration(calculation, remarks)
    assert chain.world.submit(draft, chain.plant.working).id == draft.id


def test_declaration_by_a_supplier(chain: BatteryChain, calculation: str) -> None:
    """A supplier declares nothing."""
    draft = chain.declaration(calculation, attested(chain, calculation), issuer=chain.mine.id)
    refuses(chain, draft, chain.mine, "issuer.role", "issuer")


def test_rulebook_that_declares_nothing(chain: BatteryChain) -> None:
    """Under a rulebook for studies alone a calculation may be attested and not declared."""
    study = load_rulebook("study-full-substitution-1")
    closed = chain.world.ledger.keep(
        study.model_copy(update={"version": "other", "declarable": "no"})
    )
    calculation = chain.world.submit(chain.calculation(rulebook=closed), chain.plant.working).id
    draft = chain.declaration(calculation, attested(chain, calculation))
    refuses(chain, draft, chain.plant, "declaration.rulebook", "calculation")


def law(chain: BatteryChain, *processes: ProcessCode) -> str:
    """The digest of a rulebook that is law, and requires company-specific data of these processes."""
    study = load_rulebook("study-full-substitution-1")
    listed = tuple(
        CompanySpecific(process=process, source="OWN", confidence="inferred")
        for process in processes
    )
    adopted = {
        "version": f"law-{len(processes)}",
        "declarable": "article_7",
        "company_specific": listed,
        "electricity": ELECTRICITY,
    }
    return chain.world.ledger.keep(study.model_copy(update=adopted))


def test_company_specific_process_without_an_entry(chain: BatteryChain) -> None:
    """If the law demands own data of cells, a chain of packs alone may not be declared."""
    for processes, refused in (
        ([ProcessCode.PACK, ProcessCode.CELL], True),
        ([ProcessCode.PACK], False),
    ):
        draft = chain.calculation(rulebook=law(chain, *processes))
        calculation = chain.world.submit(draft, chain.plant.working).id
        draft = chain.declaration(calculation, attested(chain, calculation))
        if refused:
            code = "declaration.company_specific"
            refuses(chain, draft, chain.plant, code, "calculation")
        else:
            assert chain.world.submit(draft, chain.plant.working).id == draft.id
