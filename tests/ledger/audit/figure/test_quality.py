"""The rating of a declared figure, as an audit recomputes it."""

import json

import pytest
from support.bundles import Json, Members
from support.signed_battery import build
from support.signed_chain import Alter
from support.verdicts import judge, report_text

from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.canonical import canonical
from schemas.signed.quality import StudyQuality
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.report import Finding, Report

STUDY = load_rulebook("study-full-substitution-1")


def rating(te_r: str, ge_r: str, ti_r: str, **members: str) -> Members:
    """Ratings as JSON."""
    return {"te_r": te_r, "ge_r": ge_r, "ti_r": ti_r, **members}


def rated_factors(factors: FactorSet) -> Json:
    """The chain's factors, each rated 2, and diesel with a mean that is none."""
    rows = factors.to_json()["rows"]
    for row in rows:
        row["rating"] = rating("2", "2", "2")
    rows[0]["rating"]["dqr"] = "1"
    return FactorSet.parse(canonical({**factors.to_json(), "rows": rows}))


def rated_rows(inventory: Json) -> Json:
    """An inventory in which every row of its own rates its amount."""
    for name in ("inputs", "wastes", "emissions", "avoided"):
        for row in inventory.get(name, ()):
            row["rating"] = rating("2", "2", "2", p="1")
    return inventory


def with_rule(highest: str) -> Rulebook:
    """The study rulebook with PEF's rule for quality and a highest DQR."""
    donor = load_rulebook("pef-2021").to_json()
    rule = donor["data_quality"]
    rule["highest_dqr"] = {"value": highest, "source": "PEF", "confidence": "inferred"}
    references = [*STUDY.to_json()["references"], *donor["references"]]
    members = {"data_quality": rule, "references": references}
    return Rulebook.parse(json.dumps({**STUDY.to_json(), **members}).encode())


def reported(highest: str = "3", *, rated: bool = True) -> Report:
    """The report on the chain under that rulebook."""
    plan: dict[str, Alter] = {"rulebook": lambda _: with_rule(highest)}
    if rated:
        plan |= dict.fromkeys(("mine 2", "refinery", "pack", "recycler"), rated_rows)
        plan["factors"] = rated_factors
    chain = build(plan)
    return judge(chain.ledger.files(), chain.ledger.policy())


def found(report: Report) -> list[Finding]:
    """The findings about quality."""
    return [row for row in report.findings if row.code.startswith("quality.")]


def quality_of(report: Report) -> StudyQuality:
    """The rating, which must be present."""
    assert report.quality is not None
    return report.quality


def test_a_rated_chain() -> None:
    """All criteria are 2 but P, of the amounts 1, so that four criteria give 1.75 and three 2."""
    report = reported()
    quality = quality_of(report)
    assert report.exit_code == 0
    assert (quality.dqr, quality.other_dqr, quality.level) == ("1.75", "2", "very_good")
    assert quality.unrated_share == "0"
    assert quality.most_relevant


def test_a_dataset_that_states_a_wrong_mean_is_a_remark() -> None:
    """The diesel's claim of 1 is one remark, with its flow, and changes no verdict."""
    (remark,) = found(reported())
    assert (remark.code, remark.severity, remark.step) == ("quality.dqr_differs", "remark", 16)
    assert remark.subject == "db:diesel"


def test_an_unrated_chain_is_one_remark() -> None:
    """A graph without ratings gets 5, above any threshold, in one remark for the whole graph."""
    report = reported(rated=False)
    assert (quality_of(report).dqr, quality_of(report).unrated_share) == ("5", "1")
    (remark,) = found(report)
    assert (remark.code, remark.subject) == ("quality.dqr_above", report.calculation)
    assert remark.effect_kg is None
    assert report.exit_code == 0


@pytest.mark.parametrize(("highest", "codes"), [("1.75", 0), ("1.7", 1)])
def test_the_highest_dqr_may_be_met(highest: str, codes: int) -> None:
    """Only a rating above the threshold is a remark."""
    remarks = [row for row in found(reported(highest)) if row.code == "quality.dqr_above"]
    assert len(remarks) == codes


def test_without_a_rule_there_is_no_rating() -> None:
    """The study rulebook has no ratings, so its reports and their text do not mention quality."""
    report = judge(build().ledger.files())
    assert report.quality is None
    assert "data quality" not in report_text(report)


def test_the_text_shows_it_in_three_lines() -> None:
    """Both formulas with the level, the criteria, and the unrated share."""
    text = report_text(reported())
    assert "data quality DQR 1.75, very good; by the other formula 2\n" in text
    assert "TeR 2, GeR 2, TiR 2, P 1\n" in text
    assert "most relevant processes; unrated share 0\n" in text


def test_a_dqr_without_a_word_for_it() -> None:
    """A rulebook that names no levels shows the number alone."""
    report = reported()
    quality = quality_of(report).model_copy(update={"level": None})
    text = report_text(report.model_copy(update={"quality": quality}))
    assert "data quality DQR 1.75; by" in text


def test_a_report_with_a_rating_is_read_back() -> None:
    """The JSON of a report contains the rating and parses to the same report."""
    report = reported()
    assert Report.parse(json.dumps(report.to_json()).encode()) == report
