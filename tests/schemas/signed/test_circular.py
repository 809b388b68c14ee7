"""The Circular Footprint Formula as a rulebook states it."""

import json

import pytest
from support.refusal import refused

from schemas.signed.circular import CircularFootprint

Json = dict[str, object]


def constant(value: str) -> Json:
    """A number of a method."""
    return {"value": value, "source": "OWN", "confidence": "inferred"}


def formula(a: str | None, **members: object) -> CircularFootprint:
    """A formula of one material, with this A and these members."""
    quality = {"qs_in": constant("1"), "qs_out": constant("1")}
    own = {} if a is None else {"a": constant(a)}
    usual = {name: constant(value) for name, value in USUAL.items()}
    material = {"material": "Ni", **own, **quality}
    stated = {**usual, "materials": [material], "joint_basis": "mass", **members}
    return CircularFootprint.parse(json.dumps(stated).encode())


USUAL = {"default_a": "0.5", "collection_rate": "1", "ed": "0", "b": "0"}
BOUNDS = {"least_a": constant("0.2"), "most_a": constant("0.8")}


@pytest.mark.parametrize("a", ["0.2", "0.5", "0.8", None])
def test_a_within_the_method_s_bounds(a: str | None) -> None:
    """PEF allows 0.2 to 0.8; a material without an A of its own has the default."""
    assert formula(a, **BOUNDS).materials[0].material == "Ni"


@pytest.mark.parametrize("a", ["0.1", "0.81", "1", "0"])
def test_a_beyond_the_bounds_is_refused(a: str) -> None:
    """A rulebook that says so of itself is not a rulebook; without bounds any share from 0 to 1 is one."""
    with refused("rulebook.a_bounds"):
        formula(a, **BOUNDS)
    assert formula(a).least_a is None


def test_the_default_is_within_the_bounds_too() -> None:
    """And no A is above 1 where no bounds are stated."""
    with refused("rulebook.a_bounds"):
        formula(None, **BOUNDS, default_a=constant("0.9"))
    with refused("rulebook.a_bounds"):
        formula("1.5")
