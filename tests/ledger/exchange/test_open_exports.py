"""No file of another exchange has what a delivery opens: its readers agreed to none of it.

A PACT footprint carries the signed delivery as evidence, with the digest of the opening and without its rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from support.ledger_opened import OpenChain, open_chain
from support.sentinels import leaked

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.exporting import Export, export_delivery
from ledger.service.answers.delivery_contents import read_delivery_contents
from schemas.signed.participant import Identifier
from schemas.views.file import ExportForm

MADE = datetime(2026, 1, 31, 12, tzinfo=UTC)
IDENTIFIERS = tuple(
    Identifier(scheme=scheme, value=f"{scheme.upper()}00000000CELL") for scheme in ("bpnl", "bpns")
)


@pytest.fixture(name="it", scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenChain]:
    """A chain that no test changes; the mine opens its pit to the refinery."""
    folder: Path = tmp_path_factory.mktemp("opened")
    with open_chain(folder / "ledger") as chain:
        yield chain


def contents_of(it: OpenChain) -> DeliveryContents:
    """The mine's delivery; its company has the identifiers that Catena-X requires."""
    found = read_delivery_contents(it.world.ledger, it.deliveries["mine"])
    company = found.company.model_copy(update={"identifiers": IDENTIFIERS})
    return replace(found, company=company)


@pytest.mark.parametrize("form", get_args(ExportForm))
def test_an_export_has_no_opening(it: OpenChain, form: ExportForm) -> None:
    """No firm that is opened is named, also not in what the file carries in base64."""
    contents = contents_of(it)
    assert contents.delivery.sections is not None
    data = export_delivery(contents, Export(form, MADE, "part"))
    assert leaked(data, [b"Mine Ltd"]) or form == "battery-component-1"
    assert leaked(data, [b"Pit Ltd", b"onward", b'"suppliers"']) == []
