"""The notebooks: each runs from its first cell to its last, and what it holds is what it shows when run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 500_000


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A folder with every notebook, run just now."""
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "scripts.notebooks", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def shown(path):
    """For each code cell the kinds of its outputs, and how many lines of text."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return [[(output["output_type"], len(output.get("text", ()))) for output in cell["outputs"]] for cell in cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_holds_the_outputs_of_its_cells(path, fresh):
    assert shown(path) == shown(fresh / path.name)
    assert any(kind == "display_data" for outputs in shown(path) for kind, _ in outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_stays_small(path):
    assert path.stat().st_size < LARGEST


def test_there_are_notebooks():
    assert NOTEBOOKS
