"""What README, pyproject.toml and the locks promise, held to it."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import wayfinding

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
EXTRAS = PROJECT["project"]["optional-dependencies"]
ALWAYS = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]


def readme_commands() -> list[tuple[str, str]]:
    """Every `$ …` line of the console blocks, with the output that stands below it ("" where none does)."""
    blocks = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def locked(name: str) -> dict[str, Requirement]:
    """The pins of one lock that hold for this Python and system, by canonical name."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = [Requirement(line.removesuffix(" \\")) for line in text.splitlines() if re.match(r"\w.*==", line)]
    return {canonicalize_name(pin.name): pin for pin in pins if pin.marker is None or pin.marker.evaluate()}


def matches(pattern: str, line: str) -> bool:
    """Whether a line printed is the line promised, where … stands for anything."""
    return fnmatchcase(line.rstrip(), re.sub(r"([\[?*])", r"[\1]", pattern.rstrip()).replace("…", "*"))


@pytest.mark.parametrize(("command", "promised"), readme_commands())
def test_a_command_of_the_readme_works_and_prints_what_stands_below_it(command, promised):
    program, *arguments = shlex.split(command)
    assert program == "wayfinding", "a console block may only hold wayfinding commands"
    result = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    printed = iter(result.stdout.splitlines())
    for line in promised.splitlines():
        assert any(matches(line, other) for other in printed), f"not printed, or not in this order: {line}"


@pytest.mark.parametrize("program", re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
def test_a_program_of_the_readme_runs_and_prints_something(program):
    command = [sys.executable, "-W", "error", "-X", "utf8", "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip()


def test_the_pattern_of_a_promised_line_takes_only_its_ellipsis_for_anything():
    assert matches("duration … s", "duration 431 s")
    assert matches("[1] 出站?", "[1] 出站?")
    assert not matches("exit *", "exit 5")


def test_the_readme_shows_commands():
    assert len(readme_commands()) >= 5


def test_every_make_word_of_the_readme_is_a_target():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/decisions/README.md"])
def test_every_file_that_a_document_links_to_exists(document):
    links = re.findall(r"\]\(([^)#]+)", (ROOT / document).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not ((ROOT / document).parent / link).exists()] == []


def test_every_decision_stands_in_the_list_of_decisions():
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [page for page in pages if page not in listed] == []


def test_the_package_exports_what_it_names():
    assert [name for name in wayfinding.__all__ if not hasattr(wayfinding, name)] == []
    assert len(set(wayfinding.__all__)) == len(wayfinding.__all__)


@pytest.mark.parametrize("requirement", [*ALWAYS, *(each for extra in EXTRAS.values() for each in extra)])
def test_a_dependency_gives_its_reason_licence_state_and_what_it_pulls_in(requirement):
    line = next(line for line in PYPROJECT.splitlines() if f'"{requirement}",' in line)
    reason, licence, *rest = line.partition("# ")[2].split("; ")
    assert len(reason.split()) >= 2, line
    assert re.search(r"alive", licence), line
    assert rest, line


@pytest.mark.parametrize("name", ["runtime", *EXTRAS])
def test_a_lock_holds_what_pyproject_asks_for_with_hashes_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.findall(r"^\w.*==.*\n(?!    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    pins = locked(name)
    for requirement in map(Requirement, ALWAYS + EXTRAS.get(name, [])):
        assert requirement.specifier.contains(next(iter(pins[canonicalize_name(requirement.name)].specifier)).version)


@pytest.mark.parametrize("name", list(EXTRAS))
def test_all_locks_fit_into_one_environment(name):
    test, other = locked("test"), locked(name)
    assert {pin: str(other[pin]) for pin in test.keys() & other} == {pin: str(test[pin]) for pin in test.keys() & other}


def test_the_installed_versions_are_the_locked_ones():
    assert {name: f"=={metadata.version(name)}" for name in locked("test")} == {
        name: str(pin.specifier) for name, pin in locked("test").items()
    }
