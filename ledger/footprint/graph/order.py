"""The order of a graph of entries, suppliers first, and the loops that keep some of them out of it.

A graph here is its nodes and the suppliers of each; the contents of entries play no part. The order follows from the
graph and the order in which it was walked, so that reports do not change.
"""

from collections.abc import Collection, Iterable, Mapping

Suppliers = Mapping[str, Collection[str]]
"""The suppliers of each entry, each once, in the order that the graph was walked."""


def suppliers_first(nodes: Iterable[str], suppliers: Suppliers) -> list[str]:
    """A topological order (Kahn); the members of a loop are left out with what rests on them."""
    waits, customers = dict.fromkeys(nodes, 0), dict[str, list[str]]()
    for node, found in suppliers.items():
        waits[node] = len(found)
        for supplier in found:
            customers.setdefault(supplier, []).append(node)
    order = [node for node, count in waits.items() if not count]
    for node in order:
        for customer in customers.get(node, ()):
            waits[customer] -= 1
            if not waits[customer]:
                order.append(customer)  # a queue: the loop reaches it later
    return order


def loops(suppliers: Suppliers) -> list[set[str]]:
    """The entries that rest on each other, or one on itself; loops sorted by their first member."""
    import networkx as nx  # noqa: PLC0415 - loading takes 0.15 s, and few graphs have a loop

    graph: nx.DiGraph[str, dict[str, object], dict[str, object]] = nx.DiGraph(
        (supplier, node) for node, found in suppliers.items() for supplier in found
    )
    components = nx.strongly_connected_components(graph)
    return sorted((c for c in components if _is_loop(suppliers, c)), key=min)


def _is_loop(suppliers: Suppliers, component: set[str]) -> bool:
    return len(component) > 1 or any(node in suppliers[node] for node in component)
