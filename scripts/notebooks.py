"""Runs notebooks afresh: `python -m scripts.notebooks [FOLDER]` keeps their outputs, without the times of the run.

Without FOLDER they are written back where they are; with it they are written there.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
LONGEST_S = 600


def run(path: Path, target: Path) -> None:
    """Run one notebook in its own folder and write it; raises where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    home = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=LONGEST_S, record_timing=False, resources=home).execute()
    notebook.metadata = {"kernelspec": KERNEL}
    nbformat.write(notebook, target)


def main() -> None:
    """Run every notebook of the repository."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTEBOOKS
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        print(path.name)
        run(path, folder / path.name)


if __name__ == "__main__":
    main()
