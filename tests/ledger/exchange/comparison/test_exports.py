"""PACT and Catena-X files beside the bundle of their delivery: the same, and each altered member is found."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from support.beside import Beside, altered
from support.exchanging import PUBLISHED, Exchange
from support.ledger_world import ORIGIN

from ledger.audit.verifier import run_steps
from ledger.bundles.export import export_bundle
from ledger.exchange.comparison.documents import DocumentFile, compare_documents
from ledger.exchange.comparison.exports import compare_export
from ledger.exchange.comparison.pdf_reading import read_pdf
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.exchange.exporting import Export, export_delivery
from ledger.footprint.external.document import load_json
from schemas.signed.policy import LogKeys, Policy
from schemas.views.compared_document import ComparedDocument
from schemas.views.file import ExportForm
from schemas.vocabulary import Audience

FORMS = get_args(ExportForm)
FREE = {"created", "customerPartId"}
PROVED = "extensions[0].data."


def rebuilt_of(it: Exchange, audience: Audience = Audience.AUDITOR) -> Rebuilt:
    """What the bundle of the delivery gives to an audience."""
    entries, registry = it.world.ledger.vkeys()
    policy = Policy(
        origin=ORIGIN,
        logs=LogKeys(entries=entries, registry=registry),
        quorum=0,
        registrars=(it.world.registrar.id,),
        rulebooks=(it.rulebook,),
        factor_sets=(it.factors,),
        oldest_registry_size=1,
    )
    bundle = export_bundle(it.world.ledger, it.delivery, audience)
    return Rebuilt(run_steps(bundle, policy)[0])


def exported(it: Exchange, form: ExportForm, delivery: str | None = None) -> bytes:
    """The file of the delivery."""
    return export_delivery(it.contents(delivery), Export(form, PUBLISHED))


def compare(rebuilt: Rebuilt, data: bytes) -> ComparedDocument:
    """Compare a file."""
    (found,) = compare_documents(rebuilt.context, [DocumentFile("file", data)], read_pdf)
    return found


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all leaves."""
    if isinstance(value, dict | list) and value:
        rows = value.items() if isinstance(value, dict) else enumerate(value)
        for name, below in rows:
            yield from leaves(below, (*path, name))
    elif not isinstance(value, dict | list):
        yield path


@pytest.mark.parametrize("audience", [Audience.AUDITOR, Audience.CUSTOMER, Audience.SUPPLIER])
@pytest.mark.parametrize("form", FORMS)
def test_an_exported_file_is_the_same(it: Exchange, form: ExportForm, audience: Audience) -> None:
    """For each reader of the delivery; what no bundle has is said, and the proof is checked."""
    found = compare(rebuilt_of(it, audience), exported(it, form))
    assert (found.unread, found.kind) == (None, form)
    states = {row.state for row in found.values}
    assert states == {"same", "not_in_bundle"}, [row for row in found.values if row.state != "same"]
    sources = audience is Audience.CUSTOMER
    free = [row.place for row in found.values if row.state == "not_in_bundle"]
    assert any("Sources" in place for place in free) == sources


@pytest.mark.parametrize("form", FORMS)
def test_every_altered_member_is_found(it: Exchange, form: ExportForm) -> None:
    """Each leaf in turn, but those that no bundle has."""
    rebuilt, data = rebuilt_of(it), exported(it, form)
    for path in leaves(load_json(data)):
        if path[-1] in FREE or {"logs", "receipt", "specVersion"} & {*path}:
            continue
        tree: Any = load_json(data)
        node = tree
        for name in path[:-1]:
            node = node[name]
        leaf = node[path[-1]]
        node[path[-1]] = not leaf if isinstance(leaf, bool) else type(leaf)(altered(leaf))
        found = compare_export(tree, data, rebuilt)
        if found is not None and found.other_subject is None:
            assert {row.state for row in found.values} & {"differs", "not_found"}, path


def test_a_file_of_another_delivery_is_named(it: Exchange) -> None:
    """The UUID of a footprint follows from the delivery."""
    found = compare(rebuilt_of(it), exported(it, "pact-3", it.first))
    assert found.other_subject is not None


def test_a_file_without_its_evidence_lacks_it(it: Exchange) -> None:
    """Numbers alone can be compared, and the missing proof is said."""
    tree = json.loads(exported(it, "pact-3"))
    del tree["extensions"]
    found = compare(rebuilt_of(it), json.dumps(tree).encode())
    assert {"same", "not_found"} <= {row.state for row in found.values}


@pytest.mark.parametrize("member", ["leaf", "proof", "index"])
def test_another_proof_is_found(it: Exchange, member: str) -> None:
    """It is checked under the key of the policy, since no bundle has it."""
    tree = json.loads(exported(it, "pact-3"))
    receipt = tree["extensions"][0]["data"]["receipt"]
    receipt[member] = (
        {**receipt["leaf"], "sigs": it.delivery}
        if member == "leaf"
        else 7
        if member == "index"
        else "x"
    )
    found = compare(rebuilt_of(it), json.dumps(tree).encode())
    different = {row.place for row in found.values if row.state == "differs"}
    assert different == (set() if member == "index" else {"extensions[0].data.receipt"})


def test_a_bundle_of_a_calculation_gives_no_such_file(it: Exchange, beside: Beside) -> None:
    """And the bundle of a delivery gives no declaration."""
    data = exported(it, "pact-3")
    found = beside.compare(data)
    assert found.unread is not None
    assert (found.unread.code, "name the bundle of that delivery" in found.unread.detail) == (
        "document.not_compared",
        True,
    )
    other = compare(rebuilt_of(it), beside.files()["study.html"])
    assert other.unread is not None
    assert other.unread.code == "document.not_compared"
