"""Every benchmark runs and prints its tables; what the times are is nobody's business here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_and_prints_what_it_measured(name):
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "corners" in done.stdout if name == "hub" else "| " in done.stdout or "not available" in done.stdout


def test_there_is_a_benchmark_for_each_table():
    assert NAMES == ["crowd", "hub", "kernel", "one_level", "placement", "routes", "setup", "signs", "valhalla"]
