"""The rules of attestations and declarations.

An auditor attests a figure that another participant states. A declaration is by the calculation's own issuer, rests on
an attestation of that calculation whose outcome is no refusal, and on a rulebook that permits declarations of its
subject, a battery or another product; if the method requires the company's own data, an entry of the graph has each
such process. Only a battery's declaration states a conformity number, and it states one (decision 0061).
"""

from collections.abc import Iterator

from ledger.footprint.battery.company_specific import missing_processes
from ledger.footprint.graph.resolution import Problem, Resolution
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import AssertedCalculation, Calculation, Declaration
from schemas.signed.rulebook import Rulebook


def attestation_problem(name: str, attestation: Attestation, issuer: str) -> Problem | None:
    """An auditor does not attest a figure that it states itself; None if it does not.

    Args:
        name: of the attestation.
        attestation: the statement.
        issuer: of the calculation or delivery that is attested.
    """
    if attestation.issuer == issuer:
        return Problem(
            "attestation.own", name, "an auditor does not attest its own figure", "issuer"
        )
    return None


def declared_problem(
    name: str, declaration: Declaration, calculation: Calculation
) -> Problem | None:
    """A declaration is of a calculation by the same issuer."""
    if calculation.issuer != declaration.issuer:
        detail = (
            f"it declares a calculation by {calculation.issuer}; only its issuer may declare it"
        )
        return Problem("declaration.calculation", name, detail, "calculation")
    return None


def subject_problems(
    name: str, declaration: Declaration, calculation: Calculation
) -> Iterator[Problem]:
    """A battery's declaration states its conformity number; a product's has neither that nor a chemistry."""
    of_battery = calculation.declared_unit is None
    if of_battery and declaration.conformity is None:
        detail = (
            "it is of a battery and has no number of the EU declaration of conformity; state"
            " conformity"
        )
        yield Problem("declaration.subject", name, detail, "conformity")
    for field in () if of_battery else ("conformity", "chemistry"):
        if getattr(declaration, field) is not None:
            detail = f"it is of a product that is not a battery, and states {field}; leave it out"
            yield Problem("declaration.subject", name, detail, field)


def declared_attestation_problems(
    declaration: Declaration, attestation: Attestation
) -> Iterator[Problem]:
    """The attestation that a declaration names is of its calculation, no refusal, and no later than the declaration.

    Days are compared where both are stated; each is its issuer's word.
    """
    if attestation.calculation != declaration.calculation:
        detail = f"it is of {attestation.subject}, which is not the calculation that is declared"
        yield Problem("declaration.attestation", declaration.attestation, detail, "attestation")
    if attestation.outcome == "refused":
        detail = "the auditor has refused the calculation; correct it and have it attested"
        yield Problem("declaration.refused", declaration.attestation, detail, "attestation")
    issued, attested = declaration.date, attestation.date
    if issued is not None and attested is not None and issued < attested:
        detail = (
            f"it is of {attested}, and the declaration of {issued}; a declaration rests on an attestation that was"
            " made before it, so date it no earlier"
        )
        yield Problem("declaration.date", declaration.attestation, detail, "date")


def missing_for_article_7(
    rulebook: Rulebook, resolution: Resolution | None = None
) -> Iterator[str]:
    """The reasons why a figure under this rulebook is not an Article 7 declaration.

    Args:
        rulebook: of the figure.
        resolution: the graph behind it, for missing entries; None if only the rulebook is known.
    """
    if rulebook.declarable != "article_7":
        yield f"A rulebook that is law: {rulebook.id} has the legal status {rulebook.legal_status}"
    yield from rulebook.not_covered
    missing = () if resolution is None else missing_processes(resolution, rulebook)
    if missing:
        yield f"Company-specific data: no entry has the process {', '.join(missing)}"


def declarable_problem(
    name: str, calculation: AssertedCalculation, rulebook: Rulebook
) -> Problem | None:
    """The rulebook permits declarations of the subject: of a battery, or of any other product."""
    declares, of_battery = rulebook.declarable, calculation.declared_unit is None
    if declares in ({"article_7", "demo"} if of_battery else {"product"}):
        return None
    if of_battery:
        of_what = " of a battery" if declares == "product" else ""
        missing = "; ".join(missing_for_article_7(rulebook))
        detail = (
            f"under rulebook {rulebook.id} no declaration{of_what} is possible. Missing: {missing}"
        )
    else:
        detail = (
            f"under rulebook {rulebook.id} no declaration of a product is possible; calculate it"
            " under one whose declarable is product"
        )
    return Problem("declaration.rulebook", name, detail, "calculation")


def company_specific_problem(
    name: str, rulebook: Rulebook, resolution: Resolution
) -> Problem | None:
    """Each process for which the method requires the company's own data has an entry in the graph."""
    if rulebook.declarable != "article_7":
        return None
    missing = missing_processes(resolution, rulebook)
    if not missing:
        return None
    detail = (
        f"under rulebook {rulebook.id} the company states these processes itself: "
        f"{', '.join(missing)}; enter them under their process codes and calculate again"
    )
    return Problem("declaration.company_specific", name, detail, "calculation")
