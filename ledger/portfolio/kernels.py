"""The loops over arrays: stable sorting by a small key, depth-first order, and the ordered sweep.

Nothing here checks its arguments; `technosphere` does.

Source of the component order: S. R. Kosaraju, 1978, and M. Sharir, "A strong-connectivity algorithm and its
applications in data flow analysis", Computers & Mathematics with Applications 7 (1981).

Numba compiles a function when it is first called and keeps the machine code on disk, so no compiler need be installed.
`fastmath` stays off: additions keep their order and no multiplication is contracted with an addition, so that a result
has the same bits on every processor that follows IEEE 754, and in the interpreter (`function.py_func`).
"""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def compiled(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a loop over arrays; other threads run beside it."""
    return cast("Callable[Arguments, Result]", numba.njit(cache=True, nogil=True)(function))


Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


class Inputs(NamedTuple):
    """A compressed sparse row matrix.

    Row `i` takes `amounts[k]` of `indices[k]` for `k` from `indptr[i]` to `indptr[i + 1]`.
    """

    indptr: Integers
    indices: Integers
    amounts: Floats


@compiled
def sort_by_key(keys: Integers, count: int) -> tuple[Integers, Integers]:
    """Sort by keys below `count`, equal keys in their order: where each key starts, and the permutation."""
    starts = np.zeros(count + 1, np.int64)
    for key in keys:
        starts[key + 1] += 1
    for key in range(count):
        starts[key + 1] += starts[key]
    following = starts[:-1].copy()
    permutation = np.empty(len(keys), np.int64)
    for index in range(len(keys)):
        key = keys[index]
        permutation[following[key]] = index
        following[key] += 1
    return starts, permutation


@compiled
def depth_first(indptr: Integers, indices: Integers, roots: Integers) -> tuple[Integers, Integers]:
    """Walk from each root in turn: the nodes as they are left, and the number of the tree of each."""
    count = len(indptr) - 1
    order, trees = np.empty(count, np.int64), np.empty(count, np.int64)
    seen, path, following = np.zeros(count, np.bool_), np.empty(count, np.int64), indptr[:-1].copy()
    left, tree = 0, 0
    for root in roots:
        if seen[root]:
            continue
        seen[root], path[0], depth = True, root, 0
        while depth >= 0:
            node = path[depth]
            if following[node] < indptr[node + 1]:
                neighbour = indices[following[node]]
                following[node] += 1
                if not seen[neighbour]:
                    depth += 1
                    seen[neighbour], path[depth] = True, neighbour
            else:
                order[left], trees[left] = node, tree
                left += 1
                depth -= 1
        tree += 1
    return order, trees


@compiled
def sweep(inputs: Inputs, rows: Integers, own: Floats, scores: Floats) -> None:
    """Replace the scores of some rows, in turn, by own + inputs, each from the newest scores of its inputs."""
    total = np.empty(own.shape[1])
    for row in rows:
        total[:] = own[row]
        for k in range(inputs.indptr[row], inputs.indptr[row + 1]):
            amount, supplier = inputs.amounts[k], inputs.indices[k]
            for column in range(len(total)):
                total[column] += amount * scores[supplier, column]
        scores[row] = total


@compiled
def sweep_column(inputs: Inputs, rows: Integers, own: Floats, scores: Floats) -> None:
    """As `sweep`, for one column, which takes half the time so."""
    for row in rows:
        total = own[row, 0]
        for k in range(inputs.indptr[row], inputs.indptr[row + 1]):
            total += inputs.amounts[k] * scores[inputs.indices[k], 0]
        scores[row, 0] = total


@compiled
def sweep_spans(
    inputs: Inputs, rows: Integers, spans: Integers, own: Floats, scores: Floats
) -> None:
    """Sweep spans of a list of rows in turn, each as often as stated, and a loop from zero."""
    for span in spans:
        first, last, count = span
        some = rows[first:last]
        if count > 1:
            for row in some:
                scores[row] = 0.0
        for _ in range(count):
            if own.shape[1] == 1:
                sweep_column(inputs, some, own, scores)
            else:
                sweep(inputs, some, own, scores)


@compiled
def weigh_loop(inputs: Inputs, first: int, last: int, most: int) -> tuple[Floats, int]:
    """Sweep w = 1 + |inputs within the loop| w from zero until no bit changes; the weights, and the number of sweeps.

    Each sweep raises every weight or leaves it, rounding included, so a bounded loop comes to rest by itself. The
    number is `most` if it does not.
    """
    weights = np.zeros(last - first)
    for count in range(1, most):
        changed = False
        for row in range(first, last):
            total = 1.0
            for k in range(inputs.indptr[row], inputs.indptr[row + 1]):
                if first <= inputs.indices[k] < last:
                    total += abs(inputs.amounts[k]) * weights[inputs.indices[k] - first]
            changed = changed or total != weights[row - first]
            weights[row - first] = total
        if not changed:
            return weights, count
    return weights, most
