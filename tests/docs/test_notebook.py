"""The notebook of docs/examples: it runs from its first cell to its last, and shows reports as tables."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from support.desks import give_keys
from support.ledger_battery import battery_chain
from support.ledger_rated import rated_calculation

NOTEBOOK = Path(__file__).parents[2] / "docs" / "examples" / "questions.ipynb"


def test_the_notebook_runs_and_shows_tables(tmp_path: Path) -> None:
    """In a kernel of its own, beside a ledger of the name that it opens."""
    folder = tmp_path / "cradle-demo"
    with battery_chain(folder, None) as chain:
        rated_calculation(chain)
    give_keys(folder)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [one["data"] for cell in notebook.cells for one in _outputs(cell)]
    tables = [one["text/html"] for one in shown if "<table" in one.get("text/html", "")]
    assert len(tables) == 3


def _outputs(cell: Any) -> list[Any]:  # noqa: ANN401 - of a notebook
    return [one for one in cell.get("outputs", ()) if "data" in one]
