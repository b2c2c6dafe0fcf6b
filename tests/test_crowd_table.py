"""docs/crowd.md holds every assumption that a run of the crowd rests on."""

from pathlib import Path

from scripts.crowd_table import list_names, list_tables
from wayfinding.flow.people.demand import load_demand

PAGE = (Path(__file__).parents[1] / "docs" / "crowd.md").read_text(encoding="utf-8")


def test_the_page_holds_the_tables_as_they_are_printed_now():
    assert PAGE.endswith("\n".join(list_tables(load_demand())) + "\n"), "run python -m scripts.crowd_table"


def test_the_names_are_those_that_the_modules_use():
    names = list_names()
    assert {"WALK_SPEED", "WEIDMANN_JAM", "FRUIN_WALKWAY", "GATE_HEADWAY", "CHOICE_SPREAD"} <= set(names)
    assert "READING_FACTOR" not in names
