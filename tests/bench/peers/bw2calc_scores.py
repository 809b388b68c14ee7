"""bw2calc on a graph from a file, with one solver: times in seconds, as JSON. Run by a Python that has the peers.

    python bw2calc_scores.py graph.npz umfpack|pardiso|superlu

The graph is the datapackage that Brightway's users would have in memory: each product is made by one activity.
"""

import json
import sys
from collections.abc import Mapping
from statistics import median
from time import perf_counter
from typing import Any

HIDDEN = {"umfpack": ("pypardiso",), "superlu": ("pypardiso", "scikits.umfpack"), "pardiso": ()}


def main(path: str, solver: str) -> None:
    """The first score, with the matrices built, and the median of the next ones."""
    for name in HIDDEN[solver]:
        sys.modules[name] = None  # type: ignore[assignment] - an import of it fails
    import bw2calc
    import numpy as np

    given = np.load(path)
    package, demanded = packaged(given), given["demanded"].tolist()
    started = perf_counter()
    lca = bw2calc.LCA({demanded[0]: 1.0}, data_objs=[package])
    lca.lci(factorize=solver != "pardiso")  # PARDISO keeps its factors by itself
    lca.lcia()
    cold = perf_counter() - started
    scores, again = [lca.score], []
    for product in demanded[1:]:
        started = perf_counter()
        lca.lci(demand={product: 1.0})
        lca.lcia()
        again.append(perf_counter() - started)
        scores.append(lca.score)
    print(json.dumps({"cold": cold, "next": median(again), "scores": scores}))


def packaged(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the peer has no types
    """The graph as a datapackage: products and activities have the same numbers, and one flow follows them."""
    import bw_processing
    import numpy as np

    package, count = bw_processing.create_datapackage(), len(given["own"])
    each, one = np.arange(count), np.array([count])
    for matrix, first, second, data, flip in (
        ("technosphere_matrix", each, each, np.ones(count), False),
        ("technosphere_matrix", given["columns"], given["rows"], given["amounts"], True),
        ("biosphere_matrix", np.full(count, count), each, given["own"], False),
        ("characterization_matrix", one, one, np.ones(1), False),
    ):
        indices = np.empty(len(data), bw_processing.INDICES_DTYPE)
        indices["row"], indices["col"] = first, second
        package.add_persistent_vector(
            matrix=matrix,
            indices_array=indices,
            data_array=data,
            flip_array=np.full(len(data), flip),
        )
    return package


main(*sys.argv[1:])
