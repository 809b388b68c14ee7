"""Rulebooks and factor sets: the documents of a method, read once however often an audit asks for them.

Values are frozen, so one reading serves every step, and every bundle of a run that names the same document.
"""

from functools import lru_cache
from typing import TypeVar, cast

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.trust.leaves import read_model
from schemas.base import Model

Document = TypeVar("Document", bound=Model)

KEPT = 8
"""The documents that are kept: a rulebook and the sets that a policy usually lists."""


def read_document(data: bytes, model: type[Document]) -> Document:
    """A rulebook or factor set from its bytes; errors as `read_model`."""
    return cast("Document", _read(data, model))


@lru_cache(maxsize=KEPT)
def _read(data: bytes, model: type[Model]) -> Model:
    return read_model(data, model, SIZE_LIMIT)
