"""Drafts: an id that does not depend on signatures, sections under fresh salts, countersigning."""

import json
from itertools import count

from support.ledger_world import ORIGIN, public, signer
from support.refusal import refused

from ledger.state.drafting import Draft, countersign, derive_fresh, seal, sign_draft
from ledger.trust.envelope import match_signers, parse_envelope, statement_id
from ledger.trust.leaves import digest
from schemas.signed.participant import Participant, ParticipantSections, Profile
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Role

ROOT, WORKING, REGISTRAR = signer("root"), signer("working"), signer("registrar")


def draft() -> Draft:
    """A registration."""
    salts = count()
    profile = {SectionName.PROFILE: Profile(legal_name="A Ltd", country="SE", identifiers=())}
    sealed = seal(Kind.PARTICIPANT, None, profile, lambda: f"{next(salts):032x}")
    participant = Participant(
        origin=ORIGIN,
        root_keys=(public(ROOT),),
        threshold=1,
        working_keys=(public(WORKING),),
        roles=(Role.SUPPLIER,),
        registrar=digest(b"registrar"),
        sections=ParticipantSections(**sealed.digests),
    )
    return Draft(participant, sealed.documents)


def test_id_is_of_what_is_said() -> None:
    """The id is known before any signature, and does not depend on the signers."""
    made = draft()
    assert made.kind is Kind.PARTICIPANT
    for signers in ([ROOT], [ROOT, WORKING]):
        envelope = parse_envelope(sign_draft(made, signers).envelope)
        assert statement_id(envelope.payload_type, envelope.payload) == made.id
        assert len(envelope.signatures) == len(signers)


def test_sections_are_named_by_digest() -> None:
    """The payload names the digest of the document, which holds the salt and the value."""
    made = draft()
    (document,) = made.sections
    assert json.loads(made.payload)["sections"] == {"profile": digest(document)}
    section = json.loads(document)
    assert section["salt"] == "0" * 32
    assert section["value"]["legal_name"] == "A Ltd"
    assert "issuer" not in section


def test_every_section_has_its_own_salt() -> None:
    """Two sections with one value have two digests, so equal recipes do not show."""
    value = Profile(legal_name="A Ltd", country="SE", identifiers=())
    salts = count()
    names = {SectionName.PROFILE: value, SectionName.QUALITY: value}
    sealed = seal(Kind.ENTRY, digest(b"issuer"), names, lambda: f"{next(salts):032x}")
    assert len(set(sealed.digests.values())) == 2
    assert json.loads(sealed.documents[0])["issuer"] == digest(b"issuer")


def test_countersigning() -> None:
    """A registrar adds its signature to what others signed, in the order of the wire."""
    made = draft()
    signed = sign_draft(made, [ROOT, WORKING])
    both = countersign(signed, REGISTRAR)
    keys = match_signers(
        parse_envelope(both.envelope), [ROOT.public, WORKING.public, REGISTRAR.public]
    )
    assert set(keys) == {ROOT.public, WORKING.public, REGISTRAR.public}
    assert both.sections == signed.sections
    assert both == sign_draft(made, [REGISTRAR, WORKING, ROOT])
    with refused("signature.repeated", "signatures"):
        countersign(both, REGISTRAR)


def test_derived_salts_are_those_of_one_content_and_one_secret() -> None:
    """The same ones again for both; others for another secret, another content, another section."""
    drawn = []
    for secret in (b"a", b"b"):
        for content in (b"x", b"y"):
            fresh = derive_fresh(secret, content)
            drawn.append([fresh() for _ in range(3)])
    again = derive_fresh(b"a", b"x")
    assert [again() for _ in range(3)] == drawn[0]
    assert len({salt for row in drawn for salt in row}) == 12
    assert all(len(salt) == 32 for row in drawn for salt in row)
