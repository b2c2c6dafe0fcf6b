"""The parameters of each question of the API: checked before anything is asked, and the source of its description."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator


def _iso_time(text: str) -> datetime:
    if text == "now":
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no ISO time; write for example 2026-11-23T08:30, or now") from None


def _change(text: str) -> str:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ValueError(f"{text[:40]!r} changes nothing; write for example speed_mps=0.9")
    return text


Moment = Annotated[datetime, BeforeValidator(_iso_time)]
Change = Annotated[str, Field(max_length=100), AfterValidator(_change)]
Endpoint = Annotated[str, Field(min_length=1, max_length=100)]


class RouteQuery(BaseModel):
    """The parameters of a route question."""

    model_config = ConfigDict(extra="forbid")

    origin: Endpoint = Field(alias="from", description="a place id, or LEVEL@LON,LAT")
    destination: Endpoint = Field(alias="to", description="a place id, LEVEL@LON,LAT, or nearest:CATEGORY")
    profile: str = Field("walk", max_length=40)
    lang: Literal["zh", "en"] = "zh"
    alternatives: int = Field(0, ge=0, le=5)
    at: Moment | None = Field(
        None, description="ISO 8601, station time, or now; without it an ordinary midday, out of every season"
    )
    via: list[Endpoint] = Field([], max_length=8, description="a stop on the way, as `to`; may be repeated, in order")
    adjust: list[Change] = Field(
        [], max_length=20, description="NAME=VALUE changes one figure of the profile: speed_mps=0.9; may be repeated"
    )
    spoken: bool = Field(False, description="whether to add `spoken`: the directions for ears")

    @field_validator("adjust")
    @classmethod
    def _keep_width(cls, changes: list[str]) -> list[str]:
        if any(text.split("=", 1)[0].strip() == "half_width_m" for text in changes):
            raise ValueError("half_width_m cannot be adjusted here: every width is a walk graph of its own")
        return changes

    @property
    def changes(self) -> dict[str, str]:
        """What `adjust` says, name by name; of two about the same figure the last counts."""
        return dict(text.split("=", 1) for text in self.adjust)


class PlacesQuery(BaseModel):
    """The parameters of a search for places."""

    model_config = ConfigDict(extra="forbid")

    search: str = Field("", max_length=60, description="汉字, pinyin, initials or English")
    type: str = Field("", max_length=40)
    limit: int = Field(50, ge=1, le=500)


class AuditQuery(BaseModel):
    """The parameters of a question about the signs."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field("all", min_length=1, max_length=100, description="exit:5, category:toilet, a place id; or all")
    profile: Literal["walk", "step_free", "luggage"] = "walk"


class NoQuery(BaseModel):
    """A question without parameters."""

    model_config = ConfigDict(extra="forbid")
