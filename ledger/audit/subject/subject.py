"""Step 5, subject: the document that a bundle is about, and the graph behind it.

A bundle has one subject: its one declaration, with the attestation and the calculation that it names, or else its
one calculation. A document that another one in the bundle supersedes is its history and no subject. The calculation
names a state of the registry. At that state every citation is resolved to the newest version. The subject of a bundle
without either is the delivery that no other statement in it rests on or replaces (`delivery_view`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ledger.audit.bundle.citations import require_sections, require_statement
from ledger.audit.bundle.files import LEAVES
from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.composition import Part, cited_by, parts
from ledger.footprint.graph.resolution import EntryRecord, Problem, Records, Resolution, resolve
from ledger.rules.period import neighbouring_entries
from ledger.trust.leaves import made_subject
from ledger.trust.marks import salted_digest
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind, SectionName
from schemas.values import RegistryState

NO_SUBJECT = "statements"
"""The subject of the finding that a bundle has no subject."""

DEPENDENT = tuple(step for step in StepNumber if step > StepNumber.LINKS)
"""The steps that need the graph."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The calculation to verify, and the attestation and declaration of it, if there are any.

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
class DeliverySubject:
    """The delivery to verify, in a bundle without a calculation."""

    id: str
    delivery: Delivery


class Graph(Protocol):
    """The graph behind a calculation or a delivery, as of a state of the registry."""

    @property
    def id(self) -> str:
        """The calculation or the delivery."""

    @property
    def as_of(self) -> RegistryState:
        """The registry state at which citations are resolved to the newest version."""

    @property
    def records(self) -> Records:
        """The statements in the bundle."""

    @property
    def resolution(self) -> Resolution:
        """The graph itself."""

    @property
    def production(self) -> Resolution:
        """The graph, and everything behind the entries that a calculation leaves out."""


@dataclass(frozen=True, slots=True)
class View:
    """The graph behind a calculation, as of the state that it names.

    Attributes:
        id: of the calculation.
        product: the subject of the `made` leaves of the calculation's product.
        made: the entries that such leaves name, up to that state.
        beside: the entries that the calculation leaves out and that are checked nevertheless (`neighbouring_entries`).
        production: the graph, and everything behind these entries.
        rows: the rows of the composition that could be resolved.
    """

    id: str
    calculation: Calculation
    composition: Composition
    product: str
    made: tuple[str, ...]
    beside: tuple[EntryRecord, ...]
    records: Records
    resolution: Resolution
    production: Resolution
    rows: tuple[Part, ...]

    @property
    def as_of(self) -> RegistryState:
        """The state that the calculation names."""
        return self.calculation.as_of


def find_subject(bundle: Bundle, findings: Findings) -> Subject | DeliverySubject | None:
    """Find the subject of a bundle; report none, or more than one."""
    findings.checked(StepNumber.SUBJECT)
    for model in (Declaration, Calculation):
        candidates = [signed for signed, _ in bundle.of(model)]
        subjects = sorted(
            {signed.id for signed in candidates} - {signed.old for signed in candidates}
        )
        if len(subjects) > 1:
            kind = bundle.statements[subjects[0]].kind.value
            detail = f"The bundle contains {len(subjects)} statements of kind {kind}; it may contain one."
            findings.contradict(StepNumber.SUBJECT, Problem("bundle.subjects", subjects[1], detail))
        if subjects:
            return _subject(bundle, subjects[0], findings)
    damaged = sorted(path for path in bundle.others if findings.has(path))
    cause = next((path for path in damaged if path.startswith("statements/")), None)
    delivery = _last_delivery(bundle) if cause is None else None
    if delivery is not None:
        return delivery
    detail = "The bundle contains no declaration, calculation or delivery, so there is nothing to verify."
    findings.miss(StepNumber.SUBJECT, Problem("bundle.no_subject", NO_SUBJECT, detail), cause)
    return None


def _subject(bundle: Bundle, statement: str, findings: Findings) -> Subject:
    declaration, step = bundle.stated(statement, Declaration), StepNumber.SUBJECT
    attestation = None
    if declaration is not None:
        name = declaration.attestation
        attestation = require_statement(bundle, name, Attestation, step, findings)
    named = statement if declaration is None else declaration.calculation
    calculation = require_statement(bundle, named, Calculation, step, findings)
    signed = bundle.statements.get(named)
    composition = signed.composition if signed is not None else None
    return Subject(statement, named, calculation, composition, attestation, declaration)


def _last_delivery(bundle: Bundle) -> DeliverySubject | None:
    """Return the delivery that no entry or delivery in the bundle names; of several the last one in the log.

    None if a leaf shows that a calculation or a declaration is missing.
    """
    proven = {leaf.kind for leaf in bundle.places.values()}
    if not proven.isdisjoint({Kind.CALCULATION, Kind.DECLARATION}):
        return None
    named = {
        name
        for signed in bundle.statements.values()
        if isinstance(signed.statement, Entry | Delivery)
        for name in signed.cited
    }
    free = {
        signed.id: signed.statement
        for signed in bundle.statements.values()
        if isinstance(signed.statement, Delivery) and signed.id not in named
    }
    if not free:
        return None
    bound = None if bundle.closure is None else salted_digest(bundle.closure.closure)
    last = max(free, key=lambda name: (_has_closure(bundle, name, bound), bundle.place(name), name))
    return DeliverySubject(last, free[last])


def _has_closure(bundle: Bundle, statement: str, bound: str | None) -> bool:
    """True if the leaf of a statement binds the closure in the bundle, which is that of the subject."""
    leaf = bundle.places.get(statement)
    return bound is not None and leaf is not None and leaf.closure == bound


def build_view(
    bundle: Bundle, subject: Subject | None, registry: Registry | None, findings: Findings
) -> View | None:
    """Build the graph of the subject's calculation; return None if something that it needs is missing."""
    signed = bundle.statements.get(subject.calculation_id) if subject is not None else None
    if subject is None:
        cause = NO_SUBJECT
    elif signed is None or subject.calculation is None:
        cause = subject.calculation_id
    elif registry is None:
        cause = LEAVES
    elif not registry.has_state(subject.calculation.as_of):
        detail = "its `as_of` names a state that the registry never was in"
        findings.contradict(StepNumber.LINKS, Problem("state.unknown", signed.id, detail))
        cause = signed.id
    elif signed.composition is None:
        require_sections(signed, StepNumber.LINKS, findings)
        cause = signed.named[SectionName.COMPOSITION]
    else:
        calculation, as_of = subject.calculation, subject.calculation.as_of.size
        records = Records(bundle.entries, bundle.deliveries, registry.changes_at(as_of))
        product = made_subject(calculation.issuer, calculation.model, calculation.site)
        production_entries = (
            production_entries.id
            for at, production_entries in registry.made_of(product)
            if at < as_of
        )
        return view_of(signed.id, calculation, signed.composition, production_entries, records)
    findings.skip(DEPENDENT, cause)
    return None


def view_of(
    name: str,
    calculation: Calculation,
    composition: Composition,
    production_entries: Iterable[str],
    records: Records,
) -> View:
    """Build the graph behind a calculation.

    Args:
        name: the id of the calculation.
        calculation: its content.
        composition: its rows and exclusions.
        production_entries: the entries that the `made` leaves of its product name, up to its state.
        records: the statements in the bundle, as of that state.
    """
    entries, deliveries = cited_by(composition)
    resolution = production = resolve(entries, deliveries, records)
    entry_ids = tuple(production_entries)
    beside = tuple(neighbouring_entries(calculation, composition, entry_ids, records))
    if beside:
        more = [record.id for record in beside]
        production = resolve([*entries, *more], deliveries, records)
    return View(
        id=name,
        calculation=calculation,
        composition=composition,
        product=made_subject(calculation.issuer, calculation.model, calculation.site),
        made=entry_ids,
        beside=beside,
        records=records,
        resolution=resolution,
        production=production,
        rows=parts(composition, resolution, records),
    )


def first_missing(bundle: Bundle, view: Graph) -> str | None:
    """Return the first thing that the graph needs and the bundle lacks; None if the graph is complete."""
    for problem in view.resolution.problems:
        return problem.subject
    for node in view.resolution.order:
        record = view.resolution.nodes[node]
        if record.inventory is None:
            return bundle.statements[node].named[SectionName.INVENTORY]
        if record.product is None:
            return bundle.statements[node].named[SectionName.PRODUCT]
    return None
