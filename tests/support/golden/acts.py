"""Statements of the golden chain beside the way from material to declaration.

The site balance of the pack plant; an auditor's commitment to a sample, and the attestation that reveals its seed; an
objection and its answer; and an entry that was cut out of a loop.
"""

from hashlib import sha256

from support.golden.chain import ORIGIN, YEAR, Chain, file_digest, salt, seal_as, signer
from support.golden.firms import enter

from ledger.rules.samples import commitment_digest
from ledger.state.drafting import Draft
from ledger.trust.checkpoint import Checkpoint, format_checkpoint
from ledger.trust.encoding import encode_base64
from ledger.trust.merkle import leaf_hash, root_of
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory, LoopCut, Output
from schemas.signed.objection import Answer, Ground, Objection
from schemas.signed.rows import ActivityInput
from schemas.signed.site_balance import (
    Balance,
    BalanceRow,
    EntryShare,
    SiteBalance,
    SiteBalanceSections,
)
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import (
    DataBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Source,
    Stage,
    Unit,
)


def site_balance(chain: Chain) -> Draft:
    """The draft of the plant's balance: metered and bought amounts, stocks, and the share of the packs."""
    pack, issuer = chain.id("pack"), chain.id("packs")
    balance = Balance(
        rows=(
            BalanceRow(
                flow="example:electricity",
                unit=Unit.KWH,
                bought="262000",
                entries=(EntryShare(entry=pack, amount="250000"),),
                remainder="12000",
            ),
            BalanceRow(
                product="urn:example:product:nmc811",
                unit=Unit.KG,
                bought="20000",
                opening="0",
                closing="5000",
                entries=(EntryShare(entry=pack, amount="15000"),),
                remainder="0",
            ),
        )
    )
    sealed = seal_as("site_balance", Kind.SITE_BALANCE, issuer, {SectionName.BALANCE: balance})
    statement = SiteBalance(
        origin=ORIGIN,
        issuer=issuer,
        site="PACK-1",
        period=YEAR,
        sections=SiteBalanceSections.model_validate(sealed.digests),
    )
    return Draft(statement, sealed.documents)


NONCE = sha256(b"cradle golden nonce of a sample").hexdigest()


def draw_sample(chain: Chain) -> None:
    """Append the commitment, then the attestation."""
    auditor, calculation = chain.id("auditor"), chain.id("calculation")
    digest = commitment_digest(auditor, NONCE, calculation)
    commitment = Commitment(origin=ORIGIN, issuer=auditor, subject=calculation, digest=digest)
    chain.admit("commitment", Draft(commitment), "auditor working")
    attestation = Attestation(
        origin=ORIGIN,
        issuer=auditor,
        calculation=calculation,
        bundle=file_digest("audit bundle with the commitment"),
        policy=file_digest("policy"),
        findings=file_digest("findings with the sample"),
        scope="Model EX-1 from plant PACK-1, a sample of its processes",
        level="reasonable",
        materiality="5",
        depth=Depth(default="sampled"),
        outcome="verified",
        sample=AttestedSample(
            commitment=chain.id("commitment"),
            nonce=NONCE,
            checkpoint=_checkpoint(chain),
            processes=4,
            drawn=file_digest("list of the sample"),
        ),
        nonce=salt("sampled_attestation"),
    )
    chain.admit("sampled_attestation", Draft(attestation), "auditor working")


def _checkpoint(chain: Chain) -> SeedCheckpoint:
    """The state of the entries log whose last leaf is the commitment, as the log signs it."""
    size, root = len(chain.entries), root_of(map(leaf_hash, chain.entries))
    text = format_checkpoint(Checkpoint(f"{ORIGIN}/entries", size, root))
    signature = signer("log entries").sign(text.encode())
    return SeedCheckpoint(size=size, root=root.hex(), signature=encode_base64(signature))


def object_and_answer(chain: Chain) -> None:
    """Append the objection, then the answer."""
    objection = Objection(
        origin=ORIGIN,
        issuer=chain.id("packs"),
        subject=chain.id("cathode_corrected"),
        row="inputs/1",
        ground=Ground.AMOUNT,
        claimed_kg="125000",
        reason="The electricity of the site is above the one metered at the feeder",
        evidence=(file_digest("reading of the feeder"),),
        answer_by="2026-06-30",
        nonce=salt("objection"),
    )
    chain.admit("objection", Draft(objection), "packs working")
    answer = Answer(
        origin=ORIGIN,
        issuer=chain.id("material"),
        objection=chain.id("objection"),
        outcome="rejects",
        reason="The feeder serves a second line, which has an entry of its own",
        evidence=(file_digest("plan of the feeder"),),
        nonce=salt("answer"),
    )
    chain.admit("answer", Draft(answer), "material working")


def coat(chain: Chain) -> None:
    """Admit the entry of a coating line with the cut that the import of a case signs."""
    header: dict[str, object] = {
        "site": Site(code="COAT-1", country="FI"),
        "process": ProcessCode.ELECTRODE,
        "basis": DataBasis.SITE_PERIOD_AVERAGE,
    }
    line = ProductLine(line="foil", form="as_is", kg_per_unit="1")
    enter(chain, "coating", "material", header, (_foil(), Product(lines=(line,)), None))


def _foil() -> Inventory:
    """A year of coated foil; the recovered solvent comes from a site that uses the foil's vapour."""
    foil = Output(
        line="foil",
        product="urn:example:product:coated-foil",
        name="Coated foil",
        amount="100000",
        unit=Unit.KG,
        role=OutputRole.MAIN,
    )
    material = ActivityInput(
        type="activity",
        flow="example:cobalt_sulfate",
        amount="102000",
        unit=Unit.KG,
        known=Known.WEIGHED,
        purpose=Purpose.MATERIAL,
        stage=Stage.MAIN_PRODUCTION,
        source=Source.DATASET,
    )
    solvent = LoopCut(
        product="urn:example:product:recovered-solvent",
        amount="45000",
        unit=Unit.KG,
        effect="60750.5",
    )
    return Inventory(outputs=(foil,), inputs=(material,), cuts=(solvent,))
