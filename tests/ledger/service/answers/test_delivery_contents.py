"""The contents of a delivery: the permitted callers, the accompanying data, and later changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.exchanging import BPNS, Exchange, exchange
from support.ledger_battery import BatteryChain, power
from support.ledger_tiers import tiers
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.service.answers.preview import preview
from ledger.trust.envelope import parse_envelope, statement_id
from schemas.vocabulary import ProcessCode, Role, Stage


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Exchange]:
    """A ledger of this test alone."""
    with exchange(tmp_path / "ledger") as made_for_it:
        yield made_for_it


def test_what_belongs_to_a_delivery(it: Exchange) -> None:
    """Both statements as they were signed, the recipient's sections, the issuer, and the method."""
    contents = it.contents()
    for name, envelope in (
        (contents.id, contents.envelope),
        (contents.entry_id, contents.entry_envelope),
    ):
        opened = parse_envelope(envelope)
        assert statement_id(opened.payload_type, opened.payload) == name
    assert contents.signer == it.supplier.working.public
    assert contents.figure.total == "1.745"
    assert (contents.line.line, contents.quality.coverage) == ("main", "0.985")
    assert (contents.company.legal_name, contents.entry.site.code) == ("Salts Ltd", BPNS)
    assert contents.rulebook.id == "study-full-substitution-1"
    assert [row.id for row in contents.factor_sets] == ["groups"]
    assert (contents.logs.entries, contents.logs.registry) == it.world.ledger.vkeys()


def test_what_is_no_delivery_with_a_figure(it: Exchange) -> None:
    """An entry, an unknown id, and a delivery without a figure are refused."""
    for name in (it.entry, "sha256:" + "0" * 64):
        with refused("exchange.unknown", name):
            it.contents(name)
    silent = it.deliver("S-3", figure=None)
    with refused("exchange.figure", silent):
        it.contents(silent)


def test_a_successor_ends_a_delivery_and_names_it(it: Exchange) -> None:
    """The newer names all before it, newest first; the older is no longer active."""
    newest = it.deliver("S-3", supersedes=replacing(it.delivery))
    assert it.contents(newest).preceding == (it.delivery, it.first)
    assert [it.contents(name).active for name in (it.first, it.delivery, newest)] == [
        False,
        False,
        True,
    ]
    assert it.contents(it.first).preceding == ()


def test_a_withdrawal_ends_a_delivery(it: Exchange) -> None:
    """A withdrawn delivery can still be read, and is not active."""
    it.world.withdraw(it.supplier, it.delivery)
    assert not it.contents().active


def test_a_withdrawn_entry_ends_its_deliveries(it: Exchange) -> None:
    """A correction of the entry leaves them as they are; withdrawing its newest version ends them."""
    parts = {"supersedes": replacing(it.entry), "process": ProcessCode.RAW_UNSPECIFIED}
    newer = it.world.enter(
        it.supplier,
        [made(it.supplier, product=it.contents().delivery.product)],
        site=it.contents().entry.site,
        **parts,
    )
    assert it.contents().active
    it.world.withdraw(it.supplier, newer)
    assert not it.contents().active


def test_the_proof_stays_the_same_while_the_log_grows(it: Exchange) -> None:
    """Contents that are read later equal those read before."""
    before = it.contents()
    it.deliver("S-3")
    assert it.contents() == before


def test_a_delivery_brings_the_attestations_of_itself(it: Exchange) -> None:
    """Those that are no refusal, in the order of the log, and none of another delivery."""
    assert it.contents().attestations == ()
    north, south = (it.world.register(name, Role.AUDITOR) for name in ("north", "south"))
    it.attest(north, it.deliver("S-9"))
    it.attest(north, it.delivery, outcome="refused")
    words = (
        it.attest(north, it.delivery, outcome="verified_with_remarks"),
        it.attest(south, it.delivery),
    )
    assert it.contents().attestations == words


def test_a_battery_brings_the_attestations_of_its_declarations(tmp_path: Path) -> None:
    """Of the model, site and period that its entry states; other goods of the same issuer have none."""
    with tiers(tmp_path / "ledger") as chain:
        sold = _sold(chain.chain, chain.ids["packs"])
        ledger = chain.world.ledger
        assert read_delivery_contents(ledger, sold).attestations == (chain.ids["word"],)
        assert read_delivery_contents(ledger, chain.ids["salt"]).attestations == ()
        outputs = [made(chain.chain.plant, product="urn:test:other", batteries=10)]
        parts = {"model": "urn:test:model:2", "process": ProcessCode.PACK}
        other = chain.world.enter(
            chain.chain.plant, outputs, inputs=[power("40", Stage.MAIN_PRODUCTION)], **parts
        )
        assert (
            read_delivery_contents(ledger, _sold(chain.chain, other, "urn:test:other")).attestations
            == ()
        )


def _sold(chain: BatteryChain, packs: str, product: str = "urn:test:plant") -> str:
    """A delivery of the plant's packs to the mine, as good a customer as any."""
    ledger = chain.world.ledger
    figure = preview(ledger, packs, "main", chain.rulebook, [chain.factors])
    return chain.world.deliver(chain.plant, packs, chain.mine, figure=figure, product=product)
