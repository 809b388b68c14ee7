"""Tests of the table of facts and claims: it has every field of the statements behind a figure, and no other."""

from collections.abc import Iterator
from typing import get_args

import pytest

from ledger.choices.kinds import KINDS
from schemas.base import Model
from schemas.signed.calculation import AssertedCalculation, Calculation, Composition
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.facts import FIELDS
from schemas.signed.inventory import Inventory

SIGNED = (Entry, Inventory, Product, Delivery, AssertedCalculation, Composition)
LEFT_OUT = {"EntrySections", "DeliverySections", "Superseding", "DeliveredFigure", "Certificate"}
"""Models whose fields are a part of one that is a reference, or a claim as a whole."""


def models_of(annotation: object) -> Iterator[type[Model]]:
    """The models in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from models_of(part)


def reached() -> dict[str, type[Model]]:
    """The models behind a figure whose fields are parts of a structure."""
    found: dict[str, type[Model]] = {}
    waiting: list[type[Model]] = [*SIGNED]
    while waiting:
        model = waiting.pop()
        if model.__name__ in found or model.__name__ in LEFT_OUT:
            continue
        found[model.__name__] = model
        known = FIELDS.get(model.__name__, {})
        for name, field in model.model_fields.items():
            if name not in known or known[name].nature in {"structure", "claim"}:
                waiting.extend(models_of(field.annotation))
    return found


MODELS = reached()


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_field_is_a_fact_or_a_claim(model: str) -> None:
    """A new field has no nature until somebody decides what it can hide."""
    assert FIELDS[model].keys() == MODELS[model].model_fields.keys()


def test_the_table_names_no_model_that_is_not_read() -> None:
    """What nothing reads is no claim."""
    assert FIELDS.keys() - MODELS.keys() == {"Filling"}
    assert "filling" in Calculation.model_fields


def test_a_claim_names_kinds_that_exist() -> None:
    """So the table says of every word which account prices it."""
    named = {
        kind for fields in FIELDS.values() for field in fields.values() for kind in field.kinds
    }
    assert named <= KINDS.keys()
