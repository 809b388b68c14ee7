"""Key histories from the registry: rotations verify, hidden changes are missing, forged changes contradict."""

from collections.abc import Callable

import pytest
from support.bundles import Json, path
from support.collusion import Row, act
from support.key_changes import (
    NOBODY,
    compromise,
    key_of,
    retire,
    rotate,
    state_change,
)
from support.misdeeds import delayed
from support.signed_battery import build
from support.signed_chain import SignedChain
from support.verdicts import found, judge

from ledger.trust.leaves import model_bytes
from schemas.signed.log import KeyLeaf


@pytest.mark.parametrize("moment", ["before", "early", "late", "then", "after"])
def test_a_bundle_with_rotated_keys_verifies(moment: str) -> None:
    """Statements by the key of their time verify after every change of keys, and nothing is stale."""
    parties = ("mine", "packer", "auditor", "registrar")
    chain = build({moment: act(lambda chain: [rotate(chain, party) for party in parties])})
    files = chain.ledger.files()
    if moment != "before":
        assert chain.statement("mine add") in files
    report = judge(files)
    assert (report.verdict, report.exit_code, report.is_changed) == ("verified", 0, False)


def test_recovered_root_keys_change_keys() -> None:
    """The old root keys add the new ones, which sign the next change."""

    def recovered(chain: SignedChain) -> None:
        stated = {"change": "recover", "root_keys": [key_of("mine root 2")], "threshold": 1}
        state_change(chain, "recovery", "mine", stated, ["mine root", "mine root 2"])
        gone = {"change": "retire", "key": key_of("mine working")}
        state_change(chain, "retirement", "mine", gone, ["mine root 2"])

    assert judge(build({"after": act(recovered)}).ledger.files()).verdict == "verified"


HIDDEN = build({"before": act(lambda chain: rotate(chain, "mine"))})


@pytest.mark.parametrize("name", ["mine add", "mine retire"])
def test_a_hidden_change_is_missed(name: str) -> None:
    """The registry names the hidden change: its dependents are not checked, and nothing contradicts."""
    files = HIDDEN.ledger.files()
    del files[HIDDEN.statement(name)]
    report = judge(files)
    assert found(report) == {("statement.missing", HIDDEN.ids[name])}
    assert report.exit_code == 2
    assert next(step for step in report.steps if step.name == "keys").outcome != "passed"


def test_a_hidden_registration_is_missed() -> None:
    """Its keys and the keys of its changes are unknown; there is no other finding on them."""
    files = HIDDEN.ledger.files()
    del files[path("statements", HIDDEN.ledger.parties["mine"])]
    report = judge(files)
    assert found(report) == {("statement.missing", HIDDEN.ledger.parties["mine"])}
    assert report.exit_code == 2


def test_without_the_registry_no_key_is_judged() -> None:
    """The leaves are missing, and there is no other finding on the changes."""
    files = HIDDEN.ledger.files()
    del files["registry.json"]
    assert found(judge(files)) == {("file.missing", "registry.json")}


def test_a_hidden_change_of_a_registrar_leaves_a_date_unknown() -> None:
    """The registrar of a compromise cannot be checked without the registrar's own changes."""

    def act_all(chain: SignedChain) -> None:
        rotate(chain, "registrar")
        compromise(chain, "mine", since=7)

    chain = build({"after": act(act_all)})
    files = chain.ledger.files()
    del files[chain.statement("registrar add")]
    assert found(judge(files)) == {("statement.missing", chain.ids["registrar add"])}


Change = Callable[[SignedChain], object]


def by(change: str, key: str, *signers: str, party: str = "mine") -> Change:
    """A change of a party's keys, signed by keys of these names."""

    def make(chain: SignedChain) -> None:
        state_change(chain, "change", party, {"change": change, "key": key_of(key)}, signers)

    return make


def unlisted(chain: SignedChain) -> None:
    """A change of keys without a leaf."""
    by("add", "x", "mine root", "x")(chain)
    edges, leaves = chain.ledger.registry.edges, chain.ledger.registry.leaves
    edges.pop(), leaves.pop()


def misattributed(chain: SignedChain) -> None:
    """The leaf says that the keys of another participant change."""
    by("add", "x", "mine root", "x")(chain)
    leaf = KeyLeaf.parse(chain.ledger.registry.leaves[-1])
    chain.ledger.registry.edges.pop(), chain.ledger.registry.leaves.pop()
    changed = leaf.model_copy(update={"of": chain.ledger.parties["refinery"]})
    chain.ledger.registry.append(model_bytes(changed))


def resigned(chain: SignedChain) -> None:
    """The leaf pins other signatures."""
    by("add", "x", "mine root", "x")(chain)
    leaf = KeyLeaf.parse(chain.ledger.registry.leaves[-1])
    chain.ledger.registry.edges.pop(), chain.ledger.registry.leaves.pop()
    chain.ledger.registry.append(model_bytes(leaf.model_copy(update={"sigs": NOBODY})))


def unknown_issuer(chain: SignedChain) -> None:
    """A change of keys of a participant that is in the bundle but not in the registry."""
    chain.ledger.registry.append(
        model_bytes(
            KeyLeaf(
                v=1, kind="key", id=chain.ids["ore"], of=chain.ledger.parties["mine"], sigs=NOBODY
            )
        )
    )


def other_registrar(chain: SignedChain) -> None:
    """A second registrar, which the policy does not list, dates a compromise back."""
    chain.ledger.register("second", "registrar")
    compromise(chain, "mine", since=7, registrar="second")


def unsound(chain: SignedChain) -> None:
    """A key under which one signature verifies for every message."""
    stated: Json = {"change": "add", "key": {"alg": "ed25519", "key": "00" * 32}}
    state_change(chain, "change", "mine", stated, ["mine root", "x"])


ROWS: dict[str, tuple[str, str, Change]] = {
    "no root key": ("signature.threshold", "change", by("add", "x", "x")),
    "a new key that has not signed": ("signature.missing", "change", by("add", "x", "mine root")),
    "a registrar that nobody names": (
        "signature.unknown",
        "change",
        by("retire", "mine working", "mine root", "registrar working"),
    ),
    "a root key of somebody else": (
        "signature.unknown",
        "change",
        by("retire", "mine working", "refinery root"),
    ),
    "a key that it never had": ("key.unknown", "change", by("retire", "x", "mine root")),
    "a key of its own once more": (
        "key.in_use",
        "change",
        by("add", "mine working", "mine root", "mine working"),
    ),
    "a key of another": (
        "key.in_use",
        "party mine",
        by("add", "packer working", "mine root", "packer working"),
    ),
    "an unsound key": ("key.order", "change", unsound),
    "no leaf": ("registry.missing_leaf", "change", unlisted),
    "a leaf of another's keys": ("registry.contradicted", "change", misattributed),
    "a leaf of other signatures": ("leaf.signatures", "change", resigned),
    "a leaf that names a statement of another kind": ("citation.kind", "ore", unknown_issuer),
    "a date by a registrar whom the policy does not list": (
        "policy.registrar",
        "mine compromise",
        other_registrar,
    ),
    "a date by a supplier": (
        "registrar.unknown",
        "mine compromise",
        lambda chain: compromise(chain, "mine", since=7, registrar="refinery"),
    ),
    "a date by the issuer itself": (
        "registrar.own",
        "registrar compromise",
        lambda chain: compromise(chain, "registrar", since=1),
    ),
    "a date after its own leaf": (
        "key.since",
        "mine compromise",
        lambda chain: compromise(chain, "mine", since=10**6),
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_forged_change_is_one_finding_of_its_own(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    code, about, change = ROWS[name]
    Row(code, about, {"after": act(change)}).check()


def test_a_change_of_the_keys_of_who_is_not_registered() -> None:
    """A participant outside the registry has no keys to change; the only finding is that it is unregistered."""
    plan = {
        **delayed("recycler", for_ever=True),
        "after": act(lambda chain: retire(chain, "recycler")),
    }
    Row("participant.unregistered", "party recycler", plan).check()
