"""By which methods rows may be valued that the asker may not see."""

import pytest
from support.graph import Graph, firm, ident
from support.rows import inventory, made, taken, used

from ledger.disclosure.asker import Asker
from ledger.disclosure.methods import require_valuing
from schemas.errors import CradleError

METHOD = (ident("rulebook"), ident("factors"))
OTHERS = (ident("rulebook"), ident("own factors"))
PLANT = Asker(firm("plant"))


def chain(**members: object) -> Graph:
    """Ore of a mine in salt, which a plant uses; `members` are of the salt's delivery to the plant."""
    it = Graph()
    it.enter("mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "10")]))
    it.deliver("ore", "mine", "salt", "900")
    it.enter("salt", inventory(made("salt", "500"), inputs=[taken("ore", "900")]))
    it.deliver("powder", "salt", "plant", "400", **members)
    it.enter("plant", inventory(made("plant", "300"), inputs=[taken("powder", "400")]))
    return it


def ask(
    it: Graph, asker: Asker, methods: tuple[str, ...], admitted: tuple[str, ...] = METHOD
) -> None:
    """Ask for the plant's figure."""
    require_valuing(asker, it.resolve("plant"), it.records(), methods, admitted)


def refused(it: Graph, methods: tuple[str, ...], admitted: tuple[str, ...] = METHOD) -> CradleError:
    """The refusal of the plant's question."""
    with pytest.raises(CradleError) as caught:
        ask(it, PLANT, methods, admitted)
    return caught.value


def test_a_method_that_is_not_admitted_values_no_rows_of_others() -> None:
    """Not even where one of its two documents is admitted."""
    ask(chain(), PLANT, METHOD)
    assert refused(chain(), OTHERS).code == "method.not_admitted"
    assert refused(chain(), METHOD, METHOD[:1]).code == "method.not_admitted"


def test_ones_own_rows_have_any_method() -> None:
    """A figure without goods of others, and rows that an engagement opens."""
    it = chain()
    alone = inventory(made("plant", "300"), inputs=[used("test:lime", "10")])
    it.enter("plant", alone)
    ask(it, PLANT, OTHERS)
    auditor = Asker(None, frozenset({ident("mine"), ident("salt"), ident("plant")}))
    ask(chain(), auditor, OTHERS)


def test_a_firm_that_is_not_registered_owns_nothing() -> None:
    """It has no id that a row could have as its issuer."""
    with pytest.raises(CradleError) as caught:
        ask(chain(), Asker(None), OTHERS)
    assert caught.value.code == "method.not_admitted"


def test_a_delivery_names_the_methods_that_value_its_goods() -> None:
    """The plant's method is admitted, and its supplier allows another one only."""
    both = tuple(sorted((*METHOD, ident("another"))))
    ask(chain(methods=both), PLANT, METHOD)
    found = refused(chain(methods=tuple(sorted(OTHERS))), METHOD)
    assert found.code == "method.not_allowed"
    assert "delivery powder" in found.detail


def test_the_methods_of_a_figure_are_those_that_a_delivery_allows() -> None:
    """It states its own figure by one rulebook and set."""
    figure = {
        "registry": {"size": 0, "root": "0" * 64},
        "rulebook": METHOD[0],
        "factor_sets": METHOD[1:],
        "cells": (),
        "total": "0",
    }
    ask(chain(figure=figure), PLANT, METHOD)
    every = (*METHOD, *OTHERS)
    assert refused(chain(figure=figure), OTHERS, every).code == "method.not_allowed"


def test_a_supplier_of_a_supplier_is_asked_too_and_not_named() -> None:
    """The mine allows the salt's maker another method; the plant is told of its own delivery alone."""
    it = chain()
    it.deliver("ore", "mine", "salt", "900", methods=tuple(sorted(OTHERS)))
    found = refused(it, METHOD)
    assert found.code == "method.not_allowed"
    assert "delivery powder" in found.detail
    assert "ore" not in found.detail
    assert ident("mine") not in found.detail
