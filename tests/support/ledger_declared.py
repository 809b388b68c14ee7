"""A declaration of the small battery chain under a rulebook that may declare: an example, and no law."""

from support.ledger_battery import DRAFT, ELECTRICITY, BatteryChain

from schemas.signed.attestation import Depth
from schemas.signed.rulebook import Rulebook

EXAMPLE: Rulebook = DRAFT.model_copy(
    update={
        "id": "example-law",
        "declarable": "article_7",
        "electricity": DRAFT.electricity or ELECTRICITY,
    }
)
"""The draft as if it could be declared under: no rulebook that ships may."""

IN_FORCE: Rulebook = EXAMPLE.model_copy(update={"id": "law-in-force", "legal_status": "in_force"})
"""The same as if it were law in force, so that passport data are written of its declarations."""


def attest(chain: BatteryChain, calculation: str, **parts: object) -> str:
    """The auditor attests a calculation; returns the attestation's id."""
    draft = chain.attestation(calculation, **parts)
    return chain.world.submit(draft, chain.auditor.working).id


def declare(chain: BatteryChain, calculation: str, **parts: object) -> str:
    """The plant declares an attested calculation; returns the declaration's id."""
    attestation = attest(chain, calculation, depth=Depth(default="recomputed"))
    draft = chain.declaration(calculation, attestation, **parts)
    return chain.world.submit(draft, chain.plant.working).id


def calculate(chain: BatteryChain, **parts: object) -> str:
    """The plant calculates, under the example unless `parts` say otherwise; returns the calculation's id."""
    kept = chain.world.ledger.keep(EXAMPLE)
    draft = chain.calculation(**{"rulebook": kept, **parts})
    return chain.world.submit(draft, chain.plant.working).id
