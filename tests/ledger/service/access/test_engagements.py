"""Engagements: the statements they open, their auditor, and their end."""

from support.ledger_battery import BatteryChain
from support.principals import principal
from support.refusal import refused

from ledger.service.access.engagements import engage, read_engagements, revoke_engagement
from ledger.service.access.principal import Principal
from ledger.service.access.visible_statements import read_visible
from schemas.signed.statement import Kind
from schemas.vocabulary import Role

NOW = 1_760_000_000
UNKNOWN = "sha256:" + "0" * 64


def opened(chain: BatteryChain, who: Principal) -> set[str]:
    """The sections of the mine's entry that somebody is shown."""
    return {
        str(name)
        for name in read_visible(chain.world.ledger, who, chain.mined, Kind.ENTRY).sections
    }


def test_an_engagement_outlives_its_subject(chain: BatteryChain) -> None:
    """A supplier that withdraws the delivery does not shut the auditor out; the operator does."""
    ledger = chain.world.ledger
    operator = principal(chain, "operator", Role.OPERATOR)
    auditor = principal(chain, "auditor", Role.AUDITOR, chain.auditor)
    made = engage(ledger, operator, "auditor", chain.treatment, "one", NOW)
    engage(ledger, operator, "auditor", chain.shipped, "two", NOW)
    chain.world.withdraw(chain.recycler, chain.treatment)
    assert opened(chain, auditor) == {"inventory", "product"}
    assert read_visible(ledger, auditor, chain.treatment, Kind.DELIVERY).change is not None
    assert read_visible(ledger, auditor, chain.treated, Kind.ENTRY).sections
    revoke_engagement(ledger.store, operator, made.id, NOW)
    with refused("statement.unknown"):
        read_visible(ledger, auditor, chain.treated, Kind.ENTRY)
    assert [row.id for row in read_engagements(ledger.store, auditor)] == ["two"]
    assert len(read_engagements(ledger.store, operator)) == 2


def test_refused_engagements(chain: BatteryChain) -> None:
    """Only the operator engages, an organisation that is there, for what is a live subject of an audit."""
    ledger = chain.world.ledger
    operator = principal(chain, "operator", Role.OPERATOR)
    auditor = principal(chain, "auditor", Role.AUDITOR, chain.auditor)
    with refused("access.denied"):
        engage(ledger, auditor, "auditor", chain.shipped, "one", NOW)
    with refused("organisation.unknown"):
        engage(ledger, operator, "nobody", chain.shipped, "one", NOW)
    for subject in (UNKNOWN, chain.mined):
        with refused("export.subject"):
            engage(ledger, operator, "auditor", subject, "one", NOW)
    chain.world.withdraw(chain.recycler, chain.treatment)
    with refused("export.subject"):
        engage(ledger, operator, "auditor", chain.treatment, "one", NOW)
    with refused("engagement.unknown"):
        revoke_engagement(ledger.store, operator, "one", NOW)


def test_who_may_not_read_learns_nothing(chain: BatteryChain) -> None:
    """A witness is refused alike for a statement that is there and for one that is not."""
    witness = principal(chain, "witness", Role.WITNESS)
    for name in (chain.mined, UNKNOWN):
        with refused("access.denied"):
            read_visible(chain.world.ledger, witness, name, Kind.ENTRY)
