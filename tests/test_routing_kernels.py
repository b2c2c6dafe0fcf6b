"""Kernels kept between runs: loaded while what they are made of stays the same, else compiled anew."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOWER = "from wayfinding.routing.sight import compiled\nSTEP = 1.0\n@compiled\ndef add(x):\n    return x + STEP\n"
UPPER = """
from lower import STEP, add
from wayfinding.routing.sight import compiled

@compiled
def twice(x):
    return add(add(x)) + 0.0 * STEP

print(twice(1.0), sum(twice.stats.cache_hits.values()))
"""


@pytest.fixture
def run(tmp_path: Path):
    def ask() -> list[str]:
        path = os.pathsep.join([str(tmp_path), *sys.path])
        env = os.environ | {"PYTHONPATH": path, "NUMBA_CACHE_DIR": str(tmp_path / "kernels")}
        command = [sys.executable, "-c", "import upper"]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()

    (tmp_path / "lower.py").write_text(LOWER)
    (tmp_path / "upper.py").write_text(UPPER)
    return ask


def test_a_kernel_is_loaded_where_nothing_has_changed(run) -> None:
    assert [run(), run()] == [["3.0", "0"], ["3.0", "1"]]


@pytest.mark.parametrize("change", [("x + STEP", "x + 2.0 * STEP"), ("STEP = 1.0", "STEP = 2.0")])
def test_a_kernel_is_compiled_anew_where_one_that_it_calls_has_changed(run, tmp_path: Path, change) -> None:
    assert run() == ["3.0", "0"]
    (tmp_path / "lower.py").write_text(LOWER.replace(*change))
    assert run() == ["5.0", "0"]


def test_a_kernel_is_loaded_where_a_file_was_only_touched(run, tmp_path: Path) -> None:
    run()
    for name in ("lower.py", "upper.py"):
        os.utime(tmp_path / name, times=(1e9, 1e9))
    assert run() == ["3.0", "1"]
