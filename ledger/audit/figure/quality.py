"""Part of step 16, composition: a check of stated data quality ratings, and the rating of the figure.

Both are recomputed from the ratings that rows and factor sets state; a calculation states none. The results are
remarks and change no verdict. This holds above all for the highest DQR of the EV draft: the threshold is known from
one implementer, who calls it recommended, and we found no legal text for it.
"""

from decimal import Decimal

from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import View
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.quality.data_quality import Target, rate_target
from ledger.footprint.quality.quality_document import format_quality
from ledger.footprint.quality.stated_ratings import rating_faults
from ledger.footprint.valuation.figure import Figures
from schemas.signed.quality import StudyQuality


def judge_quality(
    view: View, method: Method, result: Figures, findings: Findings
) -> StudyQuality | None:
    """Rate the declared figure; return None if the rulebook has no rule for it, or nothing contributes."""
    demand = declared_demand(view.rows, view.calculation, method.rulebook)
    target = Target(demand, view.resolution, result, method.table, method.rulebook)
    for seen in rating_faults(target):
        findings.remark(StepNumber.COMPOSITION, seen.problem)
    rule, rating = method.rulebook.data_quality, rate_target(target)
    if rule is None or rating is None:
        return None
    quality, highest = format_quality(rating, rule), rule.highest_dqr
    if highest is not None and rating.dqr > Decimal(highest.value):
        detail = (
            f"the data quality rating is {quality.dqr}, above {highest.value}; "
            f"a share of {quality.unrated_share} of all contributions is not rated"
        )
        findings.remark(StepNumber.COMPOSITION, Problem("quality.dqr_above", view.id, detail))
    return quality
