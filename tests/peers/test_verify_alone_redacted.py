"""The second verifier over redacted bundles, each file of them taken away, and keys of P-256."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from support import bundles
from support.bundles import Ledger, Members
from support.ledger_tiers import Tiers, tiers
from support.second_opinion import Both
from support.signed_battery import build

from ledger.audit.bundle.container import pack
from ledger.trust.keys import Signer
from schemas.signed.statement import Kind
from schemas.vocabulary import Audience

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


def of_p256(name: str) -> Signer:
    """The keys of a chain in which suppliers and auditors sign with P-256."""
    held = name.startswith(("mine", "recycler", "auditor", "stranger"))
    return Signer(sha256(name.encode()).digest(), "p256" if held else "ed25519")


def in_hardware(
    ledger: Ledger, kind: Kind, members: Members, *signers: Signer
) -> tuple[Ledger, Kind, Members, *tuple[Signer, ...]]:
    """The submission, with P-256 keys that are stated as such and as held in hardware."""
    for row in (*members.get("root_keys", ()), *members.get("working_keys", ())):
        if len(row["key"]) == 66:
            row.update(alg="p256", custody="hsm")
    return (ledger, kind, members, *signers)


def test_keys_of_p256_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain signed with P-256, which the first verifier verifies, is incomplete for the second."""
    submit = Ledger.submit
    monkeypatch.setattr(bundles, "signer", of_p256)
    monkeypatch.setattr(Ledger, "submit", lambda *given: submit(*in_hardware(*given)))
    both, chain = Both(), build()
    assert both(chain.ledger.bundle(), chain.ledger.policy(), NO_FILE).exit_code == 0
    assert both.differences == []
    assert both.stopped.keys() == {"key.not_judged"}
