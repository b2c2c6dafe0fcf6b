"""Checks the copy of Leaflet inside the package against its list of hashes; with `fetch`, brings it again from npm.

python -m scripts.leaflet          exit 1 where a file differs, lacks or is not on the list
python -m scripts.leaflet fetch    needs npm; nothing is replaced unless every fetched file has the listed hash
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "1.9.4"
FOLDER = Path(__file__).parent.parent / "wayfinding" / "web" / "static" / "leaflet"
LIST = "SHA256SUMS"


def main() -> None:
    """Check, or fetch and check; one line for each thing that is wrong."""
    if sys.argv[1:] == ["fetch"]:
        fetch()
    faults = list(list_faults(FOLDER))
    sys.exit("\n".join(faults) if faults else 0)


def list_faults(folder: Path) -> Iterator[str]:
    """What is wrong with the files of a folder, file by file."""
    hashes = read_hashes()
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {LIST}
    for name in sorted(found | set(hashes)):
        if name not in hashes:
            yield f"{name} is not on the list"
        elif name not in found:
            yield f"{name} is missing"
        elif hashlib.sha256((folder / name).read_bytes()).hexdigest() != hashes[name]:
            yield f"{name} has another hash than the list"


def read_hashes() -> dict[str, str]:
    """The listed hash of each file, by its path below the folder."""
    lines = (FOLDER / LIST).read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def fetch() -> None:
    """Unpack the listed files of the npm package; exit 1 and change nothing where one of them differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["npm", "pack", "--silent", f"leaflet@{VERSION}"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(folder / f"leaflet-{VERSION}.tgz") as archive:
            archive.extractall(folder, filter="data")
        fetched = folder / "fetched"
        for path in read_hashes():
            source = folder / "package" / ("" if path == "LICENSE" else "dist") / path
            (fetched / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, fetched / path)
        faults = list(list_faults(fetched))
        if faults:
            sys.exit("\n".join(faults))
        shutil.copytree(fetched, FOLDER, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
