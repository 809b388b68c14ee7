"""The audit bundle: everything a calculation rests on, each document under its digest, proved."""

import json
from hashlib import sha256

import pytest
from support.ledger_battery import FACTORS, BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, replacing
from support.refusal import refused

from ledger.audit.bundle.container import pack, unpack
from ledger.bundles.export import export_bundle
from ledger.trust.canonical import canonical
from ledger.trust.checkpoint import Checkpoint, open_checkpoint
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.leaves import digest
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.multiproof import check_multiproof, parse_multiproof
from schemas.vocabulary import ProcessCode, Role

Files = dict[str, bytes]


@pytest.fixture
def calculation(chain: BatteryChain) -> str:
    """The id of a calculation of the packs."""
    return chain.world.submit(chain.calculation(), chain.plant.working).id


def bundle(chain: BatteryChain, subject: str) -> Files:
    """The files of a bundle, which is the one packing of them."""
    data = export_bundle(chain.world.ledger, subject)
    assert pack(unpack(data)) == data
    return unpack(data)


def statements(files: Files) -> set[str]:
    """The ids of the statements in a bundle, each computed from its envelope."""
    found = set()
    for name, content in files.items():
        if name.startswith("statements/"):
            envelope = parse_envelope(content)
            identity = statement_id(envelope.payload_type, envelope.payload)
            assert name == f"statements/{identity.removeprefix('sha256:')}.json"
            found.add(identity)
    return found


def checkpoint(files: Files, log: str) -> Checkpoint:
    """A checkpoint of a bundle, opened with the log's key."""
    vkey = LOG_SIGNERS.vkey(ORIGIN, "entries" if log == "entries" else "registry")
    return open_checkpoint(files[f"checkpoints/{log}"], vkey)


def registered(files: Files) -> set[str]:
    """The participants in a bundle's registry."""
    leaves = json.loads(files["registry.json"])
    return {leaf["id"] for leaf in leaves if leaf["kind"] == "participant"}


def check_proofs(files: Files) -> None:
    """All statements' leaves lead to the entries checkpoint, and the registry is whole."""
    entries, registry = checkpoint(files, "entries"), checkpoint(files, "registry")
    proof = parse_multiproof(files["proofs/entries"])
    check_multiproof(proof, entries.size, entries.root)
    shown = {json.loads(leaf)["id"] for _, leaf in proof.leaves}
    assert {name for name in statements(files) if name not in registered(files)} <= shown
    leaves = [leaf_hash(canonical(leaf)) for leaf in json.loads(files["registry.json"])]
    assert (len(leaves), root_of(leaves)) == (registry.size, registry.root)
    index, data = proof.leaves[-1]
    last = json.loads(data)["registry"]
    assert index == entries.size - 1
    assert root_of(leaves[: last["size"]]).hex() == last["root"]


def test_holds_what_the_calculation_rests_on(chain: BatteryChain, calculation: str) -> None:
    """Entries, deliveries, signers and their registrar, and nothing of anybody else."""
    chain.world.register("bystander", Role.SUPPLIER)
    files = bundle(chain, calculation)
    firms = {party.id for party in (chain.mine, chain.plant, chain.recycler)}
    cited = {chain.mined, chain.shipped, chain.packs, chain.treated, chain.treatment}
    assert statements(files) == firms | {chain.world.registrar.id} | cited | {calculation}
    check_proofs(files)


def test_documents_are_named_by_digest(chain: BatteryChain, calculation: str) -> None:
    """Sections, rulebook and factor set are the files that their digests name."""
    files = bundle(chain, calculation)
    named = {name for name in files if name.split("/")[0] in {"sections", "blobs"}}
    for name in named:
        assert name.split("/")[1] == f"{sha256(files[name]).hexdigest()}.json"
    blobs = {f"blobs/{d.removeprefix('sha256:')}.json" for d in (chain.rulebook, chain.factors)}
    assert {name for name in named if name.startswith("blobs/")} == blobs
    wanted = {"profile": 4, "inventory": 3, "product": 3, "composition": 1}
    found = [json.loads(files[name])["section"] for name in named - blobs]
    assert {word: found.count(word) for word in wanted} == wanted


def test_holds_what_was_superseded(chain: BatteryChain) -> None:
    """A citation means the newest version, and the bundle shows every version in between."""
    version = {"supersedes": replacing(chain.mined)}
    newer = chain.world.enter(chain.mine, [made(chain.mine)], **version)
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert {chain.mined, newer} <= statements(bundle(chain, calculation))


def test_holds_what_changed_since(chain: BatteryChain, calculation: str) -> None:
    """The statements behind later registry leaves of the lineage are there, and prove."""
    by = chain.world.withdraw(chain.mine, chain.shipped)
    version = {"supersedes": replacing(chain.treated), "process": ProcessCode.SHREDDING}
    newer = chain.world.enter(chain.recycler, [made(chain.recycler)], **version)
    files = bundle(chain, calculation)
    assert {by, newer} <= statements(files)
    check_proofs(files)


def test_declaration_brings_its_documents(chain: BatteryChain, calculation: str) -> None:
    """A declaration's bundle has attestation and calculation, and the auditor's registration."""
    word = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    declared = chain.world.submit(chain.declaration(calculation, word), chain.plant.working).id
    files = bundle(chain, declared)
    assert {declared, word, calculation, chain.auditor.id} <= statements(files)
    assert word not in statements(bundle(chain, calculation))
    check_proofs(files)


def test_factor_set_that_may_not_be_passed_on(chain: BatteryChain) -> None:
    """A `digest_only` set stays with the operator; the auditor brings a copy."""
    closed = chain.world.ledger.keep(
        FACTORS.model_copy(update={"version": "other", "licence": "digest_only"})
    )
    draft = chain.calculation(factor_sets=(closed,))
    calculation = chain.world.submit(draft, chain.plant.working).id
    files = bundle(chain, calculation)
    assert not any(digest(content) == closed for content in files.values())


def test_of_something_else(shared: BatteryChain) -> None:
    """A bundle is of a calculation or a declaration."""
    with refused("export.subject"):
        export_bundle(shared.world.ledger, shared.packs)
