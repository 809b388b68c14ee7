"""Verification of an extension: each removal or change is found, and nothing else is."""

import json
from dataclasses import replace

import pytest
from support.exchanging import PUBLISHED, Exchange, used
from support.footprints import Place, file_of
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, signer
from support.refusal import refused

from ledger.append.signing import LogSigners
from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.exchange.pact.verifying import verify_extension
from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import Envelope, format_envelope, parse_envelope
from ledger.trust.note import Vkey, parse_vkey
from schemas.vocabulary import Stage

DATA: Place = ("extensions", 0, "data")
VKEY = LOG_SIGNERS.vkey(ORIGIN, "entries")


def footprint(contents: DeliveryContents, *changes: tuple[Place, object]) -> bytes:
    """The file of a delivery, with changes."""
    return file_of(json.loads(format_footprint(footprint_of(contents, PUBLISHED))), *changes)


def codes(data: bytes, vkey: Vkey = VKEY) -> list[tuple[str, str]]:
    """Code and place of each finding."""
    return [(row.code, row.subject) for row in verify_extension(data, vkey)]


def test_an_honest_footprint_has_no_findings(contents: DeliveryContents, it: Exchange) -> None:
    """Of the newer delivery and of the one it replaced, alone and in an answer; for the log's own key."""
    for each in (contents, it.contents(it.first)):
        assert verify_extension(footprint(each), parse_vkey(each.logs.entries)) == ()
    assert codes(b'{"data":' + footprint(contents) + b"}") == []


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("pcf", "fossilGhgEmissions"), "1.8250000000000000000000001", "evidence.figure"),
        (("pcf", "pcfExcludingBiogenicUptake"), "2", "evidence.figure"),
        (("pcf", "pcfIncludingBiogenicUptake"), "1.7", "evidence.figure"),
        (("pcf", "landUseChangeGhgEmissions"), ..., "evidence.figure"),
        (("pcf", "biogenicNonCO2Emissions"), "0", "evidence.figure"),
        (("pcf", "biogenicCO2Uptake"), "-0.5", "evidence.figure"),
        (("pcf", "declaredUnitAmount"), "10", "evidence.figure"),
        (("pcf", "declaredUnitOfMeasurement"), "piece", "evidence.figure"),
        (("id",), "00000000-0000-4000-8000-000000000000", "evidence.figure"),
        (("productIds", 0), "urn:example:product:gold", "evidence.figure"),
        ((*DATA, "stages", 0, "value"), "1", "evidence.figure"),
        ((*DATA, "total"), "1.7", "evidence.figure"),
        ((*DATA, "credits"), "0", "evidence.figure"),
        ((*DATA, "unspecified"), "0", "evidence.figure"),
        ((*DATA, "rulebook"), "sha256:" + "0" * 64, "evidence.figure"),
        (("pcf", "referencePeriodStart"), "2025-06-01T00:00:00Z", "evidence.goods"),
        (("pcf", "referencePeriodEnd"), "2025-12-31T00:00:00Z", "evidence.goods"),
        (("pcf", "geographyCountry"), "SE", "evidence.goods"),
        (("pcf", "geographyCountry"), ..., "evidence.goods"),
        ((*DATA, "issuer"), "sha256:" + "0" * 64, "evidence.signature"),
        ((*DATA, "issuer_key", "key"), signer("other").public.hex(), "evidence.signature"),
        ((*DATA, "receipt", "leaf", "id"), "sha256:" + "0" * 64, "evidence.inclusion"),
        ((*DATA, "receipt", "leaf", "sigs"), "sha256:" + "0" * 64, "evidence.inclusion"),
        ((*DATA, "receipt", "leaf", "old"), ..., "evidence.inclusion"),
        ((*DATA, "receipt", "leaf", "registry", "size"), 3, "evidence.inclusion"),
        ((*DATA, "delivery", "id"), "sha256:" + "0" * 64, "evidence.statement"),
        ((*DATA, "entry", "id"), "sha256:" + "0" * 64, "evidence.statement"),
        ((*DATA, "entry", "envelope"), "e30=", "evidence.statement"),
    ],
)
def test_a_change_is_found(
    contents: DeliveryContents, place: Place, value: object, code: str
) -> None:
    """One changed member is one finding, or several of its own sort."""
    found = codes(footprint(contents, (place, value)))
    assert found
    assert {name for name, _ in found} == {code}


def test_what_is_not_held_is_not_claimed(contents: DeliveryContents) -> None:
    """Names, mass, shares and status are not compared, because no signed value is present."""
    changes = [(("companyName",), "Other"), (("pcf", "productMassPerDeclaredUnit"), "9")]
    assert codes(footprint(contents, *changes, (("status",), "Deprecated"))) == []


def test_another_log_has_not_signed_it(contents: DeliveryContents) -> None:
    """Neither another key under this name, nor this key under another name."""
    stranger = LogSigners(entries=signer("stranger"), registry=signer("stranger 2"))
    for vkey in (stranger.vkey(ORIGIN, "entries"), LOG_SIGNERS.vkey("ledger.example/x", "entries")):
        assert {code for code, _ in codes(footprint(contents), vkey)} == {"evidence.inclusion"}


def test_a_delivery_signed_by_somebody_else(contents: DeliveryContents) -> None:
    """The same payload under another signature is neither by the named key nor in the log."""
    opened = parse_envelope(contents.envelope)
    forged = Envelope(opened.payload_type, opened.payload, (signer("forger").sign(b"x"),))
    data = footprint(
        contents, ((*DATA, "delivery", "envelope"), encode_base64(format_envelope(forged)))
    )
    assert {code for code, _ in codes(data)} == {"evidence.signature", "evidence.inclusion"}


def test_another_entry_of_the_same_log(contents: DeliveryContents, it: Exchange) -> None:
    """An entry that the delivery does not cite proves nothing of its goods, nor does a delivery in its place."""
    line = [made(it.supplier, product="urn:example:product:other")]
    entry = it.world.enter(it.supplier, line, inputs=[used("heat", Stage.MAIN_PRODUCTION)])
    other = it.contents(it.deliver_of(entry, "urn:example:product:other"))
    for name, envelope in ((other.id, other.envelope), (other.entry_id, other.entry_envelope)):
        signed = {"id": name, "envelope": encode_base64(envelope)}
        assert codes(footprint(contents, ((*DATA, "entry"), signed))) == [
            ("evidence.statement", "entry")
        ]


def test_a_footprint_without_our_extension(contents: DeliveryContents) -> None:
    """Other extensions are ignored; without Cradle's there is nothing to verify."""
    foreign = {"specVersion": "1.0.0", "dataSchema": "https://x.example/s", "data": {"delivery": 1}}
    both = [
        foreign,
        json.loads(format_footprint(footprint_of(contents, PUBLISHED)))["extensions"][0],
    ]
    assert codes(footprint(contents, (("extensions",), both))) == []
    for left in ([foreign], ..., None, "x"):
        with refused("evidence.absent"):
            codes(footprint(contents, (("extensions",), left)))


def test_a_delivery_without_figure_proves_no_footprint(
    it: Exchange, contents: DeliveryContents
) -> None:
    """Its envelope and id may be honest, but no one has signed the numbers."""
    silent = it.deliver("silent", figure=None)
    with it.world.ledger.view() as view:
        (stored,) = view.stored([silent])
    entry = {"id": silent, "envelope": encode_base64(stored.envelope)}
    assert codes(footprint(contents, ((*DATA, "delivery"), entry))) == [
        ("evidence.statement", "delivery")
    ]


def test_a_prediction_of_the_entry_cannot_be_swapped(contents: DeliveryContents) -> None:
    """A footprint with altered values is compared with the signed ones, not with itself."""
    altered = replace(contents, figure=contents.figure.model_copy(update={"total": "1"}))
    assert codes(footprint(altered)) == [("evidence.figure", "total")]
