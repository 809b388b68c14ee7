"""A policy from a bundle accepts what the bundle states, and verifies nothing until its mark is deleted."""

import pytest
from support.refusal import refused
from support.second_opinion import ALONE, judge_alone
from support.signed_battery import honest
from support.signed_delivery import honest as delivered
from support.signed_delivery import whole
from support.verdicts import NO_FILE, found

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from ledger.audit.policy_draft import UNCONFIRMED, draft_policy
from ledger.audit.verifier import verify
from schemas.signed.policy import Policy

CHAIN = honest()
LEDGER = CHAIN.ledger
FILES = LEDGER.files()
BUNDLE = pack(FILES)
OWN = LEDGER.policy()


def drafted() -> Policy:
    """The draft from the bundle of the honest chain."""
    return draft_policy(BUNDLE, OWN.logs)


def test_a_draft_has_what_the_bundle_states_and_the_readers_keys() -> None:
    """Registrar, auditor, rulebook and factor set are those of the chain; a quorum of 0 is written."""
    draft = drafted()
    assert (draft.origin, draft.logs, draft.quorum) == (OWN.origin, OWN.logs, 0)
    assert draft.registrars == OWN.registrars
    assert draft.auditors == OWN.auditors
    assert set(draft.rulebooks) <= set(OWN.rulebooks)
    assert set(draft.factor_sets) <= set(OWN.factor_sets)
    assert draft.unconfirmed == UNCONFIRMED


def test_nothing_is_verified_under_a_draft() -> None:
    """The figure is computed and the verdict is open, for both verifiers; without the mark it is verified."""
    draft = drafted()
    report = verify(BUNDLE, draft, NO_FILE)
    assert (report.exit_code, report.verdict) == (2, "incomplete")
    assert ("policy.unconfirmed", "policy") in found(report)
    assert report.recomputed_total == report.declared_total
    second = judge_alone(BUNDLE, ALONE.parse_policy(format_policy(draft)))
    assert (second.exit_code, second.code) == (2, "policy.unconfirmed")
    confirmed = draft.model_copy(update={"unconfirmed": None})
    assert verify(BUNDLE, confirmed, NO_FILE).exit_code == 0


def test_a_draft_from_the_bundle_of_a_delivery_accepts_the_method_of_its_figure() -> None:
    """There is no calculation, and no auditor has attested it."""
    chain = delivered()
    draft = draft_policy(pack(whole(chain)), chain.ledger.policy().logs)
    assert set(draft.rulebooks) <= set(chain.ledger.policy().rulebooks)
    assert draft.auditors == ()
    confirmed = draft.model_copy(update={"unconfirmed": None})
    assert verify(pack(whole(chain)), confirmed, NO_FILE).exit_code == 0


def test_a_bundle_that_cannot_be_read_makes_no_draft() -> None:
    """The first finding on its files is the refusal."""
    with refused("container.form"):
        draft_policy(BUNDLE[:-1], OWN.logs)


@pytest.mark.parametrize("kind", ["calculation", "registration"])
def test_a_bundle_without_a_figure_makes_no_draft(kind: str) -> None:
    """Nothing could be verified under a policy that accepts no rulebook, or no registrar."""
    lacking = {
        name: data
        for name, data in FILES.items()
        if not name.startswith("statements/")
        or (kind == "registration" and b"cradle.participant.v1" not in data)
    }
    with refused("policy.draft", "bundle"):
        draft_policy(pack(lacking), OWN.logs)
