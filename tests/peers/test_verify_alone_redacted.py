"""The second verifier over redacted bundles, each file of them taken away, and over keys of P-256."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from support import bundles
from support.altering import spelled
from support.bundles import Ledger, Members
from support.collusion import act
from support.need import need_shared
from support.second_opinion import ALONE, Both
from support.story import build
from support.tiers import Tiers, tiers

from ledger.audit.container import pack
from ledger.service.disclosure import Audience
from ledger.trust import p256
from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import parse_envelope
from ledger.trust.keys import Signer
from schemas.errors import CradleError
from schemas.statement import Kind

NO_FILE = "sha256:" + "0" * 64


@pytest.fixture(scope="module", name="it")
def shared_tiers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A chain that no test changes."""
    with tiers(tmp_path_factory.mktemp("tiers") / "ledger") as built:
        yield built


@pytest.mark.parametrize(
    ("subject", "audience"),
    [
        ("declaration", Audience.AUDITOR),
        ("declaration", Audience.MANUFACTURER),
        ("calculation", Audience.MANUFACTURER),
        ("declaration", Audience.PUBLIC),
        ("salt", Audience.CUSTOMER),
    ],
)
def test_what_is_withheld_is_no_contradiction(it: Tiers, subject: str, audience: Audience) -> None:
    """The bundle of each reader, and the same without any one of its files: the same exit code and codes."""
    both, files = Both(), it.files(subject, audience)
    both(pack(files), it.policy(), NO_FILE)
    for name in files:
        both(
            pack({other: data for other, data in files.items() if other != name}),
            it.policy(),
            NO_FILE,
        )
    assert both.differences == []


def test_keys_of_p256_are_judged_alike() -> None:
    """On the 484 Wycheproof cases both follow the same strict policy: DER in its one form, low S."""
    path = need_shared("vectors") / "wycheproof/ecdsa_secp256r1_sha256_test.json"
    groups = json.loads(path.read_bytes())["testGroups"]
    judged = set()
    for group, test in ((each, test) for each in groups for test in each["tests"]):
        point = bytes.fromhex(group["publicKey"]["uncompressed"])
        key, signature = bytes([2 + point[-1] % 2]) + point[1:33], bytes.fromhex(test["sig"])
        message = bytes.fromhex(test["msg"])
        told = ALONE.verifies("p256", key, message, signature)
        assert told == p256.verify(key, signature, message), test["tcId"]
        assert (ALONE.ecdsa_parts(signature) is not None) == p256.is_signature(signature)
        judged.add(told)
    assert judged == {True, False}


def of_p256(name: str) -> Signer:
    """The keys of a chain in which suppliers and auditors sign with P-256."""
    held = name.startswith(("mine", "recycler", "auditor", "stranger"))
    return Signer(sha256(name.encode()).digest(), "p256" if held else "ed25519")


def in_hardware(
    ledger: Ledger, kind: Kind, members: Members, *signers: Signer
) -> tuple[Ledger, Kind, Members, *tuple[Signer, ...]]:
    """What is submitted, with keys of P-256 stated as that, and as held in hardware."""
    for row in (*members.get("root_keys", ()), *members.get("working_keys", ())):
        if len(row["key"]) == 66:
            row.update(alg="p256", custody="hsm")
    return (ledger, kind, members, *signers)


def test_a_chain_signed_with_p256_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    """By both; by neither where a stranger signed, or where the other twin of a signature stands."""
    submit = Ledger.submit
    monkeypatch.setattr(bundles, "signer", of_p256)
    monkeypatch.setattr(Ledger, "submit", lambda *given: submit(*in_hardware(*given)))
    both, chain = Both(), build()
    policy, files = chain.ledger.policy(), chain.ledger.files()
    assert both(pack(files), policy, NO_FILE).exit_code == 0
    stranger = act(lambda it: it.ledger.signing.update(recycler="stranger"))
    foreign = build({"before": stranger}).ledger.bundle()
    report = both(foreign, policy, NO_FILE)
    assert {row.code for row in report.findings} >= {"signature.unknown"}
    name = chain.statement("treatment")
    r, s = decode_dss_signature(parse_envelope(files[name]).signatures[0])
    envelope = json.loads(files[name])
    twin = encode_dss_signature(r, p256.N - s)
    envelope["signatures"][0]["sig"] = encode_base64(twin)
    assert both(pack({**files, name: spelled(envelope)}), policy, NO_FILE).exit_code == 2
    assert (len(both.compared), both.differences) == (3, [])


@pytest.mark.parametrize("first", [0, 2, 3, 4])
def test_points_of_p256_are_read_alike(first: int) -> None:
    """Compressed encodings of small and large x, on the curve and off it, and of another length."""
    for x in (*range(40), *range(p256.P - 20, p256.P + 5), 2**256 - 1):
        for raw in (bytes([first]) + x.to_bytes(32, "big"), bytes([first]) + x.to_bytes(33, "big")):
            assert (ALONE.p256_key(raw) is not None) == is_key(raw), raw.hex()


def is_key(raw: bytes) -> bool:
    """Whether the first verifier takes a key."""
    try:
        p256.check_key(raw)
    except CradleError:
        return False
    return True
