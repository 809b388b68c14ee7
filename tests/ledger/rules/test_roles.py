"""Each kind of statement is issued by a participant of certain roles."""

import pytest
from support.chains import ident
from support.parties import participant

from ledger.rules.roles import ROLES, role_problem
from schemas.statement import Kind
from schemas.vocabulary import Role


@pytest.mark.parametrize("kind", ROLES)
@pytest.mark.parametrize("role", Role)
def test_a_role_issues_its_kinds_and_no_other(kind: Kind, role: Role) -> None:
    """The issuer has one of the roles of the kind, or the statement is refused."""
    found = role_problem(ident("statement"), kind, participant(role))
    assert (found is None) == (role in ROLES[kind])
    assert found is None or (found.code, found.place) == ("issuer.role", "issuer")


def test_every_kind_of_the_entries_log_has_its_roles() -> None:
    """Registrations and changes of keys are judged by keys and registrars instead."""
    assert set(Kind) - set(ROLES) == {Kind.PARTICIPANT, Kind.KEY}
