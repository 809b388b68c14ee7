"""Published warranties of the signed battery: its terms as they are, and notes of them by a publisher's key."""

from support.bundles import signer
from support.signed_battery import honest

from ledger.audit.published_warranty import sign_warranty
from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.exchanged.published_warranty import PublishedWarranty
from schemas.signed.policy import Policy, WarrantyNote

PUBLISHER = "packs.example/warranties"
MODEL = "urn:example:battery:m1"
MAKER = honest().ledger.parties["packer"]
VKEY = format_vkey(Vkey(PUBLISHER, ED25519, signer("publisher").public))


def terms(manufacturer: str, model: str, **other: str | None) -> PublishedWarranty:
    """Eight years, 130,000 km and 80 % of the energy for what is made from 2024 on, but for some members."""
    stated = {
        "manufacturer": manufacturer,
        "model": model,
        "made_from": "2024-01-01",
        "years": "8",
        "km": "130000",
        "remaining_energy": "0.8",
        "document": f"sha256:{'5' * 64}",
    }
    return PublishedWarranty.model_validate(stated | other)


def policy_with(*published: PublishedWarranty) -> Policy:
    """The policy of the honest signed battery, which lists these warranties."""
    policy = honest().ledger.policy()
    return policy.model_copy(update={"warranties": tuple(map(signed, published))})


def signed(published: PublishedWarranty, by: str = "publisher") -> WarrantyNote:
    """The row of a policy with these terms."""
    return WarrantyNote.of(VKEY, sign_warranty(published, PUBLISHER, signer(by)))
