"""Each kind of statement is issued by a participant of certain roles."""

import pytest
from support.graph import ORIGIN, ident

from ledger.rules.roles import ROLES, role_problem
from schemas.signed.participant import Participant, ParticipantSections, PublicKey
from schemas.signed.statement import Kind
from schemas.vocabulary import Role


def participant(*roles: Role) -> Participant:
    """A registration with these roles: real in form, without signatures."""
    root, working = (PublicKey(alg="ed25519", key=byte * 32) for byte in ("ab", "cd"))
    return Participant(
        origin=ORIGIN,
        root_keys=(root,),
        threshold=1,
        working_keys=(working,),
        roles=tuple(sorted(roles)),
        registrar=ident("registrar"),
        sections=ParticipantSections(profile=ident("profile")),
    )


@pytest.mark.parametrize("kind", ROLES)
@pytest.mark.parametrize("role", Role)
def test_a_role_issues_its_kinds_and_no_other(kind: Kind, role: Role) -> None:
    """The issuer has one of the roles of the kind, or the statement is refused."""
    found = role_problem(ident("statement"), kind, participant(role))
    assert (found is None) == (role in ROLES[kind])
    assert found is None or (found.code, found.place) == ("issuer.role", "issuer")


@pytest.mark.parametrize(
    ("kind", "roles", "sentence"),
    [
        (
            Kind.ATTESTATION,
            (Role.MANUFACTURER,),
            "only auditors can attest; the issuer is registered as manufacturer",
        ),
        (
            Kind.ENTRY,
            (Role.WITNESS, Role.AUDITOR),
            "only manufacturers and suppliers can submit entries; the issuer is registered as auditor and witness",
        ),
    ],
)
def test_the_sentence_says_who_may_and_who_the_issuer_is(
    kind: Kind, roles: tuple[Role, ...], sentence: str
) -> None:
    """The act is a verb, and the roles have their words."""
    found = role_problem(ident("statement"), kind, participant(*roles))
    assert found is not None
    assert found.detail == sentence


def test_every_kind_of_the_entries_log_has_its_roles() -> None:
    """Registrations and changes of keys are judged by keys and registrars instead."""
    assert set(Kind) - set(ROLES) == {Kind.PARTICIPANT, Kind.KEY}
