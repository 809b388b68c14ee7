"""The history of a participant: what it stated, what became of it, who may read it, what it rests on."""

from support.ledger_battery import BatteryChain
from support.ledger_world import made, replacing
from support.principals import principal
from support.refusal import refused

from ledger.service.access.engagements import engage
from ledger.service.access.history import history_of
from schemas.views.history import HistoryReader, HistoryRow
from schemas.vocabulary import Role


def rows_of(chain: BatteryChain, participant: str) -> dict[str, HistoryRow]:
    """The rows of a participant's history, by id."""
    return {row.id: row for row in history_of(chain.world.ledger, participant).rows}


def test_a_corrected_entry_is_superseded_and_its_delivery_rests_on_the_first_version(
    chain: BatteryChain,
) -> None:
    """Versions share readers; a delivery names the first version, whichever it was made of."""
    before = rows_of(chain, chain.mine.id)
    newest = chain.world.enter(
        chain.mine, [made(chain.mine, "70")], supersedes=replacing(chain.mined)
    )
    found = rows_of(chain, chain.mine.id)
    assert [*found] == [*before, newest]
    assert found[chain.mined].status == "superseded"
    assert (found[chain.mined].by, found[chain.mined].reason) == (newest, "correction")
    assert found[newest].first == found[chain.mined].first == chain.mined
    assert found[chain.shipped].rests_on == (chain.mined,)
    assert found[newest].readers == before[chain.mined].readers


def test_a_users_entry_rests_on_the_deliveries_that_it_cites(chain: BatteryChain) -> None:
    """A recipient's history names the supplier's delivery among what its entry rests on."""
    cited = {name for row in rows_of(chain, chain.plant.id).values() for name in row.rests_on}
    assert chain.shipped in cited


def test_an_engaged_auditor_reads_everything(chain: BatteryChain) -> None:
    """The auditor of a delivery reads the entry behind it whole, until the engagement ends."""
    ledger = chain.world.ledger
    operator = principal(chain, "operator", Role.OPERATOR)
    principal(chain, "checkers", Role.AUDITOR, chain.auditor)
    engage(ledger, operator, "checkers", chain.shipped, "one", 1)
    auditor = HistoryReader(name="checkers", reads="all")
    assert auditor in rows_of(chain, chain.mine.id)[chain.mined].readers
    assert auditor not in [
        reader for row in rows_of(chain, chain.recycler.id).values() for reader in row.readers
    ]


def test_every_kind_of_statement_has_a_row(chain: BatteryChain) -> None:
    """A calculation rests on its entries, an attestation on the calculation, a declaration on both."""
    world = chain.world
    calculation = world.submit(chain.calculation(), chain.plant.working).id
    attestation = world.submit(chain.attestation(calculation), chain.auditor.working).id
    declaration = world.submit(chain.declaration(calculation, attestation), chain.plant.working).id
    found = rows_of(chain, chain.plant.id)
    assert chain.packs in found[calculation].rests_on
    assert found[declaration].rests_on == (calculation, attestation)
    assert rows_of(chain, chain.auditor.id)[attestation].rests_on == (calculation,)


def test_an_unknown_participant(chain: BatteryChain) -> None:
    """An id that no registration has is refused."""
    with refused("issuer.unknown"):
        history_of(chain.world.ledger, "sha256:" + "0" * 64)
