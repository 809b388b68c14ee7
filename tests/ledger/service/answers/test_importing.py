"""Import: a readable file is kept byte for byte, and no other file is."""

from support.footprints import file_of, pact_3
from support.ledger_battery import BatteryChain
from support.refusal import refused

from ledger.service.answers.importing import import_figure
from ledger.trust.leaves import digest


def test_a_file_is_kept_under_its_digest(shared: BatteryChain) -> None:
    """The same bytes come back, also when the file comes twice."""
    data = b" \n" + file_of(pact_3())
    for _ in range(2):
        name, figure = import_figure(shared.world.ledger, data)
        assert (name, figure.declared_amount) == (digest(data), "4")
    assert shared.world.ledger.store.blobs.get(name) == data


def test_a_file_that_cannot_be_read_is_not_kept(shared: BatteryChain) -> None:
    """A refusal leaves nothing behind."""
    data = file_of(pact_3(declaredUnitOfMeasurement="liter"))
    with refused("external.unit", "pcf.declaredUnitOfMeasurement"):
        import_figure(shared.world.ledger, data)
    assert shared.world.ledger.store.blobs.get(digest(data)) is None
