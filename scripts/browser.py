"""Finds the Chromium that the browser tests drive, or installs one; prints its path.

`WAYFINDING_BROWSER` decides what a missing browser means: `required` fails, `optional` skips the browser tests and says
why. Without it, a browser is required where `CI` is set and optional elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.bootstrap import apt_install, run

NAMES = ("chromium", "chromium-browser", "google-chrome")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Keep the browser quiet and off the network."""
MISSING = "no Chromium found or installed: set CHROMIUM_PATH, or apt-get install chromium fonts-noto-cjk"


def main() -> None:
    """Print the path of a browser, installing one where there is none; exit 1 where one is required and missing."""
    if not driver_starts() and not apt_install("libatomic1"):
        complain("Playwright's driver does not start (apt-get install libatomic1)")
    if not has_chinese_font() and not apt_install("fonts-noto-cjk"):
        complain("no Chinese font: pictures will show boxes (apt-get install fonts-noto-cjk)")
    browser = find_browser() or install_browser()
    if browser:
        print(f"Browser: {browser}")
    else:
        complain(MISSING)


def find_browser() -> str | None:
    """The path of a Chromium: `CHROMIUM_PATH`, one on PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return named if os.access(named, os.X_OK) else None
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return on_path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser()
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)), None)


def install_browser() -> str | None:
    """The path of a Chromium brought by the system's packages or by Playwright; None where neither could."""
    if os.environ.get("CHROMIUM_PATH"):
        return None
    if not apt_install("chromium"):
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        _ = run([*install, "--with-deps"]) or run(install)
    return find_browser()


def driver_starts() -> bool:
    """Whether the program inside Playwright's wheel starts: a bare Debian lacks one library of it."""
    return run([sys.executable, "-m", "playwright", "--version"])


def is_required() -> bool:
    """Whether a missing browser is a failure."""
    choice = os.environ.get("WAYFINDING_BROWSER") or ("required" if os.environ.get("CI") else "optional")
    if choice not in ("required", "optional"):
        sys.exit(f"WAYFINDING_BROWSER is {choice!r}: it may be required or optional")
    return choice == "required"


def has_chinese_font() -> bool:
    """Whether fontconfig, or the usual folders where it is not installed, hold a font with Chinese letters."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout)
    return any(next(Path(folder).expanduser().glob("**/*CJK*"), None) for folder in FONT_FOLDERS)


def complain(what: str) -> None:
    """Say what is missing, and fail where it is required."""
    if is_required():
        sys.exit(what)
    print(f"Browser tests may be skipped: {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
