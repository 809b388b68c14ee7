"""The report lists findings, consequences and assertions, and does not say "true"."""

import re
from decimal import Decimal

import pytest
from support.collusion import Row, rows, update
from support.signed_battery import honest
from support.terminal import lines_of
from support.verdicts import NO_FILE, judge, report_text, words_of

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber, format_value
from ledger.audit.report.asserted import CUSTODY, ROW
from ledger.audit.report.building import build_report
from ledger.audit.report.findings import finding_blocks
from ledger.audit.report.layout import layout_findings
from ledger.documents.page import Heading, Table
from ledger.footprint.graph.numbers import show_figure
from ledger.footprint.graph.resolution import Problem
from ledger.translations.documents import text as words
from schemas.views.report import Asserted, Finding, Report, Severity
from schemas.views.standing import FigureChange

CHAIN = honest()
VERIFIED = judge(CHAIN.ledger.files())
UNREAD = AuditContext(b"", CHAIN.ledger.policy())


def withheld() -> Report:
    """The report on a bundle that lacks the recycler's inventory."""
    files = CHAIN.ledger.files()
    del files[CHAIN.section("recycler", "inventory")]
    return judge(files)


def test_the_report_names_the_files_it_judged_by_digest() -> None:
    """The report names bundle and policy by digest, subject and calculation by id."""
    assert VERIFIED.policy == NO_FILE
    assert VERIFIED.bundle.startswith("sha256:")
    assert (VERIFIED.subject, VERIFIED.calculation) == (
        CHAIN.ids["declaration"],
        CHAIN.ids["calculation"],
    )
    assert VERIFIED.declared_total == VERIFIED.recomputed_total == CHAIN.total
    assert VERIFIED.entries == CHAIN.ledger.entries.state()
    assert VERIFIED.registry == CHAIN.ledger.registry.state()


def test_a_report_survives_its_json() -> None:
    """The JSON form is the complete report."""
    text = VERIFIED.model_dump_json(exclude_none=True).encode()
    assert Report.parse(text) == VERIFIED


def test_what_is_asserted_is_listed() -> None:
    """Capacity, warranty, batteries, exclusions and the auditor's digests cannot be recomputed."""
    asserted = {(row.name, row.value) for row in VERIFIED.asserted}
    assert {
        ("capacity", "75 kWh"),
        ("warranty", "8 years"),
        ("warranty distance", "130000 km"),
        ("number of batteries", "100"),
        ("exclusion", f"{CHAIN.ids['trial']}: trial production, not sold"),
        ("attested policy", "sha256:" + "1" * 64),
        ("draws by customers outside the bundle", "asserted by the log's operator"),
        ("deliveries to customers outside the bundle", "asserted by the log's operator"),
        ("entries outside the bundle that state the same goods", "asserted by the log's operator"),
    } <= asserted


def test_a_warranty_without_a_distance_asserts_none() -> None:
    """Only stated values are listed."""
    row = Row("", "", {"asserted": update(warranties=[{"years": "8"}])})
    report = row.report(row.chain())
    assert report.verdict == "verified"
    assert "warranty distance" not in {row.name for row in report.asserted}


def test_evidence_and_cycle_life_are_asserted() -> None:
    """Digests of the warranty and of the capacity test, and a declared cycle life, are listed."""
    digest = "sha256:" + "7" * 64
    warranty = {"years": "8", "remaining_energy": "0.8", "evidence": digest}
    members = update(warranties=[warranty], capacity_evidence=digest, cycle_life="6000")
    row = Row("", "", {"asserted": members})
    asserted = {(found.name, found.value) for found in row.report(row.chain()).asserted}
    assert {
        ("warranted share of usable energy", "0.8"),
        ("warranty evidence", digest),
        ("capacity evidence", digest),
        ("cycle life", "6000 cycles"),
    } <= asserted


def test_the_text_of_a_verified_bundle() -> None:
    """Heading and verdict come first, all steps are listed, and the last line explains the verdict."""
    text = report_text(VERIFIED)
    lines = text.splitlines()
    days = "2025-01-01 to 2026-01-01, end excluded"
    assert lines[:3] == [
        f"packer, model urn:example:battery:m1, plant packer-1, {days}",
        f"rulebook study-full-substitution-1 {CHAIN.rulebook.version}",
        "Verified: recomputed from signed data, to the last digit.",
    ]
    assert (
        f"declared     {show_figure(Decimal(CHAIN.total))} kg CO2e per kWh of total energy" in lines
    )
    assert f"subject      {CHAIN.ids['declaration'].removeprefix('sha256:')}" in lines
    assert "witnesses    0 of 0 required" in lines
    for step in VERIFIED.steps:
        outcome = "not checked" if step.name == "monitor" else "passed"
        label = step.name.replace("_", " ")
        assert re.search(rf"\n *{step.number}  {label} +{outcome} +{step.checked}\n", text)
    (law,) = [line for line in lines if line.startswith("law ")]
    assert law.endswith(words("page.mark.study", "en"))
    assert lines[-1].endswith("true, or that the product conforms to the law.")


def test_the_text_of_an_incomplete_bundle() -> None:
    """The finding has its subject, with its consequences below."""
    text = report_text(withheld())
    assert "\nIncomplete: " in text
    assert f"missing section.withheld 9 {CHAIN.ids['recycler'][7:19]} (" in words_of(withheld())
    assert "consequence: equality not checked" in text
    assert re.search("15  balances +incomplete +[1-9]", text)
    assert re.search("16  composition +not checked +0", text)
    assert "recomputed   not available" in text


def test_an_auditor_about_to_sign_sees_figure_and_findings() -> None:
    """The heading, the totals and all findings, and nothing else."""
    lines = lines_of(layout_findings(VERIFIED))
    assert lines[0].startswith("packer, model urn:example:battery:m1")
    assert any(line.startswith("recomputed   ") for line in lines)
    assert any("witness.none_required" in line for line in lines)
    assert "Asserted, not recomputed" not in lines


def test_many_consequences_are_counted() -> None:
    """A finding with more than five consequences shows five of them and the number of the rest."""
    files = CHAIN.ledger.files()
    del files["registry.json"]
    report = judge(files)
    (finding,) = [row for row in report.findings if row.severity == "missing"]
    text = report_text(report)
    assert text.count("  consequence: ") == 5
    assert f"and {len(finding.follows) - 5} more consequences" in text


def test_effects_and_staleness_are_reported() -> None:
    """An effect is in kilograms and per cent; a stale calculation is marked."""
    row = Row("", "", {"composition": rows(lambda listed: listed[1].update(amount="90"))})
    report = row.report(row.chain())
    assert report.standing is not None
    changed = FigureChange(count=1, withdrawn=0)
    standing = report.standing.model_copy(update={"changed": changed})
    stale = report.model_copy(update={"standing": standing})
    finding = stale.findings[0].model_copy(update={"effect_kg": "0.5", "effect_percent": "2"})
    assert " Effect 0.5 kg CO2e per kWh, 2 %.\n" in report_text(
        stale.model_copy(update={"findings": (finding,)})
    )
    bare = finding.model_copy(update={"effect_percent": None})
    assert " Effect 0.5 kg CO2e per kWh.\n" in report_text(
        stale.model_copy(update={"findings": (bare,)})
    )
    assert "A statement behind this figure has changed since" in report_text(stale)
    assert "1 change behind the figure since it was computed" in report_text(stale)


def test_findings_stand_by_severity_then_effect() -> None:
    """A contradiction without effect comes first; remarks of one code are together, the largest first."""

    def row(severity: Severity, code: str, subject: str, effect: str | None) -> Finding:
        return Finding(
            code=code, severity=severity, step=11, subject=subject, detail="Seen.", effect_kg=effect
        )

    listed = (
        row("remark", "small", "a", "0.1"),
        row("remark", "none", "b", None),
        row("remark", "large", "sha256:" + "c" * 64, "0.2"),
        row("remark", "large", "d", "-0.3"),
        row("contradiction", "broken", "sha256:" + "e" * 64, None),
    )
    heading, *notes, found = finding_blocks(listed, "kWh")
    assert heading == Heading("Findings: 5 (1 contradictions, 0 missing, 4 remarks)")
    assert len(notes) == 2
    assert isinstance(found, Table)
    assert [tuple(cell.text for cell in cells) for cells in found.rows] == [
        ("contradiction", "broken", "11", f"sha256:{'e' * 64}: Seen."),
        ("remark", "large", "11", "d: Seen. Effect -0.3 kg CO2e per kWh."),
        ("remark", "large", "11", f"sha256:{'c' * 64}: Seen. Effect 0.2 kg CO2e per kWh."),
        ("remark", "small", "11", "a: Seen. Effect 0.1 kg CO2e per kWh."),
        ("remark", "none", "11", "b: Seen."),
    ]


def test_keys_are_counted_by_where_they_are_kept() -> None:
    """Custody is one line for each place, with the first five owners and the number of the others."""
    owners = [f"sha256:{number:064x}" for number in range(7)]
    kept = [Asserted(name=CUSTODY, value=f"{owner}: {'f' * 64}, file") for owner in owners]
    other = Asserted(name=CUSTODY, value=f"{owners[0]}: {'e' * 64}, hsm")
    text = words_of(VERIFIED.model_copy(update={"asserted": (other, *kept)}))
    five = ", ".join("0" * 12 for _ in range(5))
    assert f" custody file 7 keys, of {five} and 2 more " in text
    assert f" custody hsm 1 keys, of {'0' * 12} " in text


def test_rows_of_a_composition_are_counted_by_role() -> None:
    """The text has the first five of each role and the number of the others; other lists are complete."""
    listed = [Asserted(name=ROW, value=f"product, entry {number}") for number in range(7)]
    listed += [Asserted(name=ROW, value=f"end_of_life, delivery {number}") for number in range(5)]
    listed += [Asserted(name="exclusion", value=f"{number}: no") for number in range(7)]
    text = words_of(VERIFIED.model_copy(update={"asserted": tuple(listed)}))
    assert " composition row product, entry 4 " in text
    assert "product, entry 5" not in text
    assert " composition row and 2 more of role product " in text
    assert " composition row end_of_life, delivery 4 " in text
    assert "more of role end_of_life" not in text
    assert " exclusion 6: no " in text


def test_a_rulebook_that_is_not_in_hand_has_no_version() -> None:
    """The heading says so; a report without a calculation has no heading."""
    heading = VERIFIED.heading
    assert heading is not None
    unknown = heading.model_copy(update={"rulebook_version": None})
    lines = report_text(VERIFIED.model_copy(update={"heading": unknown})).splitlines()
    assert "rulebook study-full-substitution-1 (not in the bundle)" in lines
    bare = report_text(VERIFIED.model_copy(update={"heading": None}))
    assert bare.startswith("Verified: ")


def test_nothing_checked_is_a_failure() -> None:
    """A report in which no step has checked anything is not verified."""
    report = build_report(UNREAD, Findings(), NO_FILE)
    assert (report.verdict, report.exit_code) == ("incomplete", 2)
    assert {row.code for row in report.findings} == {"step.not_checked"}
    optional = {StepNumber.MONITOR, StepNumber.DELIVERIES, StepNumber.SUPPLIER_FIGURES}
    assert {row.step for row in report.findings} == set(StepNumber) - optional


def test_a_step_not_checked_without_a_cause_is_a_failure_too() -> None:
    """If one step was not completed, the verdict is not verified, even with all steps counted."""
    findings = Findings()
    for step in StepNumber:
        findings.checked(step)
    findings.not_checked(StepNumber.EQUALITY, "nobody knows why", "equality")
    report = build_report(UNREAD, findings, NO_FILE)
    assert [(row.code, row.step) for row in report.findings] == [
        ("step.not_checked", StepNumber.EQUALITY)
    ]
    assert report.exit_code == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (Decimal("1e31"), None),
        (Decimal("-1e31"), None),
        (Decimal("-1.50"), "-1.5"),
        (Decimal("1e-61"), "0"),
        (Decimal("123456789.1e-60"), "0." + "0" * 51 + "123456789"),
    ],
)
def test_an_effect_is_reported_as_far_as_a_figure_can_hold_it(
    value: Decimal | None, text: str | None
) -> None:
    """Values have at most sixty decimals and thirty-one digits before the point; larger ones are left out."""
    assert format_value(value) == text


def test_a_detail_is_a_sentence_and_an_identifier_keeps_its_form() -> None:
    """Clauses of the figure's own checks become sentences; an id at the start is unchanged."""
    findings = Findings()
    for detail in ("the line is unknown", "sha256:ab states it", "Done."):
        findings.remark(StepNumber.RULES, Problem("code", "subject", detail))
    assert [row.detail for row in findings.listed(None)] == [
        "The line is unknown.",
        "sha256:ab states it.",
        "Done.",
    ]
