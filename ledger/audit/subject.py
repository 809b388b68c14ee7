"""What a bundle is about, and the graph it states as of its calculation.

A bundle has one subject: its one declaration, with the attestation and the calculation that this
names, or else its one calculation. The calculation says as of which state of the registry every
citation means its newest version; the graph is resolved there and nowhere else.
"""

from dataclasses import dataclass

from ledger.audit.bundle import LEAVES, Bundle, Signed
from ledger.audit.citations import demand, demand_sections
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.footprint.composition import Part, cited_by, parts
from ledger.footprint.graph import Problem, Records, Resolution, resolve
from ledger.trust.leaves import made_subject
from schemas.calculation import Attestation, Calculation, Composition, Declaration
from schemas.statement import Kind, SectionName

NO_SUBJECT = "statements"
"""The subject of the finding that there is none."""

DEPENDENT = (
    Nr.LINEAGE,
    Nr.DELIVERIES,
    Nr.BALANCES,
    Nr.RULES,
    Nr.RECOMPUTATION,
    Nr.EQUALITY,
)
"""The steps that need the graph."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is verified: a calculation, and the documents that rest on it where there are any.

    Attributes:
        id: of the declaration, or else of the calculation.
    """

    id: str
    calculation_id: str
    calculation: Calculation | None
    composition: Composition | None
    attestation: Attestation | None
    declaration: Declaration | None


@dataclass(frozen=True, slots=True)
class View:
    """The graph behind a calculation, as of the state that it names.

    Attributes:
        id: of the calculation.
        product: the subject of the `made` leaves for what the calculation is about.
        made: the entries that such leaves name, up to that state.
        rows: the rows of the composition that could be resolved.
    """

    id: str
    calculation: Calculation
    composition: Composition
    product: str
    made: tuple[str, ...]
    records: Records
    resolution: Resolution
    rows: tuple[Part, ...]


def find_subject(bundle: Bundle, findings: Findings) -> Subject | None:
    """The subject of a bundle; none, or more than one, is a finding."""
    for kind in (Kind.DECLARATION, Kind.CALCULATION):
        found = sorted(row.id for row in bundle.statements.values() if row.kind is kind)
        if len(found) > 1:
            detail = (
                f"The bundle holds {len(found)} statements of kind {kind.value}; it is about one."
            )
            findings.contradict(Nr.LINKS, Problem("bundle.subjects", found[1], detail))
        if found:
            return _subject(bundle, found[0], findings)
    detail = "The bundle holds no declaration and no calculation; there is nothing to verify."
    damaged = sorted(path for path in bundle.files if findings.has(path))
    cause = next((path for path in damaged if path.startswith("statements/")), None)
    findings.miss(Nr.LINKS, Problem("bundle.no_subject", NO_SUBJECT, detail), cause)
    return None


def _subject(bundle: Bundle, statement: str, findings: Findings) -> Subject:
    declaration = bundle.stated(statement, Declaration)
    attestation = None
    if declaration is not None:
        attestation = demand(bundle, declaration.attestation, Attestation, findings)
    named = statement if declaration is None else declaration.calculation
    calculation = demand(bundle, named, Calculation, findings)
    signed = bundle.statements.get(named)
    composition = signed.composition if signed is not None else None
    return Subject(statement, named, calculation, composition, attestation, declaration)


def build_view(
    bundle: Bundle, subject: Subject | None, registry: Registry | None, findings: Findings
) -> View | None:
    """The graph of the subject's calculation; None where something it needs is not at hand."""
    signed = bundle.statements.get(subject.calculation_id) if subject is not None else None
    if subject is None:
        cause = NO_SUBJECT
    elif signed is None or subject.calculation is None:
        cause = subject.calculation_id
    elif signed.composition is None:
        demand_sections(signed, findings)
        cause = signed.named[SectionName.COMPOSITION]
    elif registry is None:
        cause = LEAVES
    elif not registry.holds(subject.calculation.as_of):
        detail = "its `as_of` names a state that the registry never was in"
        findings.contradict(Nr.LINEAGE, Problem("state.unknown", signed.id, detail))
        cause = signed.id
    else:
        return _view(bundle, subject.calculation, signed, signed.composition, registry)
    for step in DEPENDENT:
        findings.not_told(step, cause, step.name.lower())
    return None


def _view(
    bundle: Bundle,
    calculation: Calculation,
    signed: Signed,
    composition: Composition,
    registry: Registry,
) -> View:
    as_of = calculation.as_of.size
    records = Records(bundle.entries(), bundle.deliveries(), registry.changes_at(as_of))
    resolution = resolve(*cited_by(composition), records)
    product = made_subject(calculation.issuer, calculation.model, calculation.site)
    return View(
        id=signed.id,
        calculation=calculation,
        composition=composition,
        product=product,
        made=tuple(made.id for at, made in registry.made_of(product) if at < as_of),
        records=records,
        resolution=resolution,
        rows=parts(composition, resolution, records),
    )


def first_hole(bundle: Bundle, view: View) -> str | None:
    """The first thing that the graph needs and that is not at hand; None where it is whole."""
    for problem in view.resolution.problems:
        return problem.subject
    for node in view.resolution.order:
        signed = bundle.statements[node]
        for name in (SectionName.INVENTORY, SectionName.PRODUCT):
            if name not in signed.sections:
                return signed.named[name]
    return None
