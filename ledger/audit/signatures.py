"""Step 3, signatures: each by a key of its own, and as many as the kind requires.

Who has signed what is found in `trial`; here that becomes findings. Which of the keys could sign when,
and how many root keys a change takes, is step 4. Where the registry names a change of keys that is not
in hand, a signature by an unknown key is not told.
"""

from collections.abc import Collection, Mapping

from ledger.audit.bundle import Bundle
from ledger.audit.citations import demand
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.trial import Outcomes
from ledger.footprint.graph import Problem
from ledger.trust.envelope import Signers
from schemas.kinds import parties_of
from schemas.participant import Key, Participant

STEP = Nr.SIGNATURES

SignersOf = Mapping[str, Signers]
"""Who has signed each statement."""


def check_signatures(
    bundle: Bundle, registry: Registry | None, outcomes: Outcomes, findings: Findings
) -> SignersOf:
    """Judges what became of the signatures of every statement in hand; tells who signed those that are sound."""
    signers = dict[str, Signers]()
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


def _hidden(bundle: Bundle, registry: Registry | None, parties: Collection[str]) -> str | None:
    """The first change of these participants' keys that the registry names and that is not in hand."""
    for _, leaf in registry.keys if registry is not None else ():
        if leaf.of in parties and bundle.stated(leaf.id, Key) is None:
            return leaf.id
    return None
