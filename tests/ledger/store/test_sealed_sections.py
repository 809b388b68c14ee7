"""Sections that are kept for a draft: by digest, the newest of each organisation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.store.access import sealed_sections
from ledger.store.access.organisations import Organisation
from ledger.store.access.sealed_sections import put_sealed, sealed_of
from ledger.store.rows import put
from ledger.store.store import Store, create_store


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """An empty store."""
    opened = create_store(tmp_path / "x", database)
    yield opened
    opened.close()


def test_the_newest_sections_of_an_organisation_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older one gives way to a newer one of the same organisation, and to no other's."""
    monkeypatch.setattr(sealed_sections, "KEPT", 2)
    with store.write() as connection:
        for name in ("one", "other"):
            put(connection, Organisation(id=name, name=name, created=0))
        put_sealed(connection, "other", "sha256:0", b"other", 0)
        for now in (1, 2, 3):
            put_sealed(connection, "one", f"sha256:{now}", b"%d" % now, now)
        kept = [sealed_of(connection, f"sha256:{at}") for at in range(5)]
    assert kept == [b"other", None, b"2", b"3", None]
