"""A witness's folder: read strictly, and refused in a sentence."""

from pathlib import Path

import pytest
from support.bundles import signer
from support.refusal import refused
from support.witnesses import vkey_of

from ledger.cli.keys.private_keys import read_private_key
from ledger.trust.keys import format_private_pem
from ledger.trust.note import ED25519, Vkey, format_vkey
from ledger.witness.settings import open_settings

SEED = bytes(range(32))
LOG = format_vkey(Vkey("log.example/one", ED25519, signer("log").public))
COSIGNER = format_vkey(vkey_of("w1"))


def folder(path: Path, text: str, pem: bytes | None = None) -> Path:
    """A folder with these settings and a key."""
    (path / "witness.toml").write_text(text)
    (path / "key.pem").write_bytes(format_private_pem(SEED) if pem is None else pem)
    return path


def test_settings_are_read(tmp_path: Path) -> None:
    """Name, key and logs; two keys of one log stand together."""
    rotated = format_vkey(Vkey("log.example/one", ED25519, signer("next").public))
    folder(tmp_path, f'name = "witness.example/w1"\nlogs = ["{LOG}", "{rotated}"]\n')
    settings = open_settings(tmp_path, read_private_key)
    assert settings.vkey.name == "witness.example/w1"
    assert [len(keys) for keys in settings.logs.values()] == [2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name = ", "witness.settings"),
        ('name = "w"\nlogs = []\n', "schema.too_short"),
        (f'name = "w 1"\nlogs = ["{LOG}"]\n', "note.name"),
        ('name = "w"\nlogs = ["x"]\n', "note.vkey"),
        (f'name = "w"\nlogs = ["{COSIGNER}"]\n', "witness.log"),
        (f'name = "w"\nlogs = ["{LOG}"]\nextra = "x"\n', "schema.extra_forbidden"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, code: str) -> None:
    """A witness does not start with a log too few, a name or key that is none, or a word too many."""
    with refused(code):
        open_settings(folder(tmp_path, text), read_private_key)


def test_a_witness_has_a_key_of_its_own(tmp_path: Path) -> None:
    """No key at all, another kind of file or key, or the log's own key is refused."""
    with refused("witness.settings"):
        open_settings(tmp_path, read_private_key)
    text = f'name = "w"\nlogs = ["{LOG}"]\n'
    with refused("key.pem"):
        open_settings(folder(tmp_path, text, b"no key"), read_private_key)
    with refused("key.length"):
        open_settings(folder(tmp_path, text, format_private_pem(SEED, "p256")), read_private_key)
    own = format_vkey(
        Vkey(
            "log.example/one",
            ED25519,
            open_settings(folder(tmp_path, text), read_private_key).vkey.key,
        )
    )
    (tmp_path / "key.pem").unlink()
    with refused("identity.none"):
        open_settings(tmp_path, read_private_key)
    with refused("witness.log"):
        open_settings(folder(tmp_path, text.replace(LOG, own)), read_private_key)
