"""Commitments and attested samples on a real ledger, for the small battery chain."""

from dataclasses import dataclass, field
from hashlib import sha256

from support.ledger_battery import BatteryChain
from support.ledger_world import ORIGIN, Party

from ledger.append.submit import submit
from ledger.rules.samples import commitment_digest
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.encoding import encode_base64
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.signed.commitment import AttestedSample, Commitment, SeedCheckpoint
from schemas.signed.log import Receipt


def nonce_of(name: str) -> str:
    """The secret nonce of a name, 64 hexadecimal digits."""
    return sha256(b"nonce " + name.encode()).hexdigest()


def commitment(auditor: Party, subject: str, nonce: str = nonce_of("first")) -> Draft:
    """The draft of an auditor's commitment to a nonce."""
    digest = commitment_digest(auditor.id, nonce, subject)
    return Draft(Commitment(origin=ORIGIN, issuer=auditor.id, subject=subject, digest=digest))


def checkpoint_in(receipt: Receipt) -> SeedCheckpoint:
    """The signed checkpoint of a receipt, as a sample states it."""
    note = parse_note(parse_tlog_proof(receipt.proof.encode()).checkpoint)
    head = parse_checkpoint(note.text)
    signature = encode_base64(note.signatures[0].raw)
    return SeedCheckpoint(size=head.size, root=head.root.hex(), signature=signature)


@dataclass
class Sampling:
    """An auditor's commitments on a chain."""

    chain: BatteryChain
    receipts: dict[str, Receipt] = field(default_factory=dict)

    def commit(self, subject: str, nonce: str = nonce_of("first")) -> Receipt:
        """Submit a commitment of the chain's auditor."""
        auditor = self.chain.auditor
        draft = commitment(auditor, subject, nonce)
        receipt = submit(self.chain.world.ledger, sign_draft(draft, [auditor.working]))
        self.receipts[receipt.id] = receipt
        return receipt

    def sample(self, receipt: Receipt, nonce: str = nonce_of("first"), **parts: object) -> object:
        """The sample of an attestation; the list is made up, and a ledger does not judge it."""
        fields = {
            "commitment": receipt.id,
            "nonce": nonce,
            "checkpoint": checkpoint_in(receipt),
            "processes": 3,
            "drawn": "sha256:" + "4" * 64,
        }
        return AttestedSample.model_validate({**fields, **parts})
