"""Linear graphs of products for tests and benchmarks of the portfolio engine.

`Given.random` is a supply chain in eight layers (services, mining, refining, precursors, cells, packs, use, recycling)
with five to ten inputs a product, a few credits, and recycled inputs that close loops. All numbers follow from a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

LAYERS = (0.10, 0.08, 0.12, 0.18, 0.20, 0.12, 0.10, 0.10)
RECYCLING = 7
REACH = 0.01
"""The part of a layer that the suppliers of a product lie in."""


@dataclass(frozen=True, eq=False)
class Given:
    """A graph as `technosphere` takes it, the own value of each product, and its layer."""

    products: Sequence[str]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    amounts: NDArray[np.float64]
    own: NDArray[np.float64]
    layers: NDArray[np.int64]

    @property
    def count(self) -> int:
        """The number of products."""
        return len(self.products)

    @property
    def graph(
        self,
    ) -> tuple[Sequence[str], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """The arguments of `technosphere`."""
        return self.products, self.rows, self.columns, self.amounts

    @classmethod
    def random(cls, count: int, seed: int, recycled: float = 0.01) -> "Given":
        """A supply chain of so many products; `recycled` is the share of inputs that come from recycling."""
        draw = np.random.Generator(np.random.Philox(seed))
        bounds = np.append(0, np.cumsum(np.array(LAYERS) * count).astype(int))
        bounds[-1] = count
        layers = np.searchsorted(bounds, np.arange(count), side="right") - 1
        inputs = np.where(layers == 0, draw.integers(0, 3, count), draw.integers(5, 11, count))
        rows = np.repeat(np.arange(count), inputs)
        columns, back = _suppliers(draw, rows, layers, bounds, recycled)
        taken = columns != rows
        rows, columns, back = rows[taken], columns[taken], back[taken]
        weights = draw.random(len(rows)) + 0.05
        whole = np.bincount(rows, weights, count)[rows]
        needed = np.where(layers == 0, 0.3, 1.02 + 0.18 * draw.random(count))[rows]
        amounts = np.round(weights / whole * needed, 6) * np.where(back, 0.2, 1.0)
        amounts = np.where(draw.random(len(rows)) < 0.005, -amounts, amounts)
        shuffled = draw.permutation(count)
        own = np.round(draw.random(count) * 2, 6)
        names = [f"p{number:08d}" for number in range(count)]
        place = np.argsort(shuffled)
        return cls(names, shuffled[rows], shuffled[columns], amounts, own, layers[place])


def _suppliers(
    draw: np.random.Generator,
    rows: NDArray[np.int64],
    layers: NDArray[np.int64],
    bounds: NDArray[np.int64],
    recycled: float,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The supplier of each input, and whether it is of recycling: near by in the layer before, a service, or a peer."""
    layer, count = layers[rows], len(rows)
    first, last = bounds[np.maximum(layer - 1, 0)], bounds[np.maximum(layer, 1)]
    place = (rows - bounds[layer]) / np.maximum(bounds[layer + 1] - bounds[layer], 1)
    near = np.clip(place + (draw.random(count) - 0.5) * REACH, 0, 0.999999)
    columns = (first + near * (last - first)).astype(int)
    kind = draw.random(count)
    columns = np.where(kind < 0.2, (near * bounds[1]).astype(int), columns)
    peer = bounds[layer] + ((rows - bounds[layer]) * draw.random(count)).astype(int)
    columns = np.where((layer == 0) | (kind > 0.9), peer, columns)
    back = (draw.random(count) < recycled) & (layer < 4)
    size = bounds[-1] - bounds[RECYCLING]
    again = bounds[RECYCLING] + (draw.random(count) * size).astype(int)
    return np.where(back, again, columns), back


@st.composite
def supply_graph(draw: st.DrawFn, *, loops: bool = True, repeated: bool = True) -> Given:
    """Up to twelve products that take less than 0.9 units of goods in all, some of them as credits."""
    count = draw(st.integers(1, 12))
    rows: list[int] = []
    columns: list[int] = []
    amounts: list[float] = []
    for row in range(count):
        suppliers = range(count) if loops else range(row)
        taken = draw(_some(suppliers, unique=not repeated)) if suppliers else []
        for column in taken:
            rows.append(row)
            columns.append(column)
            amounts.append(draw(st.integers(-20, 22)) / 100)
    own = [draw(st.integers(-5, 100)) / 8 for _ in range(count)]
    names = draw(st.permutations([f"p{number}" for number in range(count)]))
    return Given(
        names,
        np.array(rows, np.int64),
        np.array(columns, np.int64),
        np.array(amounts, np.float64),
        np.array(own),
        np.zeros(count, np.int64),
    )


def _some(numbers: Sequence[int], *, unique: bool) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from(numbers), max_size=4, unique=unique)
