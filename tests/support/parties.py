"""A registration for rules on roles: real in form, unsigned."""

from support.chains import ORIGIN, ident

from schemas.participant import Participant, ParticipantSections, PublicKey
from schemas.vocabulary import Role


def participant(*roles: Role) -> Participant:
    """A participant with these roles."""
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
