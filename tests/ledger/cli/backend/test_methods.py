"""Factor sets as options name them: a file, an id that comes with Cradle, or a digest, in every command alike."""

import json
from pathlib import Path

import pytest
from support.command import cradle
from support.ledger_cli import EXAMPLES, ledger
from support.refusal import refused

from ledger.cli.backend.methods import (
    find_factor_set,
    load_factor_sets,
    method_digest,
    stored_factor_sets,
)
from ledger.cli.backend.select import select_backend
from ledger.rulebooks.catalog import load_factor_set
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import FactorSet

FILE = EXAMPLES / "factors.json"
EXAMPLE = FactorSet.parse(FILE.read_bytes())
SHIPPED = "mixes-ember-mee-2026"


def closed(folder: Path) -> Path:
    """A file with the example's set under a licence that forbids passing it on."""
    path = folder / "closed.json"
    path.write_text(json.dumps({**EXAMPLE.to_json(), "licence": "digest_only"}))
    return path


def test_a_set_is_loaded_by_each_name(tmp_path: Path) -> None:
    """The three names of a set load the same values."""
    book = ledger(tmp_path)
    with select_backend(book) as backend:
        kept = backend.keep_method(EXAMPLE)
    assert find_factor_set(kept, book) == find_factor_set(str(FILE), book) == EXAMPLE
    assert load_factor_sets([SHIPPED], None) == (load_factor_set(SHIPPED),)


@pytest.mark.parametrize("name", ["nowhere.json", "sha256:" + "0" * 64])
def test_an_unknown_name_is_refused(name: str) -> None:
    """A digest without a ledger is one."""
    with refused("factor_set.unknown", name):
        load_factor_sets([name], None)


def test_a_digest_is_found_without_a_ledger() -> None:
    """It is the one of the canonical document, whatever the layout of the file."""
    assert method_digest(str(FILE)) == digest(model_bytes(EXAMPLE))
    assert method_digest(kept := "sha256:" + "1" * 64) == kept


def test_an_open_set_is_stored_and_a_closed_one_is_not(tmp_path: Path) -> None:
    """What may not be passed on leaves the machine by a command of its own alone."""
    book, path = ledger(tmp_path), closed(tmp_path)
    with select_backend(book) as backend:
        (found,) = stored_factor_sets([SHIPPED], backend)
        assert FactorSet.parse(backend.method(found).content) == load_factor_set(SHIPPED)
        with refused("factor_set.not_stored", str(FILE)):
            stored_factor_sets([str(FILE)], backend, keep=False)
        with refused("factor_set.not_stored", str(path)):
            stored_factor_sets([str(path)], backend)
    assert cradle("factors", "add", path, "--ledger", book).code == 0
    with select_backend(book) as backend:
        assert stored_factor_sets([str(path)], backend) == (method_digest(str(path)),)
