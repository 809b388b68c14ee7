"""The rows of a benchmark: printed as they come, and written to bench.json at the top of the repository."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[2] / "bench.json"


@dataclass
class Table:
    """Rows: a name, our time, that of a peer or floor, and their ratio (times faster, or times the floor)."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def peer(self, name: str, ours: float, theirs: float, solver: str, graph: str) -> None:
        """A comparison with a peer; the ratio is its time over ours."""
        self._add(name, ours, {"peer": theirs}, theirs / ours, solver, graph)

    def floor(self, name: str, ours: float, floor: float, graph: str) -> None:
        """A comparison with a floor; the ratio is our time over it."""
        self._add(name, ours, {"floor": floor}, ours / floor, "", graph)

    def missing(self, name: str) -> None:
        """A peer that is absent or did not finish."""
        print(f"{name}: no result")

    def note(self, text: str) -> None:
        """A line without a ratio."""
        print(text)

    def _add(
        self,
        name: str,
        ours: float,
        other: dict[str, float],
        ratio: float,
        solver: str,
        graph: str,
    ) -> None:
        ((kind, theirs),) = other.items()
        print(
            f"{name}: {ours * 1e3:.3f} ms, {solver or kind} {theirs * 1e3:.3f} ms, ratio {ratio:.2f}"
        )
        row = {"name": name, "ours": ours, **other, "ratio": ratio, "solver": solver}
        self.rows.append({**row, "graph": graph, "cores": os.cpu_count()})

    def close(self) -> None:
        """Write the rows, in place of older rows of the same names."""
        names = {(row["name"], row["solver"]) for row in self.rows}
        old = json.loads(FILE.read_text()) if FILE.exists() else []
        kept = [row for row in old if (row["name"], row["solver"]) not in names]
        FILE.write_text(json.dumps([*kept, *self.rows], indent=1) + "\n")
