"""Reports: what the auditor's program writes is what another one reads."""

from support.parsing import broken, parse

from schemas.views.report import Report

DIGEST = f"sha256:{'0a' * 32}"
CONTENT = {
    "verdict": "contradicted",
    "exit_code": 1,
    "bundle": DIGEST,
    "policy": DIGEST,
    "calculation": DIGEST,
    "declared_total": "0.2",
    "recomputed_total": "0.1",
    "registry": {"size": 1, "root": "0a" * 32},
    "witnessed": 0,
    "quorum": 0,
    "steps": [{"number": 13, "name": "equality", "checked": 1, "outcome": "found"}],
    "findings": [
        {
            "code": "total.differs",
            "severity": "contradiction",
            "step": 13,
            "subject": DIGEST,
            "detail": "The total is not the sum of its cells.",
            "effect_kg": "-0.1",
            "effect_percent": "-50",
            "follows": [],
        }
    ],
    "asserted": [{"name": "capacity_kwh", "value": "75"}],
    "names": [],
}


def test_a_report_comes_back_as_it_is() -> None:
    """Read and dumped, a report is the same JSON; a quorum of 0 is written."""
    assert parse(Report, CONTENT).to_json() == CONTENT


def test_a_verdict_is_one_of_three_words() -> None:
    """No report says true, and none says conform."""
    for word in ("true", "conform", "Verified", ""):
        code = broken(Report, CONTENT, (("verdict",), word))
        assert code == ("schema.literal_error", "verdict")


def test_an_effect_is_a_figure_and_an_exit_code_one_of_three() -> None:
    """An effect has digits, never an exponent; wrong usage is no outcome of a verification."""
    effect = (("findings", 0, "effect_kg"), "1e-5")
    assert broken(Report, CONTENT, effect) == ("figure.grammar", "findings[0].effect_kg")
    assert broken(Report, CONTENT, (("exit_code",), 3)) == ("schema.literal_error", "exit_code")
