"""The golden vectors: they are what is made today, and each agrees with itself in every part."""

import json
from hashlib import sha256

import pytest
from support.golden import reading as golden
from support.golden import write
from support.golden.reading import Golden

from ledger.audit.bundle.parsing import parse_monitor
from ledger.audit.policy import format_policy, parse_policy
from ledger.trust.canonical import canonical, parse_canonical
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.envelope import format_envelope, match_signers, parse_envelope, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import made_subject, model_bytes
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.multiproof import check_multiproof, format_multiproof, parse_multiproof
from ledger.trust.note import parse_vkey
from ledger.trust.proof import check_inclusion
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.signed.entry import Entry
from schemas.signed.kinds import (
    MAX_PAYLOAD,
    MODELS,
    REGISTRY_KINDS,
    kind_of,
    open_section,
    section_digests,
)
from schemas.signed.log import EntriesLeaf, MadeLeaf, Receipt, parse_registry_leaf
from schemas.signed.participant import Key, Participant, PublicKey
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind, Section

ALL = pytest.mark.parametrize("vector", golden.statements(), ids=str)
LOGS = pytest.mark.parametrize("log", ["entries", "registry"])


def test_making_the_vectors_again_changes_nothing() -> None:
    """The committed vectors are exactly the present output of the script."""
    assert write.main(["--check"]) == 0


def test_every_kind_has_a_vector() -> None:
    """No kind of statement is without a golden vector."""
    assert {vector.kind for vector in golden.statements()} == set(Kind)


@ALL
def test_a_payload_is_the_canonical_form_of_what_the_model_reads(vector: Golden) -> None:
    """Parsed by its strict model and written again, a payload is the same bytes."""
    parse_canonical(vector.payload, MAX_PAYLOAD)
    assert model_bytes(MODELS[vector.kind].parse(vector.payload)) == vector.payload


@ALL
def test_an_id_is_the_digest_of_the_signed_bytes(vector: Golden) -> None:
    """The id is SHA-256 of the pre-authentication encoding, written out here by hand."""
    kind = golden.load(vector.kind.value)["payload_type"]
    head = f"DSSEv1 {len(kind)} {kind} {len(vector.payload)} ".encode()
    assert vector.row["id"] == f"sha256:{sha256(head + vector.payload).hexdigest()}"
    assert vector.row["id"] == statement_id(kind_of(kind).payload_type, vector.payload)


@ALL
def test_sections_hash_to_the_digests_that_the_payload_names(vector: Golden) -> None:
    """Each section is canonical, opens to its model, and is named once, by its digest."""
    named = section_digests(MODELS[vector.kind].parse(vector.payload))
    assert {row["name"]: row["digest"] for row in vector.row["sections"]} == named
    for row in vector.row["sections"]:
        document = row["document"].encode()
        assert f"sha256:{sha256(document).hexdigest()}" == row["digest"]
        section = Section.parse(document)
        assert model_bytes(section) == document
        assert open_section(section).to_json() == section.value
        assert (section.kind, section.section.value) == (vector.kind, row["name"])
        assert section.issuer == json.loads(vector.payload).get("issuer")


@ALL
def test_an_envelope_holds_exactly_the_signatures_of_its_signers(vector: Golden) -> None:
    """Each signature is by the key it is said to be by, and that key is of the seed beside it."""
    envelope = parse_envelope(vector.row["envelope"].encode())
    assert (envelope.payload, envelope.payload_type) == (vector.payload, vector.kind.payload_type)
    assert format_envelope(envelope) == vector.row["envelope"].encode()
    keys = [bytes.fromhex(row["key"]) for row in vector.row["signers"]]
    assert list(match_signers(envelope, keys)) == keys
    seeds = [bytes.fromhex(row["seed"]) for row in vector.row["signers"]]
    algorithms = [PublicKey.of(key).alg for key in keys]
    assert [Signer(*pair).public for pair in zip(seeds, algorithms, strict=True)] == keys


@ALL
def test_the_keys_that_signed_are_those_the_kind_requires(vector: Golden) -> None:
    """All keys of a registration and its registrar; of a change the roots, new keys and who dates it."""
    keys = {row["key"] for row in vector.row["signers"]}
    people = {
        row["id"]: json.loads(row["payload"]) for row in golden.load("participant")["vectors"]
    }
    statement = MODELS[vector.kind].parse(vector.payload)
    if isinstance(statement, Participant):
        own = {row.key for row in (*statement.root_keys, *statement.working_keys)}
        registrar = people[statement.registrar]["working_keys"] if statement.registrar else []
        assert keys == own | {row["key"] for row in registrar}
        return
    issuer = people[json.loads(vector.payload)["issuer"]]
    if isinstance(statement, Key):
        roots = {row["key"] for row in issuer["root_keys"]}
        added = [statement.key] if statement.key and statement.change == "add" else []
        expected = {row.key for row in (*added, *(statement.root_keys or ()))}
        if statement.registrar is not None:
            expected |= {row["key"] for row in people[statement.registrar]["working_keys"]}
        assert keys == roots | expected
        assert len(roots) == issuer["threshold"]
    else:
        assert keys == {row["key"] for row in issuer["working_keys"]}
        assert len(keys) == 1


@ALL
def test_a_leaf_names_its_statement_and_pins_its_signatures(vector: Golden) -> None:
    """The leaf stands in its log, canonical, with the id and the digest of the raw signatures."""
    leaf = json.loads(vector.row["leaf"])
    assert canonical(leaf).decode() == vector.row["leaf"]
    assert (leaf["kind"], leaf["id"]) == (vector.kind.value, vector.row["id"])
    raw = b"".join(parse_envelope(vector.row["envelope"].encode()).signatures)
    assert leaf["sigs"] == f"sha256:{sha256(raw).hexdigest()}"
    log = golden.load("logs")["registry" if vector.kind in REGISTRY_KINDS else "entries"]
    assert vector.row["leaf"] in log["leaves"]


@LOGS
def test_a_log_hashes_to_its_roots_and_its_checkpoint(log: str) -> None:
    """The root at every size, and the signed checkpoint of the last, follow from the leaves."""
    content = golden.load("logs")[log]
    hashes = [leaf_hash(leaf.encode()) for leaf in content["leaves"]]
    roots = [root_of(hashes[: size + 1]).hex() for size in range(len(hashes))]
    assert roots == content["roots"]
    head = open_checkpoint(content["checkpoint"].encode(), parse_vkey(content["vkey"]))
    assert (head.origin, head.size, head.root.hex()) == (content["origin"], len(hashes), roots[-1])


def test_entries_leaves_name_states_that_the_registry_was_in() -> None:
    """The registry state in each entries leaf is a size and root of the registry, never shrinking."""
    logs = golden.load("logs")
    states = [EntriesLeaf.parse(leaf.encode()).registry for leaf in logs["entries"]["leaves"]]
    assert [state.root for state in states] == [
        logs["registry"]["roots"][state.size - 1] for state in states
    ]
    assert [state.size for state in states] == sorted(state.size for state in states)


def test_registry_leaves_say_what_the_statements_did() -> None:
    """Every supersession, withdrawal and made product of the statements has its one leaf."""
    leaves = [
        parse_registry_leaf(text.encode()) for text in golden.load("logs")["registry"]["leaves"]
    ]
    expected = set()
    for vector in golden.statements():
        payload, name = json.loads(vector.payload), vector.row["id"]
        if "supersedes" in payload:
            expected.add(("superseded", payload["supersedes"]["id"], name))
        if vector.kind is Kind.WITHDRAWAL:
            expected.add(("withdrawn", payload["withdraws"], name))
        if "model" in payload and vector.kind is Kind.ENTRY:
            site = Entry.parse(vector.payload).site.code
            expected.add(("made", made_subject(payload["issuer"], payload["model"], site), name))
        if vector.kind is Kind.PARTICIPANT:
            expected.add(("participant", name))
        if vector.kind is Kind.KEY:
            expected.add(("key", payload["issuer"], name))
    listed = [tuple(leaf.to_json()[key] for key in _members(leaf.kind)) for leaf in leaves]
    assert set(listed) == expected
    assert len(listed) == len(expected)


def _members(kind: str) -> tuple[str, ...]:
    return {
        "participant": ("kind", "id"),
        "key": ("kind", "of", "id"),
        "made": ("kind", "subject", "id"),
    }.get(kind, ("kind", "old", "by"))


def test_a_made_subject_is_the_digest_of_issuer_model_and_site() -> None:
    """The subject follows from three members of the entry, in canonical JSON written by hand."""
    entry = next(v for v in golden.statements() if v.row["name"] == "pack")
    payload = json.loads(entry.payload)
    text = '{"issuer":"%s","model":"%s","site":"%s"}'
    text %= (payload["issuer"], payload["model"], payload["site"]["code"])
    leaves = golden.load("logs")["registry"]["leaves"]
    leaf = MadeLeaf.parse(next(leaf for leaf in leaves if '"kind":"made"' in leaf).encode())
    assert leaf.subject == f"sha256:{sha256(text.encode()).hexdigest()}"


def test_the_receipt_proves_its_leaf_under_the_signed_checkpoint() -> None:
    """The proof leads from the leaf to the root that the log has signed; a bundle holds the same."""
    logs = golden.load("logs")
    receipt = Receipt.parse(json.dumps(logs["receipt"]).encode())
    proof = parse_tlog_proof(receipt.proof.encode())
    head = open_checkpoint(proof.checkpoint, parse_vkey(logs["entries"]["vkey"]))
    hashed = leaf_hash(model_bytes(receipt.leaf))
    check_inclusion(hashed, receipt.index, head.size, proof.path, head.root)
    assert (proof.index, receipt.leaf.id) == (receipt.index, receipt.id)
    shown = parse_multiproof(logs["proof"].encode())
    assert format_multiproof(shown).decode() == logs["proof"]
    check_multiproof(shown, head.size, head.root)
    assert shown.leaves[0] == (receipt.index, model_bytes(receipt.leaf))
    assert shown.leaves[1] == (head.size - 1, logs["entries"]["leaves"][-1].encode())


def test_documents_hash_to_the_digests_that_the_calculation_names() -> None:
    """Rulebook and factor set are canonical and named by digest in the calculation."""
    documents = golden.load("documents")
    rulebook, factors = documents["rulebook"], documents["factor_set"]
    assert (
        model_bytes(Rulebook.parse(rulebook["document"].encode())) == rulebook["document"].encode()
    )
    assert (
        model_bytes(FactorSet.parse(factors["document"].encode())) == factors["document"].encode()
    )
    payload = golden.value("calculation/calculation")
    assert (payload["rulebook"], payload["factor_sets"]) == (
        rulebook["digest"],
        [factors["digest"]],
    )
    for document in (rulebook, factors):
        assert f"sha256:{sha256(document['document'].encode()).hexdigest()}" == document["digest"]


def test_the_policy_is_the_text_of_what_it_states() -> None:
    """The golden policy is read, and written again is the same text."""
    text = golden.load("documents")["policy"].encode()
    assert format_policy(parse_policy(text)) == text
    assert parse_policy(text) == golden.policy()


def test_the_monitors_report_is_signed_by_the_key_that_the_policy_lists() -> None:
    """The envelope holds the report, under one signature by the seed beside it."""
    row = golden.load("documents")["monitor"]
    read = parse_monitor(row["envelope"].encode())
    assert model_bytes(read.report).decode() == row["document"]
    key = Signer(bytes.fromhex(row["seed"])).public
    assert match_signers(read.envelope, [key]) == (key,)
    assert golden.policy().monitors == (row["vkey"],)
    assert parse_vkey(row["vkey"]).key == key
