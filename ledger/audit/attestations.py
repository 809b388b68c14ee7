"""Step 11, attestations of deliveries: an auditor's word on the figure that a supplier tells one customer.

Whoever is not shown a supplier's recipe cannot recompute its figure; an auditor whom the reader's
policy lists has, and says so of the delivery. A word counts where

    its auditor is one whom the policy lists, and not the supplier itself
    it stands in the log, signed by a key that could sign there and is not in doubt
    it is of the version that the subject rests on, and of a figure by the subject's method
    it is the last of this auditor on this delivery, and its outcome is not `refused`

Of an auditor whom the policy does not list a word is told and left aside: any auditor may attest any
delivery, and nobody can keep it out of a customer's bundle, so it must not change a verdict. A refusal
by a listed one contradicts the supplier. A word that counts is told as that and never as recomputed. That a word was
left out of a bundle it cannot show.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ledger.audit.bundle import Bundle, Placed
from ledger.audit.citations import demand
from ledger.audit.findings import Findings, Nr
from ledger.audit.key_use import JudgedKeys
from ledger.audit.registry import Logs
from ledger.audit.subject import Graph
from ledger.footprint.graph import Problem
from ledger.rules.documents import attestation_problem
from schemas.calculation import Attestation
from schemas.delivery import Delivery
from schemas.policy import Policy

STEP = Nr.RULES


class Word(NamedTuple):
    """An attestation of a delivery, under its id."""

    id: str
    attestation: Attestation
    delivery: str


Words = Mapping[str, tuple[Word, ...]]
"""The words that count, by the delivery that they are of, in the order of the log."""


class Ground(NamedTuple):
    """What is known before there is a graph: what is in hand, what of it is in the log, and by whose keys."""

    bundle: Bundle
    logs: Logs
    leaves: Mapping[str, Placed]
    keys: JudgedKeys
    policy: Policy


def attestor_problems(
    name: str, attestation: Attestation, issuer: str, policy: Policy
) -> Iterator[Problem]:
    """What keeps an auditor's word on a figure from counting, whatever it says of it.

    Args:
        name: of the attestation.
        attestation: the word.
        issuer: who states the figure.
        policy: whom the reader accepts.
    """
    if attestation.issuer not in policy.auditors:
        detail = f"it is by {attestation.issuer}, whom the policy does not list as an auditor"
        yield Problem("policy.auditor", name, detail)
    own = attestation_problem(name, attestation, issuer)
    if own is not None:
        yield own


def check_attestations(
    ground: Ground, view: Graph | None, fitting: frozenset[str], findings: Findings
) -> Words:
    """Checks the attestations of deliveries in hand; returns those that count.

    Args:
        ground: what they are held against.
        view: the graph that the subject rests on; None where it is not told.
        fitting: the deliveries whose figures were computed as the subject's.
        findings: where they go.
    """
    last: dict[tuple[str, str], Word] = {}
    for word in _words(ground.bundle):
        delivery = _delivery(word, ground.bundle, findings)
        if delivery is None:
            continue
        findings.checked(STEP)
        found = attestor_problems(word.id, word.attestation, delivery.issuer, ground.policy)
        problems = {problem.code: problem for problem in found}
        if (own := problems.get("attestation.own")) is not None:
            findings.contradict(STEP, own)
            continue
        stranger = problems.get("policy.auditor")
        why = _doubt(word, ground, findings) if stranger is None else stranger.detail
        why = why or _misfit(word, view, fitting)
        if why is not None:
            findings.remark(STEP, Problem("attestation.not_counted", word.id, why))
        else:
            last[word.delivery, word.attestation.issuer] = word
    return _counted(last, findings)


def _words(bundle: Bundle) -> list[Word]:
    """The attestations of deliveries in hand, in the order of the log as far as it is told."""
    found = [
        Word(signed.id, said, said.delivery)
        for signed, said in bundle.of(Attestation)
        if said.delivery is not None
    ]
    return sorted(found, key=lambda word: (bundle.place(word.id), word.id))


def _delivery(word: Word, bundle: Bundle, findings: Findings) -> Delivery | None:
    """What it is of; the finding is on the word, for something else may have been found on the other."""
    other = bundle.statements.get(word.delivery)
    if other is None or isinstance(other.statement, Delivery):
        return demand(bundle, word.delivery, Delivery, findings)
    detail = f"it is of {word.delivery}, which is no delivery but of kind {other.kind.value}"
    findings.contradict(STEP, Problem("citation.kind", word.id, detail))
    return None


def _doubt(word: Word, ground: Ground, findings: Findings) -> str | None:
    """Why it is not told, or in doubt, that this auditor has said this."""
    if any(row.use.signed.id == word.id for row in ground.keys.disputes):
        return "the key that signed it is called compromised"
    signed = word.id in ground.keys.able and word.id in ground.leaves
    if not signed or findings.has(word.id) or findings.has(word.attestation.issuer):
        return "signature, key or place in the log do not bear it out"
    return None


def _misfit(word: Word, view: Graph | None, fitting: frozenset[str]) -> str | None:
    """Why it says nothing of what the subject rests on."""
    if view is None or word.delivery not in view.resolution.lines:
        return f"it is of {word.delivery}, no version that the subject rests on here"
    if word.delivery not in fitting:
        return f"the figure of {word.delivery} rests on another method or state than the subject's"
    return None


def _counted(last: Mapping[tuple[str, str], Word], findings: Findings) -> Words:
    words: dict[str, tuple[Word, ...]] = {}
    for word in last.values():
        if word.attestation.outcome == "refused":
            detail = f"its auditor has refused the figure of {word.delivery}"
            findings.contradict(STEP, Problem("attestation.refused", word.id, detail))
        else:
            words[word.delivery] = (*words.get(word.delivery, ()), word)
    return words
