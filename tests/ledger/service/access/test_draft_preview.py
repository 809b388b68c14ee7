"""The figure of a draft before it is signed, and what it must not show."""

import pytest
from support.desks import desk
from support.ledger_battery import FACTORS, BatteryChain, power
from support.ledger_world import made
from support.principals import principal
from support.refusal import refused

from ledger.service.access.draft_preview import preview_draft_for
from ledger.service.access.principal import Principal
from ledger.store.log import size_of
from schemas.exchanged.line_request import PreviewRequest
from schemas.vocabulary import Role


@pytest.fixture
def mine(chain: BatteryChain) -> Principal:
    """The mine's login."""
    return principal(chain, "mine", Role.SUPPLIER, chain.mine)


def test_a_draft_has_the_figure_of_its_entry(chain: BatteryChain, mine: Principal) -> None:
    """What is previewed before signing is what a delivery states afterwards; the preview adds nothing to the log."""
    world = chain.world
    draft = world.entry(
        chain.mine, [made(chain.mine, product="urn:test:other")], inputs=[power("123.4567")]
    )
    with world.ledger.view() as view:
        before = size_of(view.connection, "entries")
    method = chain.rulebook, [chain.factors]
    found = preview_draft_for(world.ledger, mine, draft, *method)
    assert found == {"main": "0.6173"}
    with world.ledger.view() as view:
        assert size_of(view.connection, "entries") == before
        assert view.entry(draft.id) is None
    entry = world.submit(draft, chain.mine.working).id
    asked = PreviewRequest(entry=entry, rulebook=chain.rulebook, factor_sets=(chain.factors,))
    assert desk(world.ledger, mine).preview(asked).total == found["main"]


def test_a_cited_delivery_closes_the_preview(chain: BatteryChain) -> None:
    """A series of drafts would show digits of its supplier's figure."""
    plant = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    draft = chain.packs_of("40")
    with refused("preview.cited"):
        preview_draft_for(chain.world.ledger, plant, draft, chain.rulebook, [chain.factors])


def test_a_closed_factor_set_is_not_used(chain: BatteryChain, mine: Principal) -> None:
    """A figure of one row is the factor of its flow, which its licence does not let be passed on."""
    ledger = chain.world.ledger
    closed = ledger.keep(FACTORS.model_copy(update={"id": "closed", "licence": "digest_only"}))
    draft = chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("1")])
    with refused("document.licence"):
        preview_draft_for(ledger, mine, draft, chain.rulebook, [closed])


def test_a_missing_factor_is_named(chain: BatteryChain, mine: Principal) -> None:
    """The refusal is that of a figure."""
    row = power("1").model_copy(update={"flow": "test:nothing"})
    draft = chain.world.entry(chain.mine, [made(chain.mine)], inputs=[row])
    with refused("factor.none"):
        preview_draft_for(chain.world.ledger, mine, draft, chain.rulebook, [chain.factors])


def test_who_may_not_preview_gets_none(chain: BatteryChain) -> None:
    """An auditor previews no delivery."""
    auditor = principal(chain, "auditor", Role.AUDITOR, chain.auditor)
    draft = chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("1")])
    with refused("access.denied"):
        preview_draft_for(chain.world.ledger, auditor, draft, chain.rulebook, [chain.factors])
