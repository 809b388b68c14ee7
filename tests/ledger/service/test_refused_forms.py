"""Malformed submissions: envelope, payload and header, each refused by code and place."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.altering import altered, raw, spelled
from support.ledger_battery import BatteryChain
from support.ledger_world import made

from ledger.state.drafting import Draft, sign_draft
from ledger.trust.envelope import Envelope, format_envelope, sign
from ledger.trust.submission import Submission
from schemas.signed.entry import Site
from schemas.signed.statement import Kind
from schemas.vocabulary import DataBasis

Make = Callable[[BatteryChain, Draft], Submission]


def lot(chain: BatteryChain) -> Draft:
    """A sound entry of a lot, which the cases below spoil."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL, "lot": "L1"}
    return chain.world.entry(chain.mine, [made(chain.mine)], **header)


def payload(change: Callable[[dict[str, Any]], object]) -> Make:
    """The payload, changed and signed by the issuer."""
    return lambda chain, draft: altered(draft, change, chain.mine.working)


def bytes_(change: Callable[[bytes], bytes]) -> Make:
    """The payload's bytes, changed and signed by the issuer."""
    return lambda chain, draft: raw(draft, change(draft.payload), chain.mine.working)


def wire(change: Callable[[bytes], bytes]) -> Make:
    """The envelope's bytes, changed after signing."""

    def make(chain: BatteryChain, draft: Draft) -> Submission:
        sound = sign_draft(draft, [chain.mine.working])
        return Submission(change(sound.envelope), sound.sections)

    return make


def typed(payload_type: str) -> Make:
    """The payload, signed under another type."""

    def make(chain: BatteryChain, draft: Draft) -> Submission:
        envelope = sign(payload_type, draft.payload, [chain.mine.working])
        return Submission(format_envelope(envelope), draft.sections)

    return make


def twice_signed(chain: BatteryChain, draft: Draft) -> Submission:
    """Signatures of two keys, not in order."""
    signed = sign(draft.kind.payload_type, draft.payload, [chain.mine.working, chain.mine.root])
    data = json.loads(format_envelope(signed))
    data["signatures"].reverse()
    return Submission(spelled(data), draft.sections)


def huge(chain: BatteryChain, draft: Draft) -> Submission:
    """A payload beyond 48 KiB, spelled by hand because no envelope would hold it."""
    signed = sign(draft.kind.payload_type, draft.payload, [chain.mine.working])
    data = json.loads(format_envelope(signed))
    data["payload"] = "A" * (64 * 1024 + 4)
    return Submission(spelled(data), draft.sections)


CASES = {
    "cut off": (wire(lambda data: data[:-1]), "json.syntax", ""),
    "signatures not sorted": (twice_signed, "envelope.signatures", "signatures"),
    "payload too large": (huge, "json.string", "payload"),
    "unknown type": (typed("application/json"), "kind.unknown", "payloadType"),
    "type of key": (typed(Kind.KEY.payload_type), "schema.missing", "change"),
    "type of another kind": (typed(Kind.DELIVERY.payload_type), "schema.missing", "recipient"),
    "not canonical": (bytes_(lambda data: data.replace(b",", b", ", 1)), "json.not_canonical", ""),
    "unknown member": (payload(lambda p: p.update(remark="x")), "schema.extra_forbidden", "remark"),
    "lot without its basis": (
        payload(lambda p: p.update(basis="site_period_average")),
        "entry.lot",
        "",
    ),
    "period backwards": (
        payload(lambda p: p["period"].update(end="2024-01-01")),
        "period.empty",
        "period",
    ),
    "origin of another log": (
        payload(lambda p: p.update(origin="ledger.example/other")),
        "statement.origin",
        "origin",
    ),
}


@pytest.mark.parametrize(("make", "code", "place"), CASES.values(), ids=CASES)
def test_refused(shared: BatteryChain, make: Make, code: str, place: str) -> None:
    """The submission is refused with its code and place, and neither log has changed."""
    submission = make(shared, lot(shared))
    shared.world.refuses(submission, code, place)


def test_the_draft_itself_is_sound(chain: BatteryChain) -> None:
    """The unspoiled draft of the cases is accepted, so each refusal is of the change."""
    draft = lot(chain)
    assert chain.world.submit(draft, chain.mine.working).id == draft.id


def test_signature_of_wrong_length_has_no_envelope(shared: BatteryChain) -> None:
    """An Ed25519 signature has 64 bytes; a shorter one is refused by its place."""
    sound = sign_draft(lot(shared), [shared.mine.working])
    data = json.loads(sound.envelope)
    data["signatures"] = [{"sig": "AAAA"}]
    submission = Submission(spelled(data), sound.sections)
    shared.world.refuses(submission, "envelope.signature", "signatures[0].sig")


def test_envelope_is_what_was_signed(shared: BatteryChain) -> None:
    """A payload exchanged after signing is refused for its signature."""
    draft, other = lot(shared), lot(shared)
    signed = sign(draft.kind.payload_type, draft.payload, [shared.mine.working])
    forged = Envelope(signed.payload_type, other.payload, signed.signatures)
    submission = Submission(format_envelope(forged), other.sections)
    shared.world.refuses(submission, "signature.unknown", "signatures[0].sig")
