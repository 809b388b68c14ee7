"""The rulebook and factor sets of a figure: accepted by the policy, at hand, and computable.

They are data that a calculation or a delivery names by digest; the policy lists the digests that its reader
accepts. What is at hand and not listed is still computed with, so that the report can say what else
is wrong. That a factor set says it was characterized by another method than the rulebook's is told
and changes nothing.
"""

from dataclasses import dataclass
from typing import TypeVar

from ledger.audit.bundle import Bundle
from ledger.audit.container import SIZE_LIMIT
from ledger.audit.findings import Findings, Nr
from ledger.footprint.factors import FactorTable
from ledger.footprint.graph import Problem
from ledger.footprint.method_names import names_another
from ledger.trust.leaves import read_model
from schemas.base import Model
from schemas.calculation import Calculation
from schemas.delivery import DeliveredFigure
from schemas.errors import CradleError
from schemas.policy import Policy
from schemas.rulebook import FactorSet, Rulebook

Document = TypeVar("Document", bound=Model)
Stated = Calculation | DeliveredFigure
"""What names the method that it was computed by."""


@dataclass(frozen=True, slots=True)
class Method:
    """What a figure is computed by."""

    rulebook: Rulebook
    table: FactorTable


def check_method(stated: Stated, policy: Policy, findings: Findings) -> None:
    """Checks that the policy lists the rulebook and the factor sets of a figure; both are known by digest."""
    _check_accepted(stated.rulebook, policy.rulebooks, "policy.rulebook", findings)
    for digest in stated.factor_sets:
        _check_accepted(digest, policy.factor_sets, "policy.factor_set", findings)


def read_method(bundle: Bundle, stated: Stated, findings: Findings) -> Method | None:
    """The method of a figure; None where a part of it is not at hand."""
    rulebook = _document(bundle, stated.rulebook, Rulebook, findings)
    sets = [_document(bundle, digest, FactorSet, findings) for digest in stated.factor_sets]
    whole = [factors for factors in sets if factors is not None]
    if rulebook is None or len(whole) < len(sets):
        return None
    if rulebook.unknown:
        detail = f"the rulebook cannot be computed; unknown: {'; '.join(rulebook.unknown)}"
        unknown = Problem("rulebook.unknown_parts", stated.rulebook, detail)
        findings.miss(Nr.RULES, unknown)
        _not_told(stated.rulebook, findings)
        return None
    for digest, factors in zip(stated.factor_sets, whole, strict=True):
        _compare_methods(digest, factors, rulebook, findings)
    return Method(rulebook, FactorTable(whole, rulebook))


def _check_accepted(digest: str, accepted: tuple[str, ...], code: str, findings: Findings) -> None:
    findings.checked(Nr.RULES)
    if digest not in accepted:
        detail = "the figure rests on it, and the policy does not list it"
        findings.contradict(Nr.RULES, Problem(code, digest, detail))


def _compare_methods(
    digest: str, factors: FactorSet, rulebook: Rulebook, findings: Findings
) -> None:
    method = rulebook.characterization.method
    if names_another(factors.method, method):
        detail = f"its values are by {factors.method}, the rulebook's gases by {method}"
        findings.remark(Nr.RULES, Problem("factor_set.other_method", digest, detail))


def _document(
    bundle: Bundle, digest: str, model: type[Document], findings: Findings
) -> Document | None:
    """A rulebook or factor set; that it is not at hand, or not one, is a finding."""
    data = bundle.blobs.get(digest)
    if data is None:
        detail = f"the {model.__name__} that the figure names is not in the bundle"
        findings.miss(Nr.LINKS, Problem("blob.missing", digest, detail), digest)
    else:
        findings.checked(Nr.LINKS)
        try:
            return read_model(data, model, SIZE_LIMIT)
        except CradleError as error:
            detail = f"named as a {model.__name__}, and yet none: {error}"
            findings.contradict(Nr.RULES, Problem("blob.invalid", digest, detail), digest)
    _not_told(digest, findings)
    return None


def _not_told(digest: str, findings: Findings) -> None:
    for step in (Nr.RECOMPUTATION, Nr.EQUALITY):
        findings.not_told(step, digest, step.name.lower())
