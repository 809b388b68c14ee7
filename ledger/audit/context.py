"""The context of an audit: one frozen value, to which each step adds its results.

A step receives the context of the steps before it and returns the next one. A result that a step could not get
stays at its default: None, or empty. The context does not decide the verdict; the findings do (`findings`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.audit.bundle.model import Bundle, IndexedLeaf
from ledger.audit.keys.signatures import SignersOf
from ledger.audit.keys.use import KeyResults
from ledger.audit.log.monitor import AcceptedReport
from ledger.audit.log.registry import Logs, Registry
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.method import Method, StatedFigure
from ledger.audit.subject.production import Production
from ledger.audit.subject.subject import DeliverySubject, Subject, View
from ledger.footprint.graph.cells import Cells
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures
from ledger.rules.border_quantities import RecomputedGoods
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Ratio
from schemas.signed.policy import Policy
from schemas.signed.quality import StudyQuality


class DeliveryAttestation(NamedTuple):
    """An attestation of a delivery, with its id."""

    id: str
    attestation: Attestation
    delivery: str


CountedAttestations = Mapping[str, tuple[DeliveryAttestation, ...]]
"""The attestations that count, by delivery, in the order of the log."""


@dataclass(frozen=True)
class RecomputedFigure:
    """The recomputed figure of a calculation, in kg CO2e per unit of it.

    Attributes:
        cells: under the stated total energy and number made.
        energy: the recomputed total energy of a battery; None of another product.
        energy_effect: the part of the declared total that is due to a wrong total energy.
        made_effect: the part that is due to another number, of batteries or declared units, than the lines make.
        row_effects: the amounts that rows add, by the entry and by the delivery that they name.
        distance: the transport distance of the product by the rows in tkm, in km; None if unknown.
        total: under the recomputed energy and number made.
        told: the figures of the graph as the issuer can know them, from which the header follows.
        told_cells: the cells by these, under the stated total energy and number made.
        quality: the data quality rating of the figure, if the rulebook has a rule for it.
    """

    cells: Cells
    energy: Ratio | None
    energy_effect: Decimal
    made_effect: Decimal
    row_effects: Mapping[str, Decimal]
    distance: Decimal | None
    total: Decimal
    told: Figures
    told_cells: Cells
    quality: StudyQuality | None = None


@dataclass(frozen=True)
class AuditContext:
    """All results of the steps so far on a bundle.

    Attributes:
        data: the bytes of the bundle.
        policy: the reader's policy.
        own: the reader's own copies of factor sets that may not be passed on.
        files: the files of the bundle by name; None if the container cannot be read (step 1).
        bundle: the values in the files (2).
        logs: the states of both logs that the bundle rests on (3).
        monitor_report: the report of a listed monitor on these states (4).
        subject: the document that is verified (5).
        signers: the keys that signed each statement (6).
        leaves: the leaf of each statement that its leaf describes correctly (7).
        keys: the disputed statements, and those whose keys could sign (8).
        view: the graph behind the subject; None if something that it needs is missing (9).
        method: the rulebook and factor sets of the figure (10).
        figures: of the entries in the graph (13).
        recomputed: the declared figure, recomputed (13).
        effects: the effects of faults on the figure; None if it could not be recomputed (13; for a delivery 14).
        compared: the deliveries whose figures were compared with the recomputation (14).
        goods: the goods of the carbon border whose quantities were recomputed, by delivery (14).
        attested: the attestations of deliveries that count (14).
        plausibility: the graph, its figures and its method, with what the observations computed (16).
        production: the entries of its model and site that the figure leaves out (16).
    """

    data: bytes
    policy: Policy
    own: tuple[bytes, ...] = ()
    files: Mapping[str, bytes] | None = None
    bundle: Bundle = field(default_factory=Bundle.empty)
    logs: Logs = field(default_factory=Logs)
    monitor_report: AcceptedReport | None = None
    subject: Subject | DeliverySubject | None = None
    signers: SignersOf = field(default_factory=dict)
    leaves: Mapping[str, IndexedLeaf] = field(default_factory=dict)
    keys: KeyResults = field(default_factory=KeyResults)
    view: View | DeliveryView | None = None
    method: Method | None = None
    figures: Figures | None = None
    recomputed: RecomputedFigure | None = None
    effects: Effects | None = None
    compared: frozenset[str] = frozenset()
    goods: Mapping[str, RecomputedGoods] = field(default_factory=dict)
    attested: CountedAttestations = field(default_factory=dict)
    plausibility: PlausibilityContext | None = None
    production: Production = field(default_factory=Production)

    @property
    def registry(self) -> Registry | None:
        """The registry, consistent with everything in the bundle that names a state of it."""
        return self.logs.registry

    @property
    def calculation(self) -> Calculation | None:
        """The calculation that is verified; None if the bundle lacks it, or is about a delivery."""
        return self.subject.calculation if isinstance(self.subject, Subject) else None

    @property
    def has_subject(self) -> bool:
        """True if the document that states the figure, or could state one, is in the bundle."""
        return self.calculation is not None or isinstance(self.subject, DeliverySubject)

    @property
    def stated(self) -> StatedFigure | None:
        """The figure that is verified: a calculation, or the one that a delivery states."""
        if isinstance(self.subject, DeliverySubject):
            return self.subject.delivery.figure
        return self.calculation
