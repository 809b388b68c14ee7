"""`cradle warranty`: the lines that it prints are a policy's, and the service life of the demo is settled by them."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from support.command import cradle

from ledger.audit.published_warranty import parse_terms
from ledger.trust.note import parse_note


def publish(folder: Path, maker: str, model: str, **other: str) -> tuple[int, dict[str, Any]]:
    """Sign a warranty of eight years by keys that no ledger knows."""
    keys, document = folder / "publisher", folder / "warranty.txt"
    if not keys.exists():
        assert cradle("keys", "new", keys).code == 0
        document.write_text("We promise 8 years or 160,000 km at 80 %.\n")
    stated = {
        "--manufacturer": maker,
        "--model": model,
        "--years": "8",
        "--km": "160000",
        "--remaining-energy": "0.8",
        "--made-from": "2025-01-01",
        "--document": str(document),
        "--name": "maker.example/warranties",
        **other,
    }
    words = [word for pair in stated.items() for word in pair]
    ran = cradle("warranty", *words, "--identity", keys, "--out", folder / "w.note", "--json")
    return ran.code, json.loads(ran.out)


def test_a_publisher_signs_and_a_reader_settles_the_life_of_the_demo(tmp_path: Path) -> None:
    """From keys to the conservative figure: the printed lines go into the policy as they are."""
    told = tmp_path / "demo.json"
    assert cradle("demo", "--dir", tmp_path / "out", "--out", told).code == 0
    demo = json.loads(told.read_text())
    policy = Path(demo["policy"])
    named = ("verify", demo["bundle"], "--json", "--policy")
    before = json.loads(cradle(*named, policy).out)

    code, note = publish(tmp_path, before["heading"]["issuer"], before["heading"]["model"])
    assert code == 0
    terms = parse_terms(parse_note((tmp_path / "w.note").read_bytes()).text)
    content = (tmp_path / "warranty.txt").read_bytes()
    assert terms.document == f"sha256:{sha256(content).hexdigest()}"
    listing = tmp_path / "policy.toml"
    listing.write_text(policy.read_text() + note["policy"])

    after = json.loads(cradle(*named, listing).out)
    assert after["verdict"] == "verified"
    states = {row["code"]: row["state"] for row in after["choices"]}
    assert states["unit.service_life"] == "settled"
    assert float(after["conservative"]["total"]) < float(before["conservative"]["total"])
    assert after["conservative"]["warranties"][0]["publisher"] == "maker.example/warranties"
    words = " ".join(cradle("verify", demo["bundle"], "--policy", listing).out.split())
    assert "maker.example/warranties published settles the service life" in words


def test_wrong_terms_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A share above one, a day that is none, and a document without content."""
    maker = f"sha256:{'a' * 64}"
    (tmp_path / "empty").write_bytes(b"")
    for option, value, code in (
        ("--remaining-energy", "80", "warranty.form"),
        ("--made-from", "2025-02-30", "warranty.form"),
        ("--document", str(tmp_path / "empty"), "evidence.empty"),
    ):
        status, refusal = publish(tmp_path, maker, "urn:test:m", **{option: value})
        assert (status, refusal["error"]["code"]) == (1, code)
        assert not (tmp_path / "w.note").exists()
