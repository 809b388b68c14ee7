"""The golden chain's sample: an auditor's commitment, and the attestation that reveals its seed."""

from hashlib import sha256

from ledger.rules.samples import commitment_digest
from ledger.state.drafting import Draft
from ledger.trust.checkpoint import Checkpoint, format_checkpoint
from ledger.trust.encoding import encode_base64
from ledger.trust.merkle import leaf_hash, root_of
from schemas.signed.calculation import Attestation, Depth
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint
from tools.golden_chain import ORIGIN, Chain, file_digest, salt, signer

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
