"""What every test shares: hypothesis without clocks, and the browser that `make browser` found."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from scripts.browser import FLAGS, MISSING, find_browser, is_required

os.environ.setdefault("XDG_CACHE_HOME", str(Path(__file__).parent.parent / ".cache"))  # not the user's own

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own, with our browser and with flags that keep it quiet and off the network."""
    browser = find_browser()
    if browser is None:
        pytest.fail(MISSING) if is_required() else pytest.skip(MISSING)
    return {**browser_type_launch_args, "executable_path": browser, "args": list(FLAGS)}
