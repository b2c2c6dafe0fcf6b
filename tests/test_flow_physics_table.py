"""The table of published cases names every test of every suite once, and only tests that are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "crowd_verification.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("## Closed forms")[0].splitlines()
    if line.startswith("| ")
][1:]
NIST = ["1.1", *(f"2.{k}" for k in range(1, 11)), "3.1", "3.2", "3.3", "4.1", "5.1", "5.2"]


@pytest.mark.parametrize(
    ("column", "numbers"),
    [(1, range(1, 17)), (2, range(1, 20)), (3, NIST), (4, range(1, 12))],
    ids=["RiMEA", "ISO", "NIST", "IMO"],
)
def test_every_case_of_a_suite_has_its_one_row(column, numbers):
    found = [number for row in ROWS for number in row[column].split(", ") if number]
    assert sorted(found) == sorted(str(number) for number in numbers)


def test_every_test_named_is_there_and_a_row_without_one_says_why():
    known = {name for path in TESTS.glob("test_flow_*.py")
             for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)}  # fmt: skip
    for what, *_, shown in ROWS:
        named = re.findall(r"`(test_\w+)`", shown)
        assert set(named) <= known, what
        assert named or shown.startswith(("not shown: ", "out of scope: ")), what


def test_every_rimea_test_stands_in_the_row_of_its_number():
    for path in TESTS.glob("test_flow_*.py"):
        for name in re.findall(r"^def (test_rimea_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            number = re.match(r"test_rimea_(\d+)", name)
            assert number is not None
            row = next(row for row in ROWS if number[1] in row[1].split(", "))
            assert f"`{name}`" in row[-1], name
