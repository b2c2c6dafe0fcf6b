"""Ten ways through the shipped station, read aloud and corrected. `python -m tests.golden` writes them anew."""

from pathlib import Path

from wayfinding import compile_network, describe, find_route, load_station
from wayfinding.station import SHIPPED_STATION

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
TEN = (
    ("exit-5", "platform-3-south", "walk"),
    ("kiosk-b1-1", "coach-station", "walk"),
    ("platform-2-west-car1-door1", "platform-3-north", "walk"),
    ("kiosk-b1-1", "platform-2-east", "step_free"),
    ("rail-exit-b1", "platform-9-island", "walk"),
    ("platform-3-south", "rail-entrance-b1", "luggage"),
    ("exit-10", "nearest:toilet", "walk"),
    ("kiosk-b2-1", "exit-7", "walk"),
    ("platform-9-arrival", "exit-south-1", "walk"),
    ("kiosk-b1-4", "platform-3-north", "step_free"),
)


def tell(lang: str) -> str:
    """The ten ways in one language, one sentence a line."""
    network = compile_network(load_station(SHIPPED_STATION))
    blocks = []
    for origin, destination, profile in TEN:
        route = find_route(network, origin, destination, profile)
        assert route is not None, (origin, destination, profile)
        lines = [f"{number}. {step.text}" for number, step in enumerate(describe(route, lang), 1)]
        blocks.append("\n".join([f"{origin} > {destination} ({profile})", *lines]))
    return "\n\n".join(blocks) + "\n"


def path(lang: str) -> Path:
    """The file of one language."""
    return HERE / f"routes_{lang}.txt"
