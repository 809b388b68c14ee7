"""Both verifiers refuse the same malformed statements: one member of an honest chain changed before it was signed.

What was changed is signed, logged and proved like the rest, so nothing but the form of the statement, or what it then
comes to, tells of it.
"""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from support.altering import spelled
from support.bundles import Json, Members
from support.second_opinion import ALONE, difference, judge_alone
from support.signed_battery import build, honest
from support.signed_chain import SignedChain
from support.verdicts import judge

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from ledger.trust.envelope import sign
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest
from schemas.signed.statement import Kind

POLICY = ALONE.parse_policy(format_policy(honest().ledger.policy()))
VALUES: list[Json] = [
    "0",
    "-1",
    "1e5",
    "01",
    "x",
    "kg",
    "1.5",
    "9" * 18,
    "2025-01-01",
    True,
    5,
    [],
    {},
]
MEMBERS = ("amount", "batteries", "delivery", "flow", "lot", "recovery", "recycled", "x", "zone")


def places(value: Json) -> list[tuple[Json, Json]]:
    """Every object or list in a value, with each of its keys or indices."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    inner = [
        place for key in keys if isinstance(value[key], dict | list) for place in places(value[key])
    ]
    return [*((value, key) for key in keys), *inner]


def change(value: Json, data: st.DataObject) -> None:
    """One member is left out, has another value, or is added; or a row stands twice."""
    where, key = data.draw(st.sampled_from(places(value)))
    act = data.draw(st.sampled_from(["drop", "put", "put", "add"]))
    if act == "drop":
        del where[key]
    elif act == "put":
        where[key] = copy.deepcopy(data.draw(st.sampled_from(VALUES)))
    elif isinstance(where, dict):
        where[data.draw(st.sampled_from(MEMBERS))] = data.draw(st.sampled_from(VALUES))
    else:
        where.append(copy.deepcopy(where[key]))


def section_changed(number: int, data: st.DataObject) -> SignedChain:
    """The chain in which the section of that number was changed before its digest was taken."""
    sealed: list[str] = []

    def before(chain: SignedChain) -> SignedChain:
        ledger, seal = chain.ledger, chain.ledger.seal

        def altered(kind: Kind, issuer: str | None, values: Members) -> Members:
            named: Members = seal(kind, issuer, values)
            for name, known in list(named.items()):
                sealed.append(name)
                if len(sealed) == number:
                    document = json.loads(ledger.sections.pop(known))
                    change(document["value"], data)
                    named[name] = digest(spelled(document))
                    ledger.sections[named[name]] = spelled(document)
            return named

        ledger.seal = altered  # type: ignore[method-assign]
        return chain

    return build({"before": before})


def payload_changed(number: int, data: st.DataObject) -> SignedChain:
    """The chain in which the statement of that number was changed before it was signed."""
    signed: list[Kind] = []

    def before(chain: SignedChain) -> SignedChain:
        ledger, submit = chain.ledger, chain.ledger.submit

        def altered(kind: Kind, members: Members, *signers: Signer) -> str:
            signed.append(kind)
            if len(signed) != number:
                return submit(kind, members, *signers)
            said = copy.deepcopy(members)
            change(said, data)
            return ledger.admit(kind, said, sign(kind.payload_type, spelled(said), signers))

        ledger.submit = altered  # type: ignore[method-assign]
        return chain

    return build({"before": before})


def check(chain: SignedChain) -> None:
    """Requires the same verdict, as far as the second one judges; it may find another fault first."""
    files = chain.ledger.files()
    audit = judge_alone(pack(files), POLICY)
    assert difference(judge(files), audit, reasons=False) == ""


@settings(max_examples=40, deadline=None)
@given(st.integers(7, 25), st.data())
def test_a_section_changed_before_its_digest_was_taken(number: int, data: st.DataObject) -> None:
    """Inventories, products, qualities and the composition, whatever of them is changed."""
    check(section_changed(number, data))


@settings(max_examples=40, deadline=None)
@given(st.integers(14, 20), st.data())
def test_a_statement_changed_before_it_was_signed(number: int, data: st.DataObject) -> None:
    """Headers of what is stated last, which nothing of the chain's making goes by."""
    check(payload_changed(number, data))
