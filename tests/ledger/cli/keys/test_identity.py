"""A participant's keys in their folder, of either algorithm, also made by other programs."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from support.command import cradle, did
from support.ledger_cli import EXAMPLES, ledger
from support.refusal import refused

from ledger.cli.keys.identity import load_identity
from ledger.cli.keys.private_keys import draw_secret
from ledger.trust.keys import Signer, check_key
from schemas.signed.participant import Algorithm


@pytest.mark.parametrize(("alg", "digits"), [("ed25519", 64), ("p256", 66)])
def test_a_participant_registers_and_submits_with_either_algorithm(
    alg: str, digits: int, tmp_path: Path
) -> None:
    """Keys of the named algorithm are made, registered, and sign an entry."""
    place = ("--ledger", ledger(tmp_path))
    keys = ("--identity", tmp_path / "keys")
    made = json.loads(cradle("keys", "new", tmp_path / "keys", "--alg", alg, "--json").out)
    assert [len(made["root"]), len(made["working"])] == [digits, digits]
    registered = did(
        *("register", *keys, *place, "--quiet"),
        *("--name", "Example Cells Oy", "--country", "FI", "--role", "supplier"),
    )
    shown = json.loads(cradle("log", "show", registered.out.strip(), *place).out)
    stated = {"alg": alg, "key": made["working"], "custody": "file"}
    assert shown["payload"]["working_keys"] == [stated]
    submitted = cradle("submit", EXAMPLES / "cell-entry.json", *keys, *place, "--json")
    assert json.loads(submitted.out)["log"] == "entries"


def test_keys_that_others_made_are_read(tmp_path: Path) -> None:
    """An Ed25519 root key and a P-256 working key, each written by another tool, are accepted."""
    root, working = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
    pkcs8 = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    sec1 = (Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    (tmp_path / "root.pem").write_bytes(root.private_bytes(*pkcs8))
    (tmp_path / "working.pem").write_bytes(working.private_bytes(*sec1))
    identity = load_identity(tmp_path)
    assert [len(identity.root.public), len(identity.working.public)] == [32, 33]
    (tmp_path / "working.pem").write_text("no key")
    with refused("key.pem"):
        load_identity(tmp_path)


@pytest.mark.parametrize("algorithm", ["ed25519", "p256"])
def test_drawn_secrets_are_private_keys(algorithm: Algorithm) -> None:
    """Each drawn secret is a valid key, and no two are equal."""
    drawn = {Signer(draw_secret(algorithm), algorithm).public for _ in range(20)}
    assert len(drawn) == 20
    for public in drawn:
        check_key(public)
