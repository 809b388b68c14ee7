"""Step 3 begun: by which keys each statement was signed, found at the side of all other steps.

A registration is signed by every key it lists, and by one working key of the registrar it names; a
change of keys by root keys, by those it brings in, and by one of a registrar it names; every other
statement by one working key of its issuer. No name of a key is believed: each signature is tried
against all keys that a participant has or had, as its registration and its changes in hand list
them, under the strict policy of `ledger.trust.keys`.

Trying takes longer than everything else together, and needs nothing but the statements' own files. So
it may be begun before they are read, by whoever can do several things at once: a process that has not
read a statement does so then. What will become of it if all are sound can mostly be told beforehand,
and the rest of the audit goes by that until it is known. What is made of it is in `signatures`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, cast

from ledger.audit.bundle import Signed
from ledger.trust.envelope import Envelope, Signers, match_signers
from ledger.trust.key_state import raw_keys
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.kinds import parties_of
from schemas.participant import Key, Participant
from schemas.statement import Statement

Keys = dict[str, Signers]
Outcome = Signers | CradleError
"""Who has signed a statement, or what is wrong with its signatures."""

AS_EXPECTED: Signers = ()
"""In place of the signers, where they are those that were expected: nothing is signed by nobody."""

Outcomes = Mapping[str, Outcome]
"""What became of the signatures of statements, by their ids."""

Each = Callable[[Callable[[str], Outcome | None], Sequence[str]], Iterable[Outcome | None]]
"""Does one thing with each of many, and gives the outcomes in their order: `map`, or several at once."""


class Sealed(Protocol):
    """A statement in its envelope, as far as its signatures need it."""

    @property
    def envelope(self) -> Envelope:
        """What is signed, and the signatures."""

    @property
    def statement(self) -> Statement:
        """What it says."""


class Statements(Protocol):
    """Statements by id, as far as they are at hand or can be read."""

    @property
    def names(self) -> Sequence[str]:
        """The ids of all that there may be."""

    def get(self, name: str, /) -> Sealed | None:
        """The statement of an id; None if it is not one, as far as that is known yet."""

    def registered(self) -> Iterable[tuple[str, Participant | Key]]:
        """The registrations and the changes of keys, by their ids."""


@dataclass(frozen=True)
class AtHand:
    """Statements that were read."""

    statements: Mapping[str, Signed]

    @property
    def names(self) -> Sequence[str]:
        """The ids of all that there are."""
        return list(self.statements)

    def get(self, name: str, /) -> Signed | None:
        """The statement of an id."""
        return self.statements.get(name)

    def registered(self) -> Iterable[tuple[str, Participant | Key]]:
        """The registrations and the changes of keys, by their ids."""
        for signed in self.statements.values():
            if isinstance(signed.statement, (Participant, Key)):
                yield signed.id, signed.statement


@dataclass(frozen=True)
class _Known:
    """All keys that participants have or had, whose registrations are at hand, as far as statements list them."""

    working: Keys = field(default_factory=dict)
    roots: Keys = field(default_factory=dict)

    def of_parties(self, statement: Statement) -> Sequence[Signers] | None:
        """The working keys of each of the parties to a statement; None where the registration of one is not at hand."""
        found = [self.working.get(party) for party in parties_of(statement)]
        return None if None in found else cast("Sequence[Signers]", found)


@dataclass(frozen=True)
class Trial:
    """Finds who has signed statements; a process finds out for itself which keys there are."""

    statements: Statements

    @cached_property
    def expected(self) -> Mapping[str, Signers | None]:
        """The keys that sign each statement, whose signers are at hand, if it is sound; None for one or another."""
        found = dict[str, Signers | None]()
        for name in self.statements.names:
            ready = self._ready(name)
            if ready is not None:
                signed, parties = ready
                found[name] = _expected(signed.statement, parties)
        return found

    def surprise(self, name: str) -> Outcome | None:
        """What became of the signatures of a statement: `AS_EXPECTED`, or what else; None if nobody can tell here."""
        ready = self._ready(name)
        if ready is None:
            return None
        signed, parties = ready
        try:
            matched = _check(signed, parties, self._known.roots)
        except CradleError as error:
            return error
        return AS_EXPECTED if matched == _expected(signed.statement, parties) else matched

    def _ready(self, name: str) -> tuple[Sealed, Sequence[Signers]] | None:
        """A statement and the keys of its parties; None where it, or a registration of theirs, is not at hand."""
        signed = self.statements.get(name)
        parties = None if signed is None else self._known.of_parties(signed.statement)
        return None if signed is None or parties is None else (signed, parties)

    @cached_property
    def _known(self) -> _Known:
        known = _Known()
        changes = list[Key]()
        for name, statement in self.statements.registered():
            if isinstance(statement, Participant):
                known.working[name] = raw_keys(statement.working_keys)
                known.roots[name] = raw_keys(statement.root_keys)
            else:
                changes.append(statement)
        for change in changes:
            if change.issuer in known.working:
                _extend(known.roots, change.issuer, raw_keys(change.root_keys or ()))
                if change.change == "add" and change.key is not None:
                    _extend(known.working, change.issuer, raw_keys([change.key]))
        return known


@dataclass(frozen=True)
class Trying:
    """A trial that was begun."""

    trial: Trial
    _told: Iterable[tuple[str, Outcome | None]]

    @property
    def foreseen(self) -> Outcomes | None:
        """What will have become of all signatures if they are sound; None where nobody can tell yet."""
        expected = self.trial.expected
        return None if None in expected.values() else cast("Outcomes", expected)

    @cached_property
    def surprises(self) -> Outcomes:
        """What became of signatures otherwise than expected, once that is known.

        What should have been told and was not is tried here: no signature counts that nobody has looked at.
        """
        surprises = dict[str, Outcome]()
        for name, told in self._told:
            if name in self.trial.expected:
                outcome = self.trial.surprise(name) if told is None else told
                if outcome is not None and outcome != AS_EXPECTED:
                    surprises[name] = outcome
        return surprises

    @property
    def outcomes(self) -> Outcomes:
        """What became of all signatures, once that is known."""
        return cast("Outcomes", {**self.trial.expected, **self.surprises})


def try_signatures(statements: Statements, each: Each = map) -> Trying:
    """Begins to try the signatures of statements.

    Args:
        statements: they may be read later than this.
        each: may begin at once, and go on while the outcomes are not asked for yet.
    """
    trial, names = Trial(statements), statements.names
    return Trying(trial, zip(names, each(trial.surprise, names), strict=True))


def _extend(keys: Keys, participant: str, more: Iterable[bytes]) -> None:
    keys[participant] = (*keys[participant], *more)


def _expected(statement: Statement, parties: Sequence[Signers]) -> Signers | None:
    """The keys that sign a statement if it is sound; None where that may be one or another."""
    if isinstance(statement, Key):
        return None
    for keys in parties:
        if len(keys) != 1:
            return None
    if isinstance(statement, Participant):
        own = raw_keys((*statement.root_keys, *statement.working_keys))
        return (*own, *(key for keys in parties for key in keys))
    return parties[0]


def _check(signed: Sealed, parties: Sequence[Signers], roots: Keys) -> Signers:
    """The keys that signed a statement, refused without the signatures that its kind requires."""
    statement = signed.statement
    if not isinstance(statement, (Participant, Key)):
        matched = match_signers(signed.envelope, parties[0])
        _require_number(matched, 1)
        return matched
    registrar = parties[-1] if statement.registrar is not None else ()
    if isinstance(statement, Key):
        new = raw_keys([statement.key] if statement.key else statement.root_keys or ())
        return _match(signed, new, (*roots[statement.issuer], *registrar))
    own = raw_keys((*statement.root_keys, *statement.working_keys))
    matched = _match(signed, own, registrar)
    if not set(own).issubset(matched):
        raise CradleError("signature.missing", "A key that the registration lists did not sign it.")
    _require_number(matched, len(own) + (statement.registrar is not None))
    return matched


def _match(signed: Sealed, own: Signers, others: Iterable[bytes]) -> Signers:
    """The keys that signed, among those that the statement itself lists and others."""
    keys = dict.fromkeys((*own, *others))
    try:
        matched = match_signers(signed.envelope, keys)
    except CradleError:
        for key in own:  # An unsound key verifies nothing; only here it pays to say so.
            check_key(key)
        raise
    return tuple(key for key in keys if key in matched)


def _require_number(matched: Signers, number: int) -> None:
    if len(matched) != number:
        detail = f"It has {len(matched)} signatures; its kind requires another number."
        raise CradleError("signature.count", detail)
