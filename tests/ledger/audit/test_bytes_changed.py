"""Table 1 of tampering: the bytes of a bundle are changed in transit, without new signatures.

Each row changes the files of one valid bundle and states the only finding that must result, its
statement or file, and the exit code. Consequences of a damaged file are listed under its finding, and
are not a difference in the figure.
"""

import pytest
from support.bundles import path, resigned, signer, working
from support.edits import Files, digit, drop, each, flipped, line, payload, put, swap
from support.signed_battery import honest
from support.verdicts import found, judge

from schemas.views.report import Report

CHAIN = honest()
LEDGER = CHAIN.ledger
IDS = CHAIN.ids
ENTRIES, REGISTRY = "checkpoints/entries", "checkpoints/registry"
LEAVES, PROOF = "registry.json", "proofs/entries"


statement, hide, section = CHAIN.statement, CHAIN.hide, CHAIN.section
RULEBOOK, FACTORS = (path("blobs", name) for name in LEDGER.blobs)


def cut_registry(files: Files) -> None:
    """The registry before its last leaves, with the checkpoint signed then."""
    size = len(LEDGER.registry.leaves) - 3
    files[LEAVES] = b"[" + b",".join(LEDGER.registry.leaves[:size]) + b"]"
    files[REGISTRY] = LEDGER.checkpoint("registry", size)


SIZE = len(LEDGER.entries.leaves)
OTHER_ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
STORY = statement("calculation")


def reordered(rows: list[bytes]) -> list[bytes]:
    """The proof's first two leaves, the second one first."""
    return [rows[0], rows[2], rows[1], *rows[3:]]


ROWS = {
    "an entry's period": (
        put(statement("pack"), payload("2026-01-01", "2026-06-01")),
        ("statement.digest", statement("pack"), 1),
    ),
    "a delivery's unit": (
        put(statement("sulfate 2"), payload('"unit":"kg"', '"unit":"m3"')),
        ("statement.digest", statement("sulfate 2"), 1),
    ),
    "the declared total": (
        put(STORY, payload('"total":"0.018', '"total":"0.017')),
        ("statement.digest", STORY, 1),
    ),
    "the total energy": (
        put(STORY, payload('"numerator":"', '"numerator":"1')),
        ("statement.digest", STORY, 1),
    ),
    "the payload type": (
        put(statement("ore"), swap("cradle.delivery.v1", "cradle.withdrawal.v1")),
        ("statement.digest", statement("ore"), 1),
    ),
    "an envelope cut short": (
        put(statement("ore"), lambda data: data[:-9]),
        ("file.unreadable", statement("ore"), 2),
    ),
    "a payload in other base64": (
        put(statement("ore"), swap('"payload":"', '"payload":"=')),
        ("file.unreadable", statement("ore"), 2),
    ),
    "a signature": (
        put(statement("refinery"), flipped),
        ("signature.unknown", IDS["refinery"], 1),
    ),
    "a signature by another participant": (
        put(statement("recycler"), lambda data: resigned(data, working("mine"))),
        ("signature.unknown", IDS["recycler"], 1),
    ),
    "a second signature": (
        put(statement("mine"), lambda data: resigned(data, working("mine"), working("packer"))),
        ("signature.unknown", IDS["mine"], 1),
    ),
    "a signature of a registration left out": (
        put(
            path("statements", LEDGER.parties["packer"]),
            lambda data: resigned(data, working("packer"), working("registrar")),
        ),
        ("signature.missing", LEDGER.parties["packer"], 1),
    ),
    "a registrar's signature left out": (
        put(
            path("statements", LEDGER.parties["packer"]),
            lambda data: resigned(data, signer("packer root"), working("packer")),
        ),
        ("signature.count", LEDGER.parties["packer"], 1),
    ),
    "an amount in an inventory": (
        put(section("mine 2", "inventory"), swap('"81000"', '"18000"')),
        ("section.digest", section("mine 2", "inventory"), 1),
    ),
    "a salt": (
        put(section("pack", "inventory"), swap('"salt":"0', '"salt":"1')),
        ("section.digest", section("pack", "inventory"), 1),
    ),
    "the mass in a product section": (
        put(section("pack", "product"), swap('"301.7"', '"300.7"')),
        ("section.digest", section("pack", "product"), 1),
    ),
    "an amount in the composition": (
        put(section("calculation", "composition"), swap('"30170"', '"10170"')),
        ("section.digest", section("calculation", "composition"), 1),
    ),
    "one section in place of another": (
        lambda files: files.update(
            {section("pack", "inventory"): files[section("trial", "inventory")]}
        ),
        ("section.digest", section("pack", "inventory"), 1),
    ),
    "an inventory removed": (
        drop(section("recycler", "inventory")),
        ("section.withheld", IDS["recycler"], 2),
    ),
    "a product section removed": (
        drop(section("pack", "product")),
        ("section.withheld", IDS["pack"], 2),
    ),
    "a quality section removed": (
        drop(section("refinery", "quality")),
        ("section.withheld", IDS["refinery"], 2),
    ),
    "the composition removed": (
        drop(section("calculation", "composition")),
        ("section.withheld", IDS["calculation"], 2),
    ),
    "signatures in a leaf": (
        put(PROOF, digit('"sigs":"sha256:')),
        ("merkle.inclusion", PROOF, 1),
    ),
    "the registry state in a leaf": (
        put(PROOF, digit('"root":"')),
        ("merkle.inclusion", PROOF, 1),
    ),
    "the kind in a leaf": (
        put(PROOF, swap('"kind":"entry"', '"kind":"delivery"')),
        ("merkle.inclusion", PROOF, 1),
    ),
    "a leaf that is none": (
        put(PROOF, swap('"registry":{"root"', '"registry":{"rood"')),
        ("file.unreadable", PROOF, 2),
    ),
    "an index": (put(PROOF, swap("\n0 {", "\n1 {")), ("merkle.inclusion", PROOF, 1)),
    "two leaves that change places": (
        put(PROOF, lambda data: b"\n".join(reordered(data.split(b"\n")))),
        ("merkle.inclusion", PROOF, 1),
    ),
    "a leaf taken out of the proof": (
        put(PROOF, lambda data: b"\n".join(data.split(b"\n")[:1] + data.split(b"\n")[2:])),
        ("merkle.inclusion", PROOF, 1),
    ),
    "a hash too many": (
        put(PROOF, lambda data: data + OTHER_ROOT.encode() + b"\n"),
        ("merkle.inclusion", PROOF, 1),
    ),
    "a proof cut short": (put(PROOF, lambda data: data[:-1]), ("file.unreadable", PROOF, 2)),
    "a leaf that is not shown": (hide("mine 2"), ("proof.missing", IDS["mine 2"], 2)),
    "the last leaf not shown": (hide("declaration"), ("last.index", PROOF, 1)),
    "the proof removed": (drop(PROOF), ("file.missing", PROOF, 2)),
    "the root in the entries checkpoint": (
        put(ENTRIES, line(2, OTHER_ROOT)),
        ("note.signature", ENTRIES, 1),
    ),
    "the size in the entries checkpoint": (
        put(ENTRIES, line(1, "99")),
        ("note.signature", ENTRIES, 1),
    ),
    "the root in the registry checkpoint": (
        put(REGISTRY, line(2, OTHER_ROOT)),
        ("note.signature", REGISTRY, 1),
    ),
    "a checkpoint cut short": (
        put(REGISTRY, lambda data: data[:-20]),
        ("file.unreadable", REGISTRY, 2),
    ),
    "an older signed entries checkpoint": (
        put(ENTRIES, LEDGER.checkpoint("entries", SIZE - 4)),
        ("merkle.inclusion", PROOF, 1),
    ),
    "the other log's checkpoint": (
        lambda files: files.update({ENTRIES: files[REGISTRY]}),
        ("note.unsigned", ENTRIES, 1),
    ),
    "the entries checkpoint removed": (drop(ENTRIES), ("file.missing", ENTRIES, 2)),
    "a registry leaf": (
        put(LEAVES, swap(IDS["mine 2"], IDS["mine"])),
        ("registry.root", LEAVES, 1),
    ),
    "a registry leaf removed": (
        put(LEAVES, b"[" + b",".join(LEDGER.registry.leaves[:-1]) + b"]"),
        ("registry.root", LEAVES, 1),
    ),
    "a registry of something else": (put(LEAVES, b'{"leaves":[]}'), ("file.unreadable", LEAVES, 2)),
    "the registry cut to an older signed size": (cut_registry, ("registry.behind", LEAVES, 1)),
    "the registry removed": (drop(LEAVES), ("file.missing", LEAVES, 2)),
    "a constant of the rulebook": (
        put(RULEBOOK, swap('"29.8"', '"2.98"')),
        ("blob.digest", RULEBOOK, 1),
    ),
    "a factor": (put(FACTORS, swap('"0.437"', '"0.043"')), ("blob.digest", FACTORS, 1)),
    "the factor set removed": (
        drop(FACTORS),
        ("blob.missing", f"sha256:{FACTORS[6:70]}", 2),
    ),
    "an entry removed": (
        drop(
            statement("refinery"),
            *(section("refinery", part) for part in ("inventory", "product", "quality")),
        ),
        ("statement.missing", IDS["refinery"], 2),
    ),
    "an entry's envelope alone removed": (
        drop(statement("recycler")),
        ("statement.missing", IDS["recycler"], 2),
    ),
    "a superseded version removed": (
        each(drop(statement("mine")), hide("mine")),
        ("statement.missing", IDS["mine"], 2),
    ),
    "a delivery removed": (
        each(drop(statement("treatment")), hide("treatment")),
        ("statement.missing", IDS["treatment"], 2),
    ),
    "the entry left out by the calculation removed": (
        drop(statement("trial")),
        ("statement.missing", IDS["trial"], 2),
    ),
    "the attestation removed": (
        each(drop(statement("attestation")), hide("attestation")),
        ("statement.missing", IDS["attestation"], 2),
    ),
    "the calculation removed": (
        each(drop(statement("calculation")), hide("calculation")),
        ("statement.missing", IDS["calculation"], 2),
    ),
    "a supplier's registration removed": (
        drop(path("statements", LEDGER.parties["mine"])),
        ("statement.missing", LEDGER.parties["mine"], 2),
    ),
    "the registrar's registration removed": (
        drop(path("statements", LEDGER.parties["registrar"])),
        ("statement.missing", LEDGER.parties["registrar"], 2),
    ),
    "an extra file": (put("notes.txt", b"trust me"), ("file.unreferenced", "notes.txt", 1)),
    "an extra blob": (
        put(path("blobs", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), b""),
        (
            "file.unreferenced",
            path("blobs", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            1,
        ),
    ),
}


def changed(name: str) -> Report:
    """The report on the bundle that the row has changed."""
    files = LEDGER.files()
    ROWS[name][0](files)
    return judge(files)


def test_the_bundle_is_valid_unchanged() -> None:
    """Without a change the same files verify; remarks are on the quorum of 0, leaves without marks, the exclusion."""
    report = judge(LEDGER.files())
    assert (report.verdict, report.exit_code) == ("verified", 0)
    assert [row.code for row in report.findings[1:]] == ["closure.unknown", "composition.excluded"]
    assert {step.name for step in report.steps if step.outcome != "passed"} == {"monitor"}


def test_the_table_is_long_enough() -> None:
    """There are at least 25 rows."""
    assert len(ROWS) >= 25


@pytest.mark.parametrize("name", ROWS)
def test_a_change_is_one_finding_that_names_what_was_changed(name: str) -> None:
    """The row's finding, on the row's statement or file, is the only one that is not a remark."""
    report = changed(name)
    code, subject, exit_code = ROWS[name][1]
    assert found(report) == {(code, subject)}
    assert report.exit_code == exit_code


@pytest.mark.parametrize("name", ROWS)
def test_a_change_is_never_a_difference_in_the_figure(name: str) -> None:
    """The figure is recomputed as declared, or not at all."""
    report = changed(name)
    assert report.recomputed_total in (None, CHAIN.total)
    assert report.verdict != "verified"
