"""Part of step 10, rules: the rulebook and factor sets of a figure are accepted, in the bundle, and computable.

They are data that a calculation or a delivery names by digest; the policy lists the digests that its reader
accepts. The audit still computes with a document that is not listed, so that the report can show other faults.

A factor set describes in its own words how its values were characterized. If these words name a known method, and none
that the rulebook's characterization names, values of two methods are added up: 1 kg of methane is 29.8 under EF 3.1 and
was 36.8 under EF 3.0. A name is a family and a number, with any spacing (`EF 3.1`, `EF v3.1`, `IPCC AR6`), or the year
of an IPCC report. A text without a name shows nothing of how its gases were counted, which is said.
"""

import re
from dataclasses import dataclass

from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.documents import Document, read_document
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Problem
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.policy import Policy
from schemas.signed.rulebook import FactorSet, Rulebook

_NEEDING = (StepNumber.RECOMPUTATION, StepNumber.EQUALITY)
"""The steps that need the method."""

StatedFigure = Calculation | DeliveredFigure
"""The statements of a figure, which name the method of its computation."""


@dataclass(frozen=True, slots=True)
class Method:
    """The rulebook and the factors of a figure."""

    rulebook: Rulebook
    table: FactorTable


def check_method(figure: StatedFigure, policy: Policy, findings: Findings) -> None:
    """Check that the policy lists the digests of the rulebook and the factor sets of a figure."""
    _check_accepted(figure.rulebook, policy.rulebooks, "policy.rulebook", findings)
    for digest in figure.factor_sets:
        _check_accepted(digest, policy.factor_sets, "policy.factor_set", findings)


def read_method(bundle: Bundle, figure: StatedFigure, findings: Findings) -> Method | None:
    """Read the method of a figure; return None if a part of it is missing."""
    rulebook = _document(bundle, figure.rulebook, Rulebook, findings)
    sets = [_document(bundle, digest, FactorSet, findings) for digest in figure.factor_sets]
    whole = [factors for factors in sets if factors is not None]
    if rulebook is None or len(whole) < len(sets):
        return None
    if rulebook.unknown:
        detail = (
            f"this software cannot apply the rulebook; unknown parts: {'; '.join(rulebook.unknown)}"
        )
        unknown = Problem("rulebook.unknown_parts", figure.rulebook, detail)
        findings.miss(StepNumber.RULES, unknown)
        findings.skip(_NEEDING, figure.rulebook)
        return None
    for digest, factors in zip(figure.factor_sets, whole, strict=True):
        _compare_methods(digest, factors, rulebook, findings)
    return Method(rulebook, FactorTable(whole, rulebook))


def _check_accepted(digest: str, accepted: tuple[str, ...], code: str, findings: Findings) -> None:
    findings.checked(StepNumber.RULES)
    if digest not in accepted:
        detail = "the figure rests on it, but the policy does not list it"
        findings.contradict(StepNumber.RULES, Problem(code, digest, detail))


def _compare_methods(
    digest: str, factors: FactorSet, rulebook: Rulebook, findings: Findings
) -> None:
    method = rulebook.characterization.method
    if not method_names(factors.method):
        detail = f"its words name no known method of counting gases: {factors.method}"
        findings.remark(StepNumber.RULES, Problem("factor_set.no_method", digest, detail))
    if names_another(factors.method, method):
        detail = f"its values follow {factors.method}, the rulebook's gases follow {method}"
        findings.remark(StepNumber.RULES, Problem("factor_set.other_method", digest, detail))


def _document(
    bundle: Bundle, digest: str, model: type[Document], findings: Findings
) -> Document | None:
    """Read a rulebook or factor set; report a missing or an invalid one."""
    data = bundle.blobs.get(digest)
    if data is None:
        detail = f"the {model.__name__} that the figure names is not in the bundle"
        findings.miss(StepNumber.RULES, Problem("blob.missing", digest, detail), digest)
    else:
        findings.checked(StepNumber.RULES)
        try:
            return read_document(data, model)
        except CradleError as error:
            detail = (
                f"the figure names it as a {model.__name__}, but it is not a valid one: {error}"
            )
            findings.contradict(StepNumber.RULES, Problem("blob.invalid", digest, detail), digest)
    findings.skip(_NEEDING, digest)
    return None


_NAME = re.compile(r"\b(EF|AR|IPCC)[ -]?v?(\d+(?:\.\d+)?)", re.IGNORECASE)
_REPORTS = {"IPCC 2007": "AR 4", "IPCC 2013": "AR 5", "IPCC 2021": "AR 6"}


def method_names(text: str) -> frozenset[str]:
    """The known methods that a text names, each in one spelling."""
    names = (f"{family.upper()} {number}" for family, number in _NAME.findall(text))
    return frozenset(_REPORTS.get(name, name) for name in names)


def names_another(text: str, method: str) -> bool:
    """True if a text names methods, and that method is not among them."""
    named = method_names(text)
    return bool(named) and not named & method_names(method)
