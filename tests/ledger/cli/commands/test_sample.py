"""`cradle commit`, `cradle sample` and `cradle attest --sample`: the auditor's way from a nonce to its attestation."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.command_world import CommandWorld

from ledger.cli.backend.commitments import commitment_path
from schemas.signed.sample import Sample

pytestmark = pytest.mark.traced


@dataclass(frozen=True)
class Desk:
    """The auditor's desk: the ledger, its keys, its policy and the calculation."""

    world: CommandWorld

    @property
    def nonce(self) -> Path:
        """The file that `cradle commit` writes by default."""
        return commitment_path(Path("keys/auditor"), self.world.ids["calculation"])

    def run(self, *arguments: object) -> Ran:
        """Run a command with the auditor's keys."""
        return cradle(*arguments, "--identity", "keys/auditor")

    def commit(self, *options: object) -> Ran:
        """Commit to a sample of the calculation."""
        return self.run("commit", self.world.ids["calculation"], *options)

    def bundle(self, statement: str = "", out: str = "new.bundle") -> str:
        """Write the audit bundle of a statement, by default of the calculation."""
        named = statement or self.world.ids["calculation"]
        assert cradle("bundle", named, "--out", out).code == 0
        return out

    def sample(self, bundle: str, *options: object) -> Ran:
        """Draw the sample from a bundle."""
        return cradle("sample", bundle, "--policy", "policy.toml", *options)

    def attest(self, bundle: str, *options: object) -> Ran:
        """Attest the calculation."""
        named = ("--bundle", bundle, "--policy", "policy.toml", "--scope", "A sample", "--quiet")
        return self.run("attest", *named, *options)


@pytest.fixture(name="desk")
def fixture_desk(world: CommandWorld) -> Desk:
    """A world of its own."""
    return Desk(world)


def test_from_the_nonce_to_the_declaration(desk: Desk) -> None:
    """Commit, draw, attest, declare; a reader draws the same list from the final bundle, and it verifies."""
    receipt = json.loads(desk.commit("--json").out)
    assert (receipt["nonce_file"], desk.nonce.stat().st_mode & 0o777) == (str(desk.nonce), 0o600)
    assert "receipt" in json.loads(desk.nonce.read_bytes())
    ran = desk.sample(desk.bundle(), "--nonce", desk.nonce, "--json")
    assert ran.code == 0, ran.err
    drawn = Sample.parse(ran.out.encode())
    word = desk.attest("new.bundle", "--depth", "sampled", "--sample", desk.nonce)
    assert word.code == 0, word.err
    stated = ("--calculation", desk.world.ids["calculation"], "--attestation", word.out.strip())
    firm = ("--address", "Street 1", "--contact", "https://a.example", "--quiet")
    duty = ("--conformity", "EU-1", "--study", "https://example.com/s", *firm)
    made = did("declare", *stated, *duty, "--identity", "keys/packs")
    final = desk.bundle(made.out.strip(), "final.bundle")
    assert cradle("verify", final, "--policy", "policy.toml").code == 0
    again = desk.sample(final, "--json")
    assert (again.code, Sample.parse(again.out.encode())) == (0, drawn)


def test_the_text_has_seed_quotas_list_and_digest(desk: Desk) -> None:
    """A line for each process says what to examine, where, why and how deeply."""
    desk.commit()
    ran = desk.sample(desk.bundle(), "--nonce", desk.nonce)
    assert ran.code == 0, ran.err
    drawn = Sample.parse(desk.sample("new.bundle", "--nonce", desk.nonce, "--json").out.encode())
    assert f"seed          {drawn.seed}" in ran.out
    assert f"drawn         {len(drawn.items)} processes, {drawn.drawn}" in ran.out
    for row in drawn.quotas:
        assert f"{row.drawn} of {row.processes} processes, at least" in ran.out
    for item in drawn.items:
        rows = ", ".join(item.rows) or "no row"
        assert f"/{rows} {item.label} " in " ".join(ran.out.split())
    assert "bundle        verified" in ran.out


def test_a_second_run_submits_the_same_commitment(desk: Desk) -> None:
    """A lost answer costs nothing: the file is there first, and the receipt is the first one."""
    first = desk.commit("--quiet")
    before = desk.nonce.read_bytes()
    assert (desk.commit("--quiet").out, desk.nonce.read_bytes()) == (first.out, before)
    text = desk.commit()
    assert f"nonce        {desk.nonce}" in text.out


def test_another_nonce_is_refused(desk: Desk) -> None:
    """The better of two nonces cannot be kept, and the attestation cannot leave the sample out."""
    desk.commit()
    again = desk.commit("--nonce", "second.json")
    assert again.err.startswith("refused: commitment.duplicate")
    assert not Path("second.json").exists()
    desk.bundle()
    assert desk.attest("new.bundle").err.startswith("refused: sample.missing")


def change(member: str, value: object) -> Callable[[dict[str, object]], None]:
    """A change of a member of the file."""
    return lambda secret: secret.update({member: value})


def cut(secret: dict[str, object]) -> None:
    """Remove the receipt."""
    del secret["receipt"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (cut, "sample.receipt"),
        (change("nonce", "ab" * 32), "sample.receipt"),
        (change("nonce", "ab"), "commitment.file"),
        (change("subject", "sha256:" + "1" * 64), "sample.receipt"),
    ],
)
def test_a_damaged_file_draws_nothing(
    desk: Desk, damage: Callable[[dict[str, object]], None], code: str
) -> None:
    """Nonce, commitment and receipt belong together."""
    desk.commit()
    secret = json.loads(desk.nonce.read_bytes())
    damage(secret)
    desk.nonce.write_text(json.dumps(secret))
    ran = desk.sample(desk.bundle(), "--nonce", desk.nonce)
    assert ran.err.startswith(f"refused: {code}"), ran.err


def test_a_file_that_others_may_read_is_refused(desk: Desk) -> None:
    """Who knows the nonce knows the sample."""
    desk.commit()
    desk.nonce.chmod(0o644)
    for ran in (desk.sample(desk.bundle(), "--nonce", desk.nonce), desk.commit()):
        assert ran.err.startswith("refused: commitment.file at keys/auditor/commitments/")


def test_a_file_of_another_calculation_or_auditor_is_refused(desk: Desk) -> None:
    """A commitment is of one auditor, to one calculation."""
    desk.commit()
    by_other = cradle(
        *("commit", desk.world.ids["calculation"], "--nonce", desk.nonce),
        *("--identity", "keys/checker"),
    )
    assert by_other.err.startswith("refused: commitment.file")
    ran = desk.run("commit", desk.world.ids["pack"], "--nonce", desk.nonce)
    assert ran.err.startswith("refused: commitment.file")


def test_a_bundle_that_does_not_fit(desk: Desk) -> None:
    """No attestation with a sample, no figure, or another calculation."""
    desk.commit()
    assert desk.sample(desk.bundle()).err.startswith("refused: sample.none at --nonce")
    delivery = desk.bundle(desk.world.ids["delivery"], "delivery.bundle")
    assert desk.sample(delivery, "--nonce", desk.nonce).err.startswith("refused: sample.no_figure")
    asked = ("--for", "manufacturer", "--out", "redacted.bundle")
    assert cradle("bundle", desk.world.ids["calculation"], *asked).code == 0
    redacted = desk.sample("redacted.bundle", "--nonce", desk.nonce)
    assert redacted.err.startswith("refused: sample.no_figure")
    assert cradle("sample", "none", "--policy", "policy.toml").code == 3
