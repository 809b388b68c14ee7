"""Step 3, signatures: each by a key of its own, and as many as the kind requires.

A registration is signed by every key it lists, and by one working key of the registrar it names; a
change of keys by root keys, by those it brings in, and by one of a registrar it names; every other
statement by one working key of its issuer. No name of a key is believed: each signature is tried
against all keys that a participant has or had, as its registration and its changes in hand list
them, under the strict policy of `ledger.trust.keys`. Which of them could sign when, and how many
root keys a change takes, is step 4. Where the registry names a change of keys that is not in hand,
a signature by an unknown key is not told.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import cast

from ledger.audit.bundle import Bundle, Signed
from ledger.audit.citations import demand
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.footprint.graph import Problem
from ledger.trust.envelope import match_signers
from ledger.trust.key_state import raw_keys
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.kinds import parties_of
from schemas.participant import Key, Participant

STEP = Nr.SIGNATURES

Keys = dict[str, tuple[bytes, ...]]
Outcome = tuple[bytes, ...] | CradleError
"""The raw keys that have signed a statement, in the order in which they are listed; or what is wrong with them."""

Each = Callable[[Callable[[Signed], Outcome], Sequence[Signed]], Iterable[Outcome]]
"""Does one thing with each of many, and gives the outcomes in their order: `map`, or several at once."""

Outcomes = Mapping[str, Outcome]
"""What became of the signatures of statements, by their ids."""

Signers = Mapping[str, tuple[bytes, ...]]
"""The raw keys that have signed each statement."""


@dataclass(frozen=True)
class _Known:
    """All keys that participants have or had, as far as statements in hand list them."""

    working: Keys = field(default_factory=dict)
    roots: Keys = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """The signatures of all statements whose signers are in hand, tried at once or in the end.

    Attributes:
        expected: what becomes of them if all are sound; None where that may be one thing or another.
    """

    expected: Outcomes | None
    _tried: Iterable[tuple[str, Outcome]]

    @cached_property
    def outcomes(self) -> Outcomes:
        """What became of them."""
        return dict(self._tried)


def try_signatures(statements: Mapping[str, Signed], each: Each = map) -> Trial:
    """Tries the signatures of statements; needs no section.

    Args:
        statements: by id.
        each: may begin at once, and go on while the outcomes are not asked for yet.
    """
    known = _known(statements.values())
    registered = {row.id for row in statements.values() if isinstance(row.statement, Participant)}
    ready = [row for row in statements.values() if registered.issuperset(parties_of(row.statement))]
    names = [row.id for row in ready]
    tried = zip(names, each(partial(_outcome, known), ready), strict=True)
    expected = dict(zip(names, [_expected(known, row) for row in ready], strict=True))
    return Trial(None if None in expected.values() else cast("Outcomes", expected), tried)


def _expected(known: _Known, signed: Signed) -> tuple[bytes, ...] | None:
    """The keys that sign a statement if it is sound; None where that may be one or another."""
    statement = signed.statement
    own: tuple[bytes, ...] = ()
    if isinstance(statement, Participant):
        own = raw_keys((*statement.root_keys, *statement.working_keys))
    others = [known.working[party] for party in parties_of(statement)]
    if isinstance(statement, Key) or any(len(keys) != 1 for keys in others):
        return None
    return (*own, *(key for keys in others for key in keys))


def check_signatures(
    bundle: Bundle, registry: Registry | None, outcomes: Outcomes, findings: Findings
) -> Signers:
    """Judges what became of the signatures of every statement in hand; tells who signed those that are sound."""
    signers = dict[str, tuple[bytes, ...]]()
    findings.checked(STEP, len(outcomes))
    for signed in bundle.statements.values():
        outcome = outcomes.get(signed.id)
        if isinstance(outcome, tuple):
            signers[signed.id] = outcome
            continue
        signing = parties_of(signed.statement)
        if outcome is None:
            absent = [row for row in signing if demand(bundle, row, Participant, findings) is None]
            findings.not_told(STEP, absent[0], f"the signature of {signed.id}")
            continue
        hidden = _hidden(bundle, registry, signing)
        if hidden is None or outcome.code != "signature.unknown":
            findings.contradict(STEP, Problem.of(outcome, signed.id))
        else:
            demand(bundle, hidden, Key, findings)
            findings.not_told(STEP, hidden, f"the signature of {signed.id}")
    return signers


def _outcome(known: _Known, signed: Signed) -> Outcome:
    try:
        return _check(signed, known)
    except CradleError as error:
        return error


def _known(statements: Iterable[Signed]) -> _Known:
    known = _Known()
    for signed in statements:
        statement = signed.statement
        if isinstance(statement, Participant):
            _extend(known.working, signed.id, raw_keys(statement.working_keys))
            _extend(known.roots, signed.id, raw_keys(statement.root_keys))
        elif isinstance(statement, Key):
            _extend(known.roots, statement.issuer, raw_keys(statement.root_keys or ()))
            if statement.change == "add" and statement.key is not None:
                _extend(known.working, statement.issuer, raw_keys([statement.key]))
    return known


def _extend(keys: Keys, participant: str, more: Iterable[bytes]) -> None:
    keys[participant] = (*keys.get(participant, ()), *more)


def _hidden(bundle: Bundle, registry: Registry | None, parties: Collection[str]) -> str | None:
    """The first change of these participants' keys that the registry names and that is not in hand."""
    for _, leaf in registry.keys if registry is not None else ():
        if leaf.of in parties and bundle.stated(leaf.id, Key) is None:
            return leaf.id
    return None


def _check(signed: Signed, known: _Known) -> tuple[bytes, ...]:
    """The keys that signed a statement, refused without the signatures that its kind requires."""
    statement = signed.statement
    if not isinstance(statement, Participant | Key):
        matched = match_signers(signed.envelope, known.working[signed.issuer])
        _require_number(matched, 1)
        return matched
    registrar = known.working[statement.registrar] if statement.registrar is not None else ()
    if isinstance(statement, Key):
        new = raw_keys([statement.key] if statement.key else statement.root_keys or ())
        return _match(signed, new, (*known.roots[signed.issuer], *registrar))
    own = raw_keys((*statement.root_keys, *statement.working_keys))
    matched = _match(signed, own, registrar)
    if not set(own).issubset(matched):
        raise CradleError("signature.missing", "A key that the registration lists did not sign it.")
    _require_number(matched, len(own) + (statement.registrar is not None))
    return matched


def _match(signed: Signed, own: tuple[bytes, ...], others: Iterable[bytes]) -> tuple[bytes, ...]:
    """The keys that signed, among those that the statement itself lists and others."""
    keys = dict.fromkeys((*own, *others))
    try:
        matched = match_signers(signed.envelope, keys)
    except CradleError:
        for key in own:  # An unsound key verifies nothing; only here it pays to say so.
            check_key(key)
        raise
    return tuple(key for key in keys if key in matched)


def _require_number(matched: tuple[bytes, ...], number: int) -> None:
    if len(matched) != number:
        detail = f"It has {len(matched)} signatures; its kind requires another number."
        raise CradleError("signature.count", detail)
