"""The state of a choice for a reader."""

from support.chosen import conservative, modest
from support.graph import firm, ident
from support.rows import inventory, made, used

from ledger.choices.choice import Examined


def test_a_statement_beside_the_figure_is_settled_by_its_own_name_alone() -> None:
    """The default depth of an attestation is of what lies behind the figure."""
    it = modest()
    dear = inventory(made("mine", "1000"), inputs=[used("test:lime", "3000")])
    it.chain.enter("earlier", dear, issuer=firm("mine"))
    it.chain.change("withdrawn", "earlier", "withdrawal")
    (found,) = (row for row in conservative(it).choices if row.choice.subject == ident("earlier"))
    assert found.choice.kind.code == "history.withdrawn"
    for examined, state in (
        (Examined(frozenset({"documents"})), "unevidenced"),
        (Examined(frozenset(), {ident("earlier"): frozenset({"documents"})}), "settled"),
    ):
        whole = conservative(it, examined=examined)
        assert {row.state for row in whole.choices if row.choice == found.choice} == {state}
