"""Statements by what they are about: the query answers what reading every document does, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_attested import Audited, audited
from support.ledger_folders import set_back
from support.ledger_world import LOG_SIGNERS

from ledger.append.ledger import Ledger
from ledger.operation import contents
from ledger.operation.upgrading import upgrade
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, engaged_by
from ledger.state.attestations import attestations_of
from ledger.state.disclosure import Standing
from ledger.state.view import View
from ledger.store.place import read_place
from ledger.store.scan import derived_rows
from ledger.store.statements import ids_about, ids_of_kind
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Declaration
from schemas.vocabulary import CredentialKind, Role

KINDS = ("participant", "entry", "delivery", "calculation", "attestation", "declaration")
STRANGER = Principal("x", CredentialKind.SCRIPT, "x", None, frozenset({Role.SUPPLIER}))


@pytest.fixture(name="it")
def declared_chain(tmp_path: Path, database: str | None) -> Iterator[Audited]:
    """Two deliveries attested, one of them twice; two calculations, of which one is attested twice and declared."""
    with audited(tmp_path / "ledger", database) as it:
        chain, west = it.chain, it.auditors["west"]
        for subject, auditor in (("salt", "north"), ("ore", "east"), ("salt", "west")):
            it.attest(subject, auditor)
        declared = it.ids["calculation"]
        other = chain.calculation(end_of_life=(Treatment(delivery=it.ids["treatment"]),))
        it.world.submit(other, chain.plant.working)
        first, _ = (it.world.submit(chain.attestation(declared), west.working).id for _ in range(2))
        it.world.submit(chain.declaration(declared, first), chain.plant.working)
        yield it


def documents(view: View) -> dict[str, Attestation | Declaration]:
    """Every attestation and declaration, read one by one."""
    found: dict[str, Attestation | Declaration] = {}
    for kind in ("attestation", "declaration"):
        for name in ids_of_kind(view.connection, kind):
            one = view.statement(name, Attestation) or view.statement(name, Declaration)
            assert one is not None
            found[name] = one
    return found


def everything(view: View) -> list[str]:
    """The ids of all statements."""
    return [name for kind in KINDS for name in ids_of_kind(view.connection, kind)]


def test_attestations_are_those_that_name_the_delivery(it: Audited) -> None:
    """Of each statement and of all together, in the order of the log; of a calculation there are none."""
    with it.world.ledger.view() as view:
        known, names = documents(view), everything(view)
        for asked in (*({name} for name in names), set(names), set[str]()):
            expected = [
                name
                for name, one in known.items()
                if isinstance(one, Attestation) and one.delivery in asked
            ]
            assert list(attestations_of(view, asked)) == expected
        assert len(attestations_of(view, names)) == 3


def test_what_is_declared_is_what_a_declaration_names(it: Audited) -> None:
    """A stranger is shown the declaration, its calculation and its attestation, and no other of these kinds."""
    with it.world.ledger.view() as view:
        shown = {
            name
            for name in everything(view)
            if Visibility(view, STRANGER).standing(name) is Standing.ANYONE
        }
        declared = {
            part
            for name, one in documents(view).items()
            if isinstance(one, Declaration)
            for part in (name, one.calculation, one.attestation)
        }
        assert len(declared) == 3
        assert shown == declared.union(ids_of_kind(view.connection, "participant"))


def test_an_engagement_opens_the_attestations_of_what_it_opens(it: Audited) -> None:
    """For each possible subject: all attestations of its foundations, by every issuer."""
    with it.world.ledger.view() as view:
        for subject, count in (("calculation", 5), ("salt", 3), ("ore", 1), ("treatment", 0)):
            opened = engaged_by(view, it.ids[subject])
            attested = {
                name
                for name, one in documents(view).items()
                if isinstance(one, Attestation) and one.subject in opened
            }
            assert len(attested) == count
            assert attested == opened.intersection(ids_of_kind(view.connection, "attestation"))


def test_many_subjects_are_asked_for_at_once(it: Audited) -> None:
    """A thousand subjects find each document once, in the order of the log."""
    with it.world.ledger.view() as view:
        subjects = [f"nothing {at}" for at in range(1000)]
        subjects[::500] = it.ids["ore"], it.ids["salt"]
        found = ids_about(view.connection, "attestation", [*subjects, it.ids["calculation"]])
        assert found == ids_of_kind(view.connection, "attestation")
        assert len(found) == 5


def test_an_older_ledger_is_filled_from_its_statements(
    it: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database from before tables and columns finds, once upgraded, what it finds that had them from the start."""
    monkeypatch.setattr(contents, "_prove_marks", lambda *_: None)  # no table had them then
    ledger, folder = it.world.ledger, tmp_path / "ledger"
    with ledger.store.read() as connection:
        rows = {table: set(derived_rows(connection, table)) for table in ("about", "delivery")}
    assert [*map(len, rows.values())] == [5 + 2, 3]
    ledger.close()
    set_back(folder, "0006")
    upgrade(folder, None if read_place(folder).database else tmp_path / "copy.db")
    with (
        Ledger.open(folder, LOG_SIGNERS, upgrade=False) as opened,
        opened.store.read() as connection,
    ):
        assert {table: set(derived_rows(connection, table)) for table in rows} == rows
