"""Declarations, studies and passports as JSON: each altered member is found, whatever it is."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from support.beside import Beside, altered, states

from ledger.documents.page import to_bytes
from ledger.exchange.comparison.json_documents import compare_tree
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.footprint.external.document import load_json
from ledger.service.answers.declaration import declaration_document

FILES = ("declaration.json", "study.json", "everything.json", "battery-pass.json")
ABOUT = {"document", "calculation", "scope", "withheld", "lifecycleStage"}
"""The members that say what a file is and of what."""

Path = tuple[str | int, ...]


def leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """The paths of all leaves."""
    rows = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else None
    )
    if rows is None:
        yield path
        return
    for name, below in rows:
        yield from leaves(below, (*path, name))


def dotted(path: Path) -> str:
    """A path as a comparison writes it."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def change(tree: Any, path: Path) -> None:  # noqa: ANN401 - JSON as tests change it
    """Change a leaf of a tree."""
    for name in path[:-1]:
        tree = tree[name]
    tree[path[-1]] = another(tree[path[-1]])


def another(leaf: object) -> object:
    """Another leaf of the same sort."""
    return not leaf if isinstance(leaf, bool) else type(leaf)(altered(str(leaf))) if leaf else "0"


@pytest.mark.parametrize("name", FILES)
def test_every_altered_member_is_found(beside: Beside, name: str) -> None:
    """All leaves but those that say what a file is about are altered at once, and each is reported at its place."""
    tree = load_json(beside.files()[name])
    paths = [path for path in leaves(tree) if path[-1] not in ABOUT]
    assert len(paths) > 5
    for path in paths:
        change(tree, path)
    found = compare_tree(tree, Rebuilt(beside.context))
    assert found is not None
    assert found.other_subject is None
    same = {row.place for row in found.values if row.state == "same"}
    assert same.isdisjoint(map(dotted, paths))
    assert len(found.values) - len(same) >= len(paths)


def test_each_altered_member_of_a_declaration_is_found(beside: Beside) -> None:
    """One after the other, the subject too: none leaves a file whose values are all the same."""
    data, rebuilt = beside.files()["declaration.json"], Rebuilt(beside.context)
    for path in leaves(load_json(data)):
        tree = load_json(data)
        change(tree, path)
        found = compare_tree(tree, rebuilt)
        if found is not None and found.other_subject is None:
            assert {row.state for row in found.values} & {"differs", "other_time"}, path


@pytest.mark.parametrize("name", FILES)
def test_every_missing_member_is_found(beside: Beside, name: str) -> None:
    """Each member of the file in turn is left out; the subject's own id leaves nothing that is the same."""
    data = json.loads(beside.files()[name])
    for member in data:
        without = json.dumps({key: row for key, row in data.items() if key != member})
        found = beside.compare(without.encode())
        assert found.unread is not None or states(found).keys() & {"not_found", "other_time"}, (
            member
        )


@pytest.mark.parametrize("name", ["declaration.json", "study.json"])
def test_a_second_total_is_found(beside: Beside, name: str) -> None:
    """A member that no document of ours has differs from nothing."""
    data = {**json.loads(beside.files()[name]), "total_2": "0.001"}
    found = beside.compare(json.dumps(data).encode())
    assert [row.place for row in found.values if row.state == "differs"] == ["total_2"]


def test_a_total_with_fewer_digits_is_rounded_and_said(beside: Beside) -> None:
    """The digits are those of the document; a wrong rounding differs."""
    document = json.loads(beside.files()["declaration.json"])
    right = Decimal(document["total"]).normalize()
    assert len(right.as_tuple().digits) > 3
    short = f"{right:.2g}"
    found = beside.compare(json.dumps({**document, "total": short}).encode())
    (row,) = [row for row in found.values if row.state != "same"]
    assert (row.place, row.state, row.digits) == ("total", "rounded", 2)
    wrong = str(Decimal(short) + Decimal(1).scaleb(Decimal(short).adjusted() - 1))
    assert "differs" in states(beside.compare(json.dumps({**document, "total": wrong}).encode()))


def test_all_digits_of_the_signed_total_are_the_same(beside: Beside) -> None:
    """A passport may bear the exact figure."""
    aspect = beside.files()["battery-pass.json"].decode()
    total = json.loads(aspect, parse_float=str)["batteryCarbonFootprint"]
    exact = aspect.replace(total, Rebuilt(beside.context).exact["total"], 1)
    assert states(beside.compare(exact.encode())).keys() == {"same"}


def test_stages_of_a_passport_may_be_in_any_order_and_each_once(beside: Beside) -> None:
    """A repeated stage with another value is found; other aspects of a passport are not compared and said."""
    aspect = json.loads(beside.files()["battery-pass.json"])
    stages = aspect["carbonFootprintPerLifecycleStage"]
    turned = {**aspect, "carbonFootprintPerLifecycleStage": stages[::-1]}
    whole = {"carbonFootprint": turned, "labels": {"a": 1}}
    assert states(beside.compare(json.dumps(whole).encode())).keys() == {"same"}
    more = {**turned, "other": 1}
    assert states(beside.compare(json.dumps(more).encode()))["not_in_bundle"] == 1
    twice = {
        **aspect,
        "carbonFootprintPerLifecycleStage": [*stages, {**stages[0], "carbonFootprint": 9}],
    }
    found = beside.compare(json.dumps(twice).encode())
    (row,) = [row for row in found.values if row.state == "differs"]
    assert row.document == "9"
    second = {"one": aspect, "two": {**aspect, "batteryCarbonFootprint": 9}}
    assert "differs" in states(beside.compare(json.dumps(second).encode()))


def test_a_document_of_another_subject_is_named(beside: Beside) -> None:
    """Nothing else in it is compared."""
    data = json.loads(beside.files()["declaration.json"])
    other = "sha256:" + "12" * 32
    data["digests"]["calculation"] = other
    found = beside.compare(json.dumps(data).encode())
    assert (found.other_subject, found.counts) == (other, ())
    study = {**json.loads(beside.files()["study.json"]), "calculation": other}
    assert beside.compare(json.dumps(study).encode()).other_subject == other


def test_a_false_standing_is_found(beside: Beside) -> None:
    """As of an entry that the bundle has, each word of a standing is the log's."""
    data = json.loads(beside.files()["declaration.json"])
    changed = {"count": 3, "withdrawn": 0}
    false = {**data, "standing": {**data["standing"], "changed": changed, "objections": 2}}
    found = beside.compare(json.dumps(false).encode())
    places = {row.place for row in found.values if row.state == "differs"}
    assert {"standing.objections", "standing.changed.count"} <= places
    assert "differs" in states(beside.compare(json.dumps({**data, "standing": "x"}).encode()))


def test_a_document_that_is_later_than_its_bundle_is_said_to_be(beside: Beside) -> None:
    """What it says of its standing is taken as it is, and the report says so."""
    data = json.loads(beside.files()["declaration.json"])
    later = {"as_of": {"entries": 10_000, "registry": 9_000}, "state": "superseded"}
    found = beside.compare(json.dumps({**data, "standing": {**data["standing"], **later}}).encode())
    (row,) = [row for row in found.values if row.state != "same"]
    assert (row.place, row.state) == ("standing", "other_time")
    assert row.document == "superseded as of log entry 10000"


def test_the_declaration_is_built_byte_for_byte(beside: Beside) -> None:
    """From the bundle alone, as the ledger builds it from its store."""
    rebuilt = Rebuilt(beside.context)
    document = declaration_document(beside.chain.world.ledger, beside.declaration)
    assert to_bytes(rebuilt.declaration()) == to_bytes(document)
    assert document.spread is not None
    assert len(document.spread.left_out) == 1
