"""Entries that import a figure from a file: the ledger has the file, and the row agrees with it."""

import json

import pytest
from support.footprints import file_of, pact_3
from support.ledger_battery import BatteryChain, freight
from support.ledger_world import made, taken
from support.rows import imported

from ledger.audit.bundle.container import unpack
from ledger.bundles.export import export_bundle
from ledger.documents.footprint_ids import footprint_id
from ledger.service.answers.explain import explain_calculation
from ledger.service.answers.importing import import_figure
from ledger.state.drafting import Draft, sign_draft
from ledger.store.deliveries import live_received
from schemas.signed.entry import Site
from schemas.signed.rows import ExternalInput

FILE = file_of(pact_3())


def row_of(data: bytes, **members: object) -> ExternalInput:
    """The row of a file as a value."""
    return ExternalInput.parse(json.dumps(imported(data, **members)).encode())


def takes(chain: BatteryChain, row: ExternalInput) -> Draft:
    """An entry of the plant, elsewhere, that takes from a file."""
    elsewhere = Site(code="plant-2", country="SE")
    return chain.world.entry(chain.plant, [made(chain.plant)], site=elsewhere, inputs=[row])


@pytest.mark.parametrize(
    ("members", "code", "field"),
    [
        ({"values": [{"part": "fossil", "value": "1"}]}, "external.values", "values"),
        ({"declared_amount": "8"}, "external.values", "declared_amount"),
        ({"product": "urn:other:1"}, "external.product", "product"),
        ({"unit": "piece"}, "external.unit", "unit"),
        ({"format": "pact-2"}, "external.format", "format"),
    ],
)
def test_a_row_that_is_not_its_files(
    shared: BatteryChain, members: dict[str, object], code: str, field: str
) -> None:
    """The entry is refused at the member that differs, and neither log has changed."""
    import_figure(shared.world.ledger, FILE)
    submission = sign_draft(takes(shared, row_of(FILE, **members)), [shared.plant.working])
    shared.world.refuses(submission, code, f"inventory.inputs[0].{field}")


def test_the_footprint_of_a_delivery_is_no_file_for_its_recipient(shared: BatteryChain) -> None:
    """Cited, the delivery keeps its rows and its choices; its export would wash them off."""
    with shared.world.ledger.view() as view:
        (received,) = live_received(view.connection, shared.plant.id, 1)
    data = file_of({**pact_3(), "id": footprint_id(received)})
    import_figure(shared.world.ledger, data)
    submission = sign_draft(takes(shared, row_of(data)), [shared.plant.working])
    shared.world.refuses(submission, "external.delivered", "inventory.inputs[0].file")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({**pact_3(), "status": "Deprecated"}, "external.deprecated"),
        (
            pact_3(
                referencePeriodStart="2020-01-01T00:00:00Z",
                referencePeriodEnd="2021-01-01T00:00:00Z",
            ),
            "external.expired",
        ),
    ],
)
def test_a_file_that_does_not_hold(
    shared: BatteryChain, content: dict[str, object], code: str
) -> None:
    """A file out of its time, or that its issuer has given up, is refused."""
    data = file_of(content)
    import_figure(shared.world.ledger, data)
    submission = sign_draft(takes(shared, row_of(data)), [shared.plant.working])
    shared.world.refuses(submission, code, "inventory.inputs[0].file")


def test_a_file_that_the_ledger_does_not_have(shared: BatteryChain) -> None:
    """A figure is taken from a file that was handed in before."""
    row = row_of(file_of({**pact_3(), "id": "never imported"}))
    submission = sign_draft(takes(shared, row), [shared.plant.working])
    shared.world.refuses(submission, "external.unknown", "inventory.inputs[0].file")


def test_a_document_that_is_no_footprint(shared: BatteryChain) -> None:
    """A digest of another document of the ledger, such as its factor set, is not taken for a file."""
    row = row_of(FILE, file=shared.factors)
    submission = sign_draft(takes(shared, row), [shared.plant.working])
    shared.world.refuses(submission, "external.format", "inventory.inputs[0].file")


def test_from_import_to_bundle(chain: BatteryChain) -> None:
    """Packs with an imported housing: its figure counts, its basis stands apart, its file is in the bundle."""
    world = chain.world
    digest, figure = import_figure(world.ledger, FILE)
    assert figure.company == "Housings Example AB"
    world.withdraw(chain.plant, chain.packs)
    inputs = [taken(chain.shipped, "50"), freight("10"), row_of(FILE, amount="20")]
    packs = chain.packs_of("40", inputs=inputs)
    world.submit(packs, chain.plant.working)
    calculation = world.submit(chain.calculation(), chain.plant.working).id
    rows = explain_calculation(world.ledger, calculation)
    # 20 kg x 0.5, ten packs of 2 kWh x 60 cycles x 8 years.
    assert [format(row.value, ".9f") for row in rows if row.basis == "opaque_import"] == [
        "0.001041667"
    ]
    files = unpack(export_bundle(world.ledger, calculation))
    assert files[f"blobs/{digest.removeprefix('sha256:')}.json"] == FILE
