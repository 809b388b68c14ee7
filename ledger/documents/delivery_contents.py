"""What a document about a delivery in another format is built from: signed statements, and the proof of both.

The ledger gathers it from its store (`ledger.service.answers.delivery_contents`), and a reader from a bundle.
"""

from dataclasses import dataclass

from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry, ProductLine
from schemas.signed.log import Receipt
from schemas.signed.participant import Profile
from schemas.signed.policy import LogKeys
from schemas.signed.quality import Quality
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.standing import FigureStanding


@dataclass(frozen=True, slots=True)
class DeliveryContents:
    """A delivery with a figure, and the data that accompany it.

    Attributes:
        id, delivery, envelope: the delivery, as it was signed.
        figure: the figure it states, kg CO2e per unit.
        signer: the raw key that signed it.
        receipt: its leaf and proof; `logs` are the keys of both logs.
        entry_id, entry, entry_envelope: the entry behind it.
        line, quality: of the delivered line, and of the entry; None where not stated.
        company: the issuer's profile.
        preceding: the deliveries that this one has replaced, newest first.
        active: True unless it was replaced or withdrawn, or its entry was withdrawn.
        standing: of its figure, as everybody may know it.
        rulebook, factor_sets: the method of the figure.
        attestations: auditors' statements on this delivery, and behind the issuer's declarations of this very battery.
    """

    id: str
    delivery: Delivery
    envelope: bytes
    figure: DeliveredFigure
    signer: bytes
    receipt: Receipt
    logs: LogKeys
    entry_id: str
    entry: Entry
    entry_envelope: bytes
    line: ProductLine | None
    quality: Quality | None
    company: Profile
    preceding: tuple[str, ...]
    active: bool
    standing: FigureStanding
    rulebook: Rulebook
    factor_sets: tuple[FactorSet, ...]
    attestations: tuple[str, ...]
