"""A frame of a bicycle in a world: a mill rolls steel in kg, and a workshop welds frames in pieces.

Both calculate what they make, each per unit of its line, so both entries name it as their model:

    coil      200 kWh x 0.5 / 100 kg                                        1 kg CO2e per kg
    frame     (60 kg x 1 + 40 kWh x 0.5) / 20 pieces                        4 kg CO2e per piece
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ledger_battery import DIGEST, FACTORS, power
from support.ledger_folders import built_once
from support.ledger_world import ORIGIN, YEAR, Party, World, made, taken, world

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from ledger.state.drafting import Draft
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.calculation import Declaration
from schemas.signed.entry import Product, ProductLine
from schemas.views.report import Report
from schemas.vocabulary import ProcessCode, Role, Stage, Unit

COIL, FRAME = "urn:test:coil", "urn:test:frame"


@dataclass(frozen=True)
class ProductChain:
    """The parties, and the ids of what they stated."""

    world: World
    mill: Party
    workshop: Party
    auditor: Party
    coil: str
    shipped: str
    frames: str
    rulebook: str
    factors: str

    def frames_of(self, kwh: str, pieces: str = "20", **parts: object) -> Draft:
        """An entry of frames; `parts` replace outputs, header fields and sections."""
        fields = {
            "inputs": [taken(self.shipped, "60"), power(kwh, Stage.MAIN_PRODUCTION)],
            "process": ProcessCode.MAIN_UNSPECIFIED,
            "model": FRAME,
            "product": Product(lines=(ProductLine(line="main", form="as_is", kg_per_unit="3"),)),
        }
        frames = [made(self.workshop, pieces, product=FRAME, unit=Unit.PIECE)]
        outputs = parts.pop("outputs", frames)
        return self.world.entry(self.workshop, outputs, **{**fields, **parts})

    def request(self, **parts: object) -> CalculationRequest:
        """The workshop's request for its frames; `parts` replace fields."""
        fields = {
            "issuer": self.workshop.id,
            "model": FRAME,
            "site": "plant-1",
            "period": YEAR,
            "rulebook": self.rulebook,
            "factor_sets": (self.factors,),
        }
        return CalculationRequest(**{**fields, **parts})

    def standard(self) -> str:
        """The digest of the rulebook under which products are declared."""
        return self.world.ledger.keep(load_rulebook("iso-14067-partial-2018"))

    def of_coil(self, **parts: object) -> CalculationRequest:
        """The mill's request for its coil."""
        return self.request(issuer=self.mill.id, model=COIL, **parts)

    def calculation(self, request: CalculationRequest | None = None) -> Draft:
        """The draft of a calculation as of now, of the frames if no other is requested."""
        return build_calculation(self.world.ledger, request or self.request(), self.world.fresh)

    def attestation(self, calculation: str) -> Draft:
        """The auditor's draft on a calculation."""
        fields = {
            "origin": ORIGIN,
            "issuer": self.auditor.id,
            "calculation": calculation,
            **dict.fromkeys(("bundle", "policy", "findings"), DIGEST),
            "scope": "cradle to gate",
            "level": "agreed_upon_procedures",
            "materiality": "5",
            "depth": Depth(default="recomputed"),
            "outcome": "verified",
            "nonce": self.world.fresh(),
        }
        return Draft(Attestation(**fields))

    def declaration(self, calculation: str, attestation: str, **members: str) -> Draft:
        """The workshop's draft of a declaration; `members` are added."""
        fields = {"calculation": calculation, "attestation": attestation, **members}
        header = {"origin": ORIGIN, "issuer": self.workshop.id, "nonce": self.world.fresh()}
        return Draft(Declaration(**header, **fields, study="https://study.example/1"))

    def judge(self, calculation: str, **accepted: object) -> Report:
        """The report on the bundle of a calculation; `accepted` replace members of the policy."""
        policy = self.world.policy(self.rulebook, self.factors, self.auditor.id, **accepted)
        return verify(export_bundle(self.world.ledger, calculation), policy, DIGEST)


@built_once
@contextmanager
def product_chain(folder: Path, database: str | None = None) -> Iterator[ProductChain]:
    """A ledger with coil and frames in it, and no figure yet."""
    with world(folder, database) as begun:
        mill = begun.register("mill", Role.SUPPLIER, Role.MANUFACTURER)
        workshop = begun.register("workshop", Role.MANUFACTURER)
        auditor = begun.register("auditor", Role.AUDITOR)
        coil = begun.enter(mill, [made(mill, product=COIL)], inputs=[power("200")], model=COIL)
        chain = ProductChain(
            world=begun,
            mill=mill,
            workshop=workshop,
            auditor=auditor,
            coil=coil,
            shipped=begun.deliver(mill, coil, workshop, amount="60", product=COIL),
            frames="",
            rulebook=begun.ledger.keep(load_rulebook("study-cradle-to-gate-1")),
            factors=begun.ledger.keep(FACTORS),
        )
        frames = begun.submit(chain.frames_of("40"), workshop.working).id
        yield ProductChain(**{**vars(chain), "frames": frames})
