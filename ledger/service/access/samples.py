"""The sample of a calculation, for its engaged auditor and the operator.

The server never receives a nonce before the attestation that reveals it: it would know the sample first, and could
choose the other half of the seed. So an auditor draws its sample offline (`cradle sample`), and this module draws it
again once it is revealed. Before, the state is the auditor's own commitment and its place in the log.
"""

from collections.abc import Iterator

from ledger.append.ledger import Ledger
from ledger.audit.policy import log_key
from ledger.audit.sample.draw import draw_sample
from ledger.audit.sample.population import Member, population_of
from ledger.audit.sample.seed import draw_with, reveal, seed_checkpoint
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.service.access.disclosed_data import disclosed_by_entries, disclosure_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.own_policy import own_policy
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.evaluation import Evaluation, evaluate_stated
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.signed.calculation import Attestation, Calculation
from schemas.signed.commitment import AttestedSample, Commitment
from schemas.signed.sample import Sample, SampleState, SecretCommitment
from schemas.signed.statement import Kind


def sample_for(ledger: Ledger, principal: Principal, calculation: str, now: int) -> SampleState:
    """The state of the caller's sample; without a commitment of its own that of the newest attestation with a sample.

    Raises:
        CradleError: `access.denied`; `statement.unknown` for a calculation that the caller is not engaged for; as
            `evaluate_stated` and `note`.
    """
    scope = scope_of(principal, Action.EXPLAIN)
    with ledger.view() as view:
        whole = scope is Scope.ALL or calculation in Visibility(view, principal).engaged
        if not whole or view.statement(calculation, Calculation) is None:
            raise unknown_statement(calculation)
        revealed = dict(_revealed(view, calculation))
        chosen = _own(view, principal, calculation) or next(reversed(revealed), None)
        if chosen is None:
            return SampleState(calculation=calculation)
        (stored,) = view.stored([chosen])
        state = SampleState(calculation=calculation, commitment=chosen, index=stored.index)
        if chosen not in revealed:
            return state
        attestation, stated = revealed[chosen]
        stated_calculation, evaluated = evaluate_stated(view, calculation)
        sample = _draw(calculation, stated_calculation, evaluated, stated)
    disclosed = disclosed_by_entries(
        evaluated.computed.resolution, dict.fromkeys(row.entry for row in sample.items)
    )
    record = AccessRecord("sample", calculation, None, "")
    note(ledger.store, principal, now, [record, *disclosure_lines("sample", disclosed)])
    same = (len(sample.items), sample.drawn) == (stated.processes, stated.drawn)
    return state.model_copy(
        update={"attestation": attestation, "sample": sample, "as_stated": same}
    )


def reveal_sample(
    ledger: Ledger, principal: Principal, calculation: str, secret: SecretCommitment
) -> AttestedSample:
    """The sample that an attestation states, drawn with the nonce that it reveals.

    The nonce comes to the server here, with the attestation that makes it public: the seed is fixed by then.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, `sample.receipt`, `sample.other`, or as `evaluate_stated`.
    """
    scope_of(principal, Action.AUDIT)
    with ledger.view() as view:
        if calculation not in Visibility(view, principal).engaged:
            raise unknown_statement(calculation)
        key = log_key(own_policy(ledger), "entries")
        checkpoint = seed_checkpoint(secret, ledger.origin, key)
        population = _population(calculation, *evaluate_stated(view, calculation))
    sample = draw_with(secret, checkpoint, calculation, population)
    return reveal(sample, secret.nonce)


def _revealed(view: View, calculation: str) -> Iterator[tuple[str, tuple[str, AttestedSample]]]:
    """Each revealed commitment, with the attestation and its sample, in the order of the log."""
    for name in ids_about(view.connection, Kind.ATTESTATION.value, [calculation]):
        stated = view.statement(name, Attestation)
        if stated is not None and stated.sample is not None:
            yield stated.sample.commitment, (name, stated.sample)


def _own(view: View, principal: Principal, calculation: str) -> str | None:
    """The commitment of the caller to a sample of the calculation."""
    for name in ids_about(view.connection, Kind.COMMITMENT.value, [calculation]):
        stated = view.statement(name, Commitment)
        if stated is not None and stated.issuer == principal.participant:
            return name
    return None


def _draw(
    name: str, calculation: Calculation, evaluated: Evaluation, stated: AttestedSample
) -> Sample:
    population = _population(name, calculation, evaluated)
    return draw_sample(name, stated.commitment, stated.nonce, stated.checkpoint, population)


def _population(name: str, calculation: Calculation, evaluated: Evaluation) -> list[Member]:
    computed = evaluated.computed
    graph = PlausibilityContext(
        resolution=computed.resolution,
        figures=computed.figures,
        table=computed.table,
        rulebook=computed.rulebook,
        filling=calculation.filling,
    )
    return population_of(name, calculation, evaluated.rows, graph)
