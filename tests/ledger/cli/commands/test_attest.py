"""`cradle attest` of a delivery, from its full bundle, or from the supplier's own and other auditors' attestations."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger, register, submit


@dataclass(frozen=True)
class Delivered:
    """A ledger with the cell maker's delivery and its figure, and an auditor's policy."""

    folder: Path
    book: Path
    entry: str
    delivery: str

    def bundle(self, audience: str) -> Path:
        """The present bundle of the delivery for an audience."""
        out = self.folder / f"{audience}.bundle"
        asked = ("bundle", self.delivery, "--for", audience, "--out", out, "--ledger", self.book)
        assert cradle(*asked).code == 0
        return out

    def attest(self, bundle: Path, *options: object) -> Ran:
        """Attest the subject of a bundle."""
        by = ("--identity", self.folder / "auditor", "--ledger", self.book)
        seen = ("--bundle", bundle, "--policy", self.folder / "policy.toml")
        return cradle("attest", *by, *seen, "--scope", "The cells", "--quiet", *options)


@pytest.fixture(name="it")
def delivered(tmp_path: Path) -> Delivered:
    """Cells delivered to a maker of packs."""
    book = ledger(tmp_path)
    packs = register(tmp_path, book, "packs", "manufacturer")
    register(tmp_path, book, "cells", "supplier")
    auditor = register(tmp_path, book, "auditor", "auditor")
    added = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--json")
    method = ("--rulebook", RULEBOOK, "--factor-set", json.loads(added.out)["digest"])
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    sold = ("--entry", entry, "--to", packs, "--number", "1", "--amount", "10", *method)
    signed = ("--identity", tmp_path / "cells", "--ledger", book, "--quiet")
    delivery = cradle("deliver", *sold, *signed).out.strip()
    listed = ("--auditor", auditor, "--rulebook", "study-full-substitution-1", *method)
    policy = ("policy", "--out", tmp_path / "policy.toml", "--ledger", book)
    assert cradle(*policy, *listed).code == 0
    return Delivered(tmp_path, book, entry, delivery)


def test_a_customer_verifies_what_an_auditor_attested(it: Delivered) -> None:
    """The auditor attests from its bundle; the customer's bundle then says so, with exit status 2."""
    word = it.attest(it.bundle("auditor"), "--delivery", it.delivery)
    assert word.code == 0, word.err
    shown = json.loads(cradle("log", "show", word.out.strip(), "--ledger", it.book).out)
    assert shown["payload"]["delivery"] == it.delivery
    policy = ("--policy", it.folder / "policy.toml")
    told = cradle("verify", it.bundle("customer"), *policy, "--json")
    assert (told.code, json.loads(told.out)["verdict"]) == (2, "attested")


def test_a_bundle_about_something_else_is_refused(it: Delivered) -> None:
    """A bundle of another subject than the named delivery is refused."""
    ran = it.attest(it.bundle("auditor"), "--delivery", it.entry)
    assert ran.err.startswith("refused: attestation.other at --delivery")


@pytest.mark.parametrize("options", [(), ("--rest-on-others",)])
def test_what_was_not_recomputed_is_not_attested(it: Delivered, options: tuple[str, ...]) -> None:
    """A customer's bundle shows no recipe, and no auditor has attested the withheld parts."""
    ran = it.attest(it.bundle("customer"), *options)
    assert ran.code == 2
    assert ran.out.startswith("Incomplete")


def test_nobody_rests_on_a_word_on_the_same_delivery(it: Delivered) -> None:
    """An attestation cannot rest on another one of the same delivery."""
    assert it.attest(it.bundle("auditor")).code == 0
    again = it.bundle("customer")
    assert it.attest(again).code == 2
    assert it.attest(again, "--rest-on-others").err.startswith("refused: attestation.rests_on")
