"""Redacted bundles, exported and verified: every possible check is made, and the others are stated and counted."""

from collections.abc import Iterator

import pytest
from support.ledger_tiers import Tiers, path, shown, stated, tiers
from support.verdicts import found, words_of

from ledger.audit.report.text import format_report
from schemas.views.report import Report
from schemas.vocabulary import Audience


@pytest.fixture(scope="module", name="it")
def shared_tiers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A chain that no test changes."""
    with tiers(tmp_path_factory.mktemp("tiers") / "ledger") as built:
        yield built


SUBJECTS = [
    ("declaration", Audience.MANUFACTURER),
    ("calculation", Audience.MANUFACTURER),
    ("declaration", Audience.PUBLIC),
    ("salt", Audience.CUSTOMER),
]


def coverage(report: Report) -> dict[str, tuple[int, int]]:
    """The extent of each check, by its subject."""
    return {row.what: (row.told, row.of) for row in report.coverage or ()}


def outcomes(report: Report, outcome: str) -> set[str]:
    """The steps that ended so."""
    return {step.name for step in report.steps if step.outcome == outcome}


@pytest.mark.parametrize("subject", ["declaration", "calculation", "salt"])
def test_the_auditors_bundle_verifies(it: Tiers, subject: str) -> None:
    """Bundles of a delivery and of a calculation verify to the last digit, with no check left out."""
    report = it.judge(it.files(subject, Audience.AUDITOR))
    assert report.exit_code == 0, report.findings
    assert report.recomputed_total == report.declared_total
    assert report.coverage is None


def test_the_manufacturer_misses_its_suppliers_recipes_and_exact_cells_alone(it: Tiers) -> None:
    """Each recipe is one cause, and the cells that sum them; the report counts the checks that were not possible."""
    report = it.judge(it.files("declaration", Audience.MANUFACTURER))
    names = ("refined", "treated", "calculation")
    withheld = {("section.withheld", it.ids[name]) for name in names}
    assert (report.exit_code, found(report)) == (2, withheld)
    assert coverage(report) == {
        "sections inventory": (1, 3),
        "sections exact": (0, 1),
        "entries recomputed": (0, 3),
        "figures of deliveries compared": (0, 1),
    }
    assert outcomes(report, "not_told") == {
        *("monitor", "lineage", "deliveries", "recomputation"),
        *("balances", "composition"),
    }


def test_the_public_misses_the_sections_alone(it: Tiers) -> None:
    """Signatures, keys, proofs and both logs hold, and the stages add up to the total."""
    report = it.judge(it.files("declaration", Audience.PUBLIC))
    calculation = it.ids["calculation"]
    assert (report.exit_code, found(report)) == (2, {("section.withheld", calculation)})
    assert coverage(report) == {
        "sections composition": (0, 1),
        "sections exact": (0, 1),
        "rulebook and factor sets": (0, 2),
    }
    passed = {"container", "integrity", "checkpoints", "subject", "signatures", "inclusion", "keys"}
    assert outcomes(report, "passed") == passed


def test_the_customer_misses_the_recipe_alone(it: Tiers) -> None:
    """The text says of which unit the figure is, and which checks were not possible."""
    report = it.judge(it.files("salt", Audience.CUSTOMER))
    assert (report.exit_code, found(report)) == (2, {("section.withheld", it.ids["refined"])})
    assert f"declared     {report.declared_total} kg CO2e per kg\n" in format_report(report)
    missing = f"{it.ids['refined'][7:19]} ("
    assert f" sections inventory: 0 of 1; missing: {missing}" in words_of(report)


def test_the_method_of_an_unseen_figure_is_still_held_against_the_policy(it: Tiers) -> None:
    """The public's policy judges a rulebook by its digest, and the auditor by its id."""
    files = it.files("declaration", Audience.PUBLIC)
    report = it.judge(files, rulebooks=(), auditors=())
    codes = {code for code, _ in found(report)}
    assert codes == {"policy.rulebook", "policy.auditor", "section.withheld"}


@pytest.mark.parametrize(("subject", "audience"), SUBJECTS)
def test_a_file_that_is_left_out_is_found(it: Tiers, subject: str, audience: Audience) -> None:
    """A redacted bundle must have all its files; only product and quality are optional for their reader."""
    files = it.files(subject, audience)
    before = it.judge(files)
    for name in files:
        report = it.judge({key: data for key, data in files.items() if key != name})
        assert report.exit_code in {1, 2}, name
        assert report.findings != before.findings, name


@pytest.mark.parametrize(("subject", "audience"), SUBJECTS)
def test_a_file_that_is_changed_contradicts(it: Tiers, subject: str, audience: Audience) -> None:
    """A withheld section hides nothing else: every digest, signature and root is held."""
    files = it.files(subject, audience)
    for name in files:
        if name.startswith(("statements/", "sections/", "proofs/", "blobs/")):
            start = files[name].find(b"sha256:") + len(b"sha256:")
            report = it.judge({**files, name: _flipped(files[name], start)})
            assert report.exit_code == 1, name


def _flipped(content: bytes, start: int) -> bytes:
    """The same with another digit in the first number or digest from there on."""
    at = next(at for at in range(start, len(content)) if chr(content[at]) in "12345678")
    return content[:at] + bytes([content[at] + 1]) + content[at + 1 :]


@pytest.mark.parametrize(("subject", "audience"), SUBJECTS)
def test_a_file_that_is_added_is_found(it: Tiers, subject: str, audience: Audience) -> None:
    """Another customer's delivery is no part of it, and neither is a note."""
    files = it.files(subject, audience)
    other = it.files("sample", Audience.CUSTOMER)
    sample = path("statements", it.ids["sample"])
    report = it.judge({**files, "notes.txt": b"trust me", sample: other[sample]})
    assert report.exit_code == 1
    assert ("file.unreferenced", "notes.txt") in found(report)
    assert ("proof.missing", it.ids["sample"]) in found(report)


def test_a_withheld_section_can_be_shown_later(it: Tiers) -> None:
    """Redacting takes away and changes nothing: with the recipes put back the figure is recomputed."""
    files = it.files("declaration", Audience.MANUFACTURER)
    whole = it.files("declaration", Audience.AUDITOR)
    assert shown(files) < shown(whole)
    assert stated(files).items() < stated(whole).items()
    assert it.judge({**files, **whole}).exit_code == 0
