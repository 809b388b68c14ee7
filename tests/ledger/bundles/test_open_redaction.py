"""What each bundle has of an opening, cell by cell: delivery, audience, and the firms whose rows are in it.

The mine opens its pit to the refinery and lets it pass that on; the refinery opens the mine, and the pit behind it, to
the plant; it opens nothing to the works. The plant's battery uses the refinery's goods, and its declaration is public.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.ledger_opened import OpenChain, battery_of, bundle_of, open_chain
from support.ledger_tiers import path, spelled_out

from schemas.errors import CradleError
from schemas.signed.kinds import open_section
from schemas.signed.opening import OpenedSupplier, Opening
from schemas.signed.statement import Section, SectionName
from schemas.vocabulary import Audience

FIRMS = ("pit", "mine", "works", "refinery")


@dataclass(frozen=True)
class Opened:
    """The chain, and the ids of its deliveries and documents by name."""

    chain: OpenChain
    ids: dict[str, str]


@pytest.fixture(name="it", scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A chain that no test changes."""
    folder: Path = tmp_path_factory.mktemp("opened")
    with open_chain(folder / "ledger") as chain:
        ids = {"mine": chain.deliveries["mine"], "works": chain.deliveries["works"]}
        ids["closed"] = chain.deliver("refinery", "works", "5", number="closed")
        opening = chain.opening("refinery", of=("mine",))
        ids["opened"] = chain.deliver("refinery", "plant", "10", opening)
        battery = battery_of(chain, refinery="10")
        world, plant = chain.world, chain.parties["plant"]
        ids["calculation"] = world.submit(battery.calculation(), plant.working).id
        yield Opened(chain, ids)


def rows_of(rows: tuple[OpenedSupplier, ...]) -> Iterator[str]:
    """The names of rows and of those behind them."""
    for row in rows:
        yield row.name.split()[0].lower()
        yield from rows_of(row.suppliers or ())


def opened_in(files: dict[str, bytes]) -> set[str]:
    """The firms in the openings that some files have."""
    sections = [Section.parse(data) for name, data in files.items() if name.startswith("sections/")]
    openings = [open_section(one) for one in sections if one.section is SectionName.OPENING]
    return {name for one in openings if isinstance(one, Opening) for name in rows_of(one.suppliers)}


CELLS = {
    ("opened", Audience.AUDITOR): {"mine", "pit"},
    ("opened", Audience.SUPPLIER): {"mine", "pit"},
    ("opened", Audience.CUSTOMER): {"mine", "pit"},
    ("closed", Audience.AUDITOR): {"pit"},
    ("closed", Audience.SUPPLIER): {"pit"},
    ("closed", Audience.CUSTOMER): set(),
    ("mine", Audience.AUDITOR): {"pit"},
    ("mine", Audience.SUPPLIER): {"pit"},
    ("mine", Audience.CUSTOMER): {"pit"},
    ("works", Audience.AUDITOR): set(),
    ("works", Audience.SUPPLIER): set(),
    ("works", Audience.CUSTOMER): set(),
    ("calculation", Audience.AUDITOR): {"mine", "pit"},
    ("calculation", Audience.MANUFACTURER): {"mine", "pit"},
}
"""The auditor and the supplier also get the deliveries behind, with what these open to the supplier."""


@pytest.mark.parametrize(("subject", "audience"), CELLS)
def test_a_bundle_has_the_openings_of_its_reader(
    it: Opened, subject: str, audience: Audience
) -> None:
    """No delivery of another firm to another firm is in a redacted bundle, and so no opening of one."""
    files = bundle_of(it.chain, it.ids[subject], audience)
    assert opened_in(files) == CELLS[subject, audience]


NAMED = {
    ("opened", Audience.CUSTOMER): {"mine", "pit", "refinery"},
    ("closed", Audience.CUSTOMER): {"refinery"},
    ("mine", Audience.CUSTOMER): {"mine", "pit"},
    ("works", Audience.CUSTOMER): {"works"},
    ("calculation", Audience.MANUFACTURER): {"mine", "pit", "refinery"},
}


@pytest.mark.parametrize(("subject", "audience"), NAMED)
def test_no_other_firm_is_named(it: Opened, subject: str, audience: Audience) -> None:
    """In all bytes of the bundle: a supplier that is not opened has no name there, and no entry of it has an id."""
    files = bundle_of(it.chain, it.ids[subject], audience)
    text = spelled_out(files)
    found = {name for name in FIRMS if f"{name.title()} Ltd".encode() in text}
    assert found == NAMED[subject, audience]
    for name in {"pit", "mine", "works"} - {subject}:
        assert it.chain.entries[name].encode() not in text


def test_an_opening_names_no_statement(it: Opened) -> None:
    """Two openings of the same goods share no id by which they could be linked."""
    with it.chain.world.ledger.view() as view:
        record = view.delivery(it.ids["opened"])
        assert record is not None
        assert record.opening is not None
        assert "sha256:" not in str(record.opening.to_json())


def test_the_public_has_no_bundle_of_a_delivery(it: Opened) -> None:
    """And none of a calculation that is not declared."""
    for subject in ("opened", "calculation"):
        with pytest.raises(CradleError):
            bundle_of(it.chain, it.ids[subject], Audience.PUBLIC)


def test_the_signed_delivery_alone_names_nobody(it: Opened) -> None:
    """Its envelope has the digest of a salted section, and so goes where the section does not."""
    files = bundle_of(it.chain, it.ids["opened"], Audience.CUSTOMER)
    envelope = {path("statements", it.ids["opened"]): files[path("statements", it.ids["opened"])]}
    text = spelled_out(envelope)
    assert b'"sections":{"opening":"sha256:' in text
    assert not any(f"{name.title()} Ltd".encode() in text for name in FIRMS)
    (section,) = [one for one in files.values() if b'"section":"opening"' in one]
    assert Section.parse(section).salt
