"""What a declaration is built from: signed statements as values, and the graph that was computed for them."""

from dataclasses import dataclass

from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.valuation.figure import Figures
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.participant import Profile
from schemas.signed.rulebook import Rulebook
from schemas.views.declaration_document import LeftOut
from schemas.views.report import ConservativeTotal
from schemas.views.standing import FigureStanding


@dataclass(frozen=True, slots=True)
class MadeEntry:
    """An entry of the model and plant in its newest version, and the figures of it and of what it rests on.

    `why` is that of an entry that the declared figure does not count, with the `reason` of an exclusion; None for a
    counted one. `figures` lack the entry if its figure cannot be computed.
    """

    record: EntryRecord
    figures: Figures
    why: LeftOut | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DeclarationSource:
    """The statements and values behind a declaration.

    Attributes:
        id: of the calculation.
        calculation, composition: as they are signed.
        rows: of the composition, resolved.
        resolution, figures: the graph behind the figure.
        rulebook: its method.
        profile: of the manufacturer.
        made: the entries of the model and plant that are counted, or end in the period and are not.
        declaration: with its id; None if the calculation is not declared.
        attestation: that the declaration names, else the newest; a refusal too. None if there is none.
        conservative: the figure with unsettled choices at their alternatives; None if it is unknown.
        standing: of the figure.
        page: the public address of the document; None if it has none but the study's.
    """

    id: str
    calculation: Calculation
    composition: Composition
    rows: tuple[Part, ...]
    resolution: Resolution
    figures: Figures
    rulebook: Rulebook
    profile: Profile
    made: tuple[MadeEntry, ...]
    declaration: tuple[str, Declaration] | None
    attestation: Attestation | None
    conservative: ConservativeTotal | None
    standing: FigureStanding
    page: str | None
