"""The names of participants, for every login that reads statements."""

from support.ledger_battery import BatteryChain
from support.principals import principal
from support.refusal import refused

from ledger.service.access.names import names_for, registered_firms, search_names
from schemas.vocabulary import Role


def test_a_part_of_a_name_finds_firms_in_the_order_of_their_names(chain: BatteryChain) -> None:
    """Case does not count; a list that is cut says so, and a firm that registers later is found."""
    reader = principal(chain, "reader", Role.SUPPLIER)
    ledger = chain.world.ledger
    found, more = search_names(ledger, reader, " LTD", 100)
    names = [firm.name for firm in found]
    assert (names, more) == (sorted(names), False)
    assert {"Mine Ltd", "Plant Ltd", "Recycler Ltd"} <= set(names)
    assert search_names(ledger, reader, "ltd", 1) == ((found[0],), True)
    chain.world.register("late", Role.SUPPLIER)
    assert [firm.name for firm in search_names(ledger, reader, "late", 9)[0]] == ["Late Ltd"]


def test_an_id_of_another_statement_has_no_name(chain: BatteryChain) -> None:
    """Only registrations are named, each once."""
    asked = [chain.mined, chain.mine.id, chain.mine.id]
    found = names_for(chain.world.ledger, principal(chain, "reader", Role.AUDITOR), asked)
    assert [firm.id for firm in found] == [chain.mine.id]


def test_a_registered_firm_is_shown_with_its_roles_and_registrar(chain: BatteryChain) -> None:
    """A name is found by letters that look like its own; the first registration has no registrar."""
    reader, ledger = principal(chain, "reader", Role.SUPPLIER), chain.world.ledger
    (mine,) = registered_firms(ledger, reader, "mіne ltd")  # a Cyrillic i
    assert (mine.id, mine.name, Role.SUPPLIER in mine.roles) == (chain.mine.id, "Mine Ltd", True)
    operator = principal(chain, "operator", Role.OPERATOR)
    everyone = {firm.id: firm for firm in registered_firms(ledger, operator, "")}
    assert mine in registered_firms(ledger, operator, "ltd")
    registrar = everyone[mine.registrar or ""]
    assert mine.registrar_name == registrar.name
    assert (registrar.registrar, registrar.registrar_name) == (None, None)


def test_only_the_operator_lists_firms_by_less_than_a_name(chain: BatteryChain) -> None:
    """A list would tell who supplies in the ledger: no name is refused, and a part of one finds nobody."""
    reader, ledger = principal(chain, "reader", Role.SUPPLIER), chain.world.ledger
    for nothing in ("", " "):
        with refused("access.whole_name", "name"):
            registered_firms(ledger, reader, nothing)
    assert registered_firms(ledger, reader, "Mine") == ()
    assert registered_firms(ledger, reader, "ltd") == ()


def test_a_witness_reads_no_names(chain: BatteryChain) -> None:
    """Names are for logins that read statements."""
    witness = principal(chain, "reader", Role.WITNESS)
    with refused("access.denied"):
        names_for(chain.world.ledger, witness, [])
    with refused("access.denied"):
        search_names(chain.world.ledger, witness, "", 1)
    with refused("access.denied"):
        registered_firms(chain.world.ledger, witness, "")
