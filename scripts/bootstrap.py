"""Makes the virtual environment `make` works in, with nothing but Python's standard library.

Debian and Ubuntu ship Python without `ensurepip`, so `python3 -m venv` fails there until the package python3.X-venv
is installed. As root, or where sudo can be used, that package is installed. Anyone else gets pip from the wheel of the
Debian package python3-pip-whl, which apt-get can download without rights. Both
ways keep apt's own check of signatures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

OLDEST = (3, 11)


def main() -> None:
    """Leave a working environment in the folder named on the command line; one line on standard error if not."""
    folder = Path(sys.argv[1])
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"Python 3.11 or newer is needed, and {sys.executable} is {found}: name one by make PYTHON=python3.12")
    if has_pip(folder):
        return
    ways = (make_with_ensurepip, install_venv_package, take_pip_from_debian)
    if not any(way(folder) for way in ways):
        sys.exit(f"This Python has no pip: install it (apt-get install {venv_package()}), then run make again")


def has_pip(folder: Path) -> bool:
    """Whether the folder is an environment of this Python version in which pip starts."""
    version = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    python = folder / "bin" / "python"
    return python.exists() and run([str(python), "-c", version])


def make_with_ensurepip(folder: Path) -> bool:
    """Whether Python's own `venv` made it."""
    shutil.rmtree(folder, ignore_errors=True)
    return run([sys.executable, "-m", "venv", str(folder)]) and has_pip(folder)


def install_venv_package(folder: Path) -> bool:
    """Whether apt-get brought what `venv` lacks and the environment could then be made."""
    return apt_install(venv_package()) and make_with_ensurepip(folder)


def take_pip_from_debian(folder: Path) -> bool:
    """Whether pip could be put in from the wheel inside python3-pip-whl, unpacked but not installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder)
    with tempfile.TemporaryDirectory() as download:
        if not run(["apt-get", "-q", "download", "python3-pip-whl"], download):
            return False
        for package in Path(download).glob("*.deb"):
            run(["dpkg-deb", "-x", str(package), download])
        wheels = list(Path(download).glob("usr/share/python-wheels/pip-*.whl"))
        python = str((folder / "bin" / "python").absolute())
        installed = bool(wheels) and run([python, f"{wheels[0]}/pip", "-q", "install", "--no-index", str(wheels[0])])
    return installed and has_pip(folder)


def apt_install(*packages: str) -> bool:
    """Whether apt-get installed the packages: as root, by sudo that asks nothing, or by sudo with a person to ask."""
    if not shutil.which("apt-get"):
        return False
    rights = [] if os.geteuid() == 0 else ["sudo"]
    if rights and not (shutil.which("sudo") and (sys.stdin.isatty() or run(["sudo", "-n", "true"]))):
        return False
    print("Installing from the system's packages:", *packages, flush=True)
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    run([*apt, "update"])
    return run([*apt, "install", "-y", "--no-install-recommends", *packages])


def venv_package() -> str:
    """The Debian package that completes this Python's `venv`."""
    return f"python3.{sys.version_info[1]}-venv"


def run(command: list[str], folder: str | None = None) -> bool:
    """Whether the command could be started and succeeded; what it says is kept off the screen."""
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main()
