"""The state of objections in a bundle, and the witnesses' time against the day for an answer."""

import json

from hypothesis import given
from hypothesis import strategies as st
from support.bundles import payload_of
from support.collusion import act
from support.objections import AFTER_DUE, DUE, contest, reply
from support.signed_battery import build
from support.signed_chain import SignedChain

from ledger.audit.bundle.container import pack
from ledger.audit.log.registry import Logs
from ledger.audit.subject.objections import ContestedStatement, contested_statements, is_past
from ledger.audit.verifier import run_steps
from schemas.signed.statement import Kind

DAY = 86_400
END = AFTER_DUE


def test_an_answer_is_in_time_until_the_end_of_the_day() -> None:
    """The whole day counts, in UTC; without a witnessed time nothing is known."""
    assert is_past(DUE, None) is None
    for seconds in (END - DAY, END - 1):
        assert is_past(DUE, seconds) is False
    assert is_past(DUE, END) is True


@given(st.integers(0, 4_000_000_000))
def test_a_day_that_has_passed_stays_passed(seconds: int) -> None:
    """Later witnesses never put an answer back into time."""
    assert is_past(DUE, seconds + DAY) or not is_past(DUE, seconds)


def states(chain: SignedChain, witnessed_at: int | None) -> list[ContestedStatement]:
    """The objections of a chain at a witnessed time."""
    context, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    logs = Logs(context.logs.entries, context.logs.registry, None, 0, witnessed_at)
    return list(contested_statements(context.bundle, logs))


def test_silence_is_overdue_by_the_witnesses_time_alone() -> None:
    """Before the end of the day it is not, after it is, and without witnesses nobody says."""
    chain = build({"after": act(contest)})
    for time, overdue in ((END - 1, False), (END, True), (None, None)):
        (one,) = states(chain, time)
        assert (one.state, one.is_overdue) == ("open", overdue)


def test_an_answer_is_never_overdue() -> None:
    """A log holds no time of its own, so whether an answer came late is not said."""

    def answered(chain: SignedChain) -> None:
        contest(chain)
        reply(chain)

    (one,) = states(build({"after": act(answered)}), END)
    assert (one.state, one.is_overdue) == ("rejected", False)


def test_a_later_attestation_meets_an_objection_to_an_earlier_one() -> None:
    """An attestation has no successor; the auditor's next one on the same figure counts in its place."""

    def accepted(chain: SignedChain) -> None:
        contest(chain, "attestation", by="mine")
        reply(chain, "accepts", by="auditor")

    def attested_again(chain: SignedChain) -> None:
        accepted(chain)
        members = json.loads(payload_of(chain.ledger.envelopes[chain.ids["attestation"]]))
        stated = {name: members[name] for name in members.keys() - {"origin", "issuer", "nonce"}}
        chain.ids["later"] = chain.ledger.state(Kind.ATTESTATION, "auditor", stated)

    (unmet,) = states(build({"after": act(accepted)}), None)
    assert (unmet.replaced, unmet.is_contested) == (None, True)
    chain = build({"after": act(attested_again)})
    (met,) = states(chain, None)
    assert met.replaced is not None
    assert (met.replaced.by, met.is_contested) == (chain.ids["later"], False)
