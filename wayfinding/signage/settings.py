"""What an audit rests on: reading distance, catchment, eye height, crowd, cell size, and when an arrow is true."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.station.model import Sign, SignState

Catchment = Literal["circle", "half_disc", "ellipse"]
Eye = Literal["adult", "wheelchair"]

EYES_M: dict[Eye, float] = {"adult": figures.EYE_ADULT.value, "wheelchair": figures.EYE_WHEELCHAIR.value}

STATE_FACTORS: dict[SignState, float] = {
    "good": 1.0,
    "dirty": figures.READING_FACTOR_DIRTY.value,
    "temporary": figures.READING_FACTOR_TEMPORARY.value,
    "dark": 0.0,
    "covered": 0.0,
    "missing": 0.0,
}
"""What is left of the reading distance; nothing is read on a face that is dark, covered or missing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules of one audit. Raises RequestError for what makes no sense.

    `catchment`: the area in front of a face from which it is legible where nothing hides it: the `circle` tangent to
    the face whose diameter is the reading distance (Xie 2007), the `half_disc` of codes, the `ellipse` (Shi 2020).
    `letter_factor`: reading distance over letter height. `crowd_ppm2`: people per m² between the reader and the sign.
    `cell_m`: the grid on which shares of floor are reported; areas and points are judged exactly whatever it is.
    `notice_rate`: how many of those who could read a sign notice it; a low bound stands beside the full figure.
    """

    catchment: Catchment = "circle"
    eye: Eye = "adult"
    crowd_ppm2: float = 0.0
    cell_m: float = 0.5
    letter_factor: float = figures.READING_FACTOR.value
    notice_rate: float = figures.NOTICE_RATE.value
    reading_s: float = figures.READING_TIME.value
    fov_deg: float = figures.READING_FIELD.value
    true_deg: float = figures.ARROW_TRUE.value
    doubtful_deg: float = figures.ARROW_DOUBTFUL.value
    worst_detour: float = figures.ARROW_DETOUR.value

    def __post_init__(self) -> None:
        for name, known in (("catchment", get_args(Catchment)), ("eye", get_args(Eye))):
            if getattr(self, name) not in known:
                raise RequestError(f"{name} {getattr(self, name)!r} is not known: use one of {', '.join(known)}")
        limits = {"crowd_ppm2": (0.0, 10.0), "cell_m": (0.1, 10.0), "letter_factor": (1.0, 1000.0),
                  "notice_rate": (0.0, 1.0), "reading_s": (0.0, 60.0), "fov_deg": (1.0, 360.0),
                  "true_deg": (0.0, 180.0), "doubtful_deg": (self.true_deg, 180.0),
                  "worst_detour": (1.0, 100.0)}  # fmt: skip
        for name, (low, high) in limits.items():
            if not low <= getattr(self, name) <= high:
                raise RequestError(f"{name} is {getattr(self, name):g}: give a number from {low:g} to {high:g}")

    @property
    def eye_m(self) -> float:
        """The height of the reader's eyes above the floor."""
        return EYES_M[self.eye]

    def reach_m(self, sign: Sign) -> float:
        """The distance at which a sign can be read from straight in front, its state included; 0: not at all."""
        return self.letter_factor * sign.letter_height_m * STATE_FACTORS[sign.state]

    def record(self) -> dict[str, Any]:
        """The settings as JSON values."""
        return {item.name: getattr(self, item.name) for item in fields(self)}
