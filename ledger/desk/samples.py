"""The sample of a calculation, for its engaged auditor and the operator.

The server never receives a nonce before the attestation that reveals it: it would know the sample first, and could
choose the other half of the seed. So an auditor draws its sample offline (`cradle sample`), and this module draws it
again once it is revealed. Before, the state is the auditor's own commitment and its place in the log.
"""

from collections.abc import Iterator

from ledger.append.ledger import Ledger
from ledger.audit.sample.draw import draw_sample
from ledger.audit.sample.population import Member, population_of
from ledger.audit.sample.seed import draw_with, reveal, seed_checkpoint
from ledger.client.agrees import of_calculation
from ledger.desk.desk import Desk
from ledger.desk.question import question
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.service.access.disclosed_data import disclosed_by_entries, disclosure_lines
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.reports import sees_whole
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.evaluation import Evaluation, evaluate_stated
from ledger.state.view import View
from ledger.store.statements import ids_about
from ledger.trust.log_key import read_log_keys
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.commitment import AttestedSample, Commitment
from schemas.signed.sample import Sample, SampleState, SecretCommitment
from schemas.signed.statement import Kind
from schemas.values import StatementId


@question(
    "/calculations/{statement:id}/sample",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get a calculation's sample",
    operation="read_sample",
    told="The commitment, and once it is revealed the sample.",
    agrees=of_calculation,
)
def sample(desk: Desk, statement: StatementId) -> SampleState:
    """Return an auditor's commitment to a sample of a calculation, and the sample once an attestation reveals it.

    For the engaged auditor and the operator. A nonce that is still secret is never sent to a server: `cradle sample`
    draws the list from the audit bundle.

    Raises:
        CradleError: `statement.unknown` for a calculation that the caller is not engaged for, or as `evaluate_stated`.
    """
    view = desk.view
    if not sees_whole(desk.view, desk.caller, statement):
        raise unknown_statement(statement)
    revealed = dict(_revealed(view, statement))
    # Without a commitment of its own the caller is shown that of the newest attestation with a sample.
    chosen = _own(view, desk.caller, statement) or next(reversed(revealed), None)
    if chosen is None:
        return SampleState(calculation=statement)
    (stored,) = view.stored([chosen])
    state = SampleState(calculation=statement, commitment=chosen, index=stored.index)
    if chosen not in revealed:
        return state
    attestation, attested_sample = revealed[chosen]
    calculation, evaluated = evaluate_stated(view, statement)
    drawn = _draw(statement, calculation, evaluated, attested_sample)
    disclosed = disclosed_by_entries(
        evaluated.computed.resolution, dict.fromkeys(row.entry for row in drawn.items)
    )
    desk.note([AccessRecord("sample", statement, None, "")])
    desk.note(disclosure_lines("sample", disclosed))
    same = (len(drawn.items), drawn.drawn) == (attested_sample.processes, attested_sample.drawn)
    return state.model_copy(update={"attestation": attestation, "sample": drawn, "as_stated": same})


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
        key, _ = read_log_keys(ledger.log_keys())
        checkpoint = seed_checkpoint(secret, ledger.origin, key)
        population = _population(calculation, *evaluate_stated(view, calculation))
    sample = draw_with(secret, checkpoint, calculation, population)
    return reveal(sample, secret.nonce)


def _revealed(view: View, calculation: str) -> Iterator[tuple[str, tuple[str, AttestedSample]]]:
    """Each revealed commitment, with the attestation and its sample, in the order of the log."""
    for name in ids_about(view.connection, Kind.ATTESTATION.value, [calculation]):
        attestation = view.statement(name, Attestation)
        if attestation is not None and attestation.sample is not None:
            yield attestation.sample.commitment, (name, attestation.sample)


def _own(view: View, principal: Principal, calculation: str) -> str | None:
    """The commitment of the caller to a sample of the calculation."""
    for name in ids_about(view.connection, Kind.COMMITMENT.value, [calculation]):
        commitment = view.statement(name, Commitment)
        if commitment is not None and commitment.issuer == principal.participant:
            return name
    return None


def _draw(
    name: str, calculation: Calculation, evaluated: Evaluation, attested_sample: AttestedSample
) -> Sample:
    population = _population(name, calculation, evaluated)
    return draw_sample(
        name,
        attested_sample.commitment,
        attested_sample.nonce,
        attested_sample.checkpoint,
        population,
    )


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
