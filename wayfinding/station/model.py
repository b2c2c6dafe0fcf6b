"""What the station is: frozen values, read from one GeoJSON file and never edited in place.

Geometry is in metres in the station's local plane (`Frame`, in `wayfinding.station.frame`), rounded to 1 mm;
degrees stand only in files. Every record keeps the feature it was read from in `raw`, so that the writer loses
nothing, foreign members included. An unknown figure is None: neither zero nor a default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from shapely import LineString, MultiPolygon, Point, Polygon

from wayfinding.station.frame import Frame
from wayfinding.station.hours import Hours

Kind = Literal["level", "space", "obstacle", "place", "pathway", "sign"]
Source = Literal["brief", "public", "assumed"]
Zone = Literal["unpaid", "paid", "staff", "rail"]
Mode = Literal["stairs", "escalator", "lift", "ramp", "moving_walkway", "fare_gate", "security_check", "passage"]
Direction = Literal["forward", "backward", "both"]
Status = Literal["in_service", "stopped", "out_of_service"]
SignType = Literal["bus_guide_map", "pillar_sticker", "wall_sticker", "floor_sticker"]
SignState = Literal["good", "dirty", "dark", "covered", "missing", "temporary"]
Arrow = Literal["ahead", "left", "right", "ahead_left", "ahead_right", "back", "up", "down", "none"]
Tristate = Literal["yes", "no", "unknown"]
Use = Literal[
    "hall", "concourse", "platform", "passage", "plaza", "sunken_plaza", "shop", "shop_aisle", "car_park", "staff",
    "plant", "track", "bus_area", "taxi", "coach_station", "rail_hall", "exit_head", "street", "green", "lobby",
]  # fmt: skip
ObstacleType = Literal[
    "column", "wall", "barrier", "guardrail", "counter", "machine", "shaft", "void", "stair_body", "furniture",
    "screen_door",
]  # fmt: skip
PlaceType = Literal[
    "exit", "platform_door", "platform", "rail_entrance", "rail_exit", "kiosk", "service_post", "service_centre",
    "security_point", "toilet", "accessible_toilet", "nursing_room", "aed", "ticket_machine", "help_point",
    "lost_property", "luggage_storage", "exam_service_point", "shuttle_stop", "bus_area", "coach_station", "taxi",
    "car_park", "plaza", "information", "shop", "street", "waiting_hall",
]  # fmt: skip

KINDS: tuple[str, ...] = get_args(Kind)
SOURCES: tuple[str, ...] = get_args(Source)
ZONES: tuple[str, ...] = get_args(Zone)
MODES: tuple[str, ...] = get_args(Mode)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
STATUSES: tuple[str, ...] = get_args(Status)
SIGN_TYPES: tuple[str, ...] = get_args(SignType)
SIGN_STATES: tuple[str, ...] = get_args(SignState)
ARROWS: tuple[str, ...] = get_args(Arrow)
USES: tuple[str, ...] = get_args(Use)
OBSTACLE_TYPES: tuple[str, ...] = get_args(ObstacleType)
PLACE_TYPES: tuple[str, ...] = get_args(PlaceType)
"""The words of data/README.md for `use` and `type`; a file may use others, `check` then warns."""

Feature = Mapping[str, Any]
"""A GeoJSON feature as read: JSON values, treated as read-only."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages; Chinese is shown first."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Level:
    """One storey. `ordinal` is its key everywhere: -1 for B1; 0 is the ground outside the hub."""

    id: str
    ordinal: float
    label: str
    name: Name
    elevation_m: float
    outline: MultiPolygon
    source: Source
    raw: Feature = field(repr=False)


@dataclass(frozen=True, slots=True)
class Space:
    """A piece of floor. Floors of different zone or elevation do not connect, even where they touch."""

    id: str
    level: float
    name: Name
    use: str
    zone: Zone
    walkable: bool
    elevation_m: float
    outline: Polygon
    source: Source
    raw: Feature = field(repr=False)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What cannot be walked through. `opaque` is False for what can be seen over or through (void, low counter)."""

    id: str
    level: float
    type: str
    outline: Polygon
    height_m: float | None
    opaque: bool
    source: Source
    raw: Feature = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A point a passenger may ask for or stand at: exit, platform door, kiosk, toilet, service post …"""

    id: str
    level: float
    type: str
    name: Name
    point: Point
    facing_deg: float | None
    hours: Hours | None
    open: bool
    step_free: Tristate
    platform: str | None
    line: str | None
    towards: str | None
    source: Source
    raw: Feature = field(repr=False)

    @property
    def properties(self) -> Mapping[str, Any]:
        """The file's own properties of this place (car, door, number, operator, leads_to, aliases …)."""
        return self.raw["properties"]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a lift opens: a level and the point in front of its door."""

    level: float
    point: Point


@dataclass(frozen=True, slots=True)
class Pathway:
    """A way between two floors, or between two sides of a gate on one level.

    `line` runs from the `from_level` end to the `to_level` end; `direction` says which way it may be used:
    `forward` along the line. `rise_m` is positive where the line climbs. `open` is False when it is closed.
    `lanes` counts gate or checkpoint lanes; `width_m` is the clear width of one lane, stair or ramp.
    A lift lists in `stops` every level it opens at, ends included; other modes have their two ends there.
    """

    id: str
    mode: Mode
    direction: Direction
    from_level: float
    to_level: float
    name: Name
    line: LineString
    stops: tuple[Stop, ...]
    length_m: float
    rise_m: float
    width_m: float | None
    steps: int | None
    slope: float | None
    speed_mps: float | None
    lanes: int | None
    door_width_m: float | None
    car_width_m: float | None
    car_depth_m: float | None
    rise_per_run_m: float | None
    threshold_m: float | None
    reversible: bool
    staffed: bool
    for_profiles: tuple[str, ...]
    status: Status
    open: bool
    hours: Hours | None
    source: Source
    raw: Feature = field(repr=False)

    @property
    def properties(self) -> Mapping[str, Any]:
        """The file's own properties of this pathway."""
        return self.raw["properties"]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a sign: where to, and which way. `destination` is a place id, a line or a category.

    `for_profiles` names the travellers that it is for (a lift sign); empty: everybody. `face` is the number of the face
    that it stands on; None: on every face.
    """

    destination: str
    arrow: Arrow
    text: Name
    for_profiles: tuple[str, ...] = ()
    face: int | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells people something. `facing_deg` is the direction that its first face looks (0 = north).

    `faces_deg` holds the directions of all faces, the first one included; `wrapped` means one face on every side of the
    column that it is mounted on. `inspected` is the ISO date of the last look at it.
    """

    id: str
    level: float
    type: SignType
    point: Point
    facing_deg: float
    mounting_height_m: float
    letter_height_m: float
    state: SignState
    renewed: bool
    date: str | None
    messages: tuple[Message, ...]
    source: Source
    raw: Feature = field(repr=False)
    faces_deg: tuple[float, ...] = ()
    wrapped: bool = False
    width_m: float | None = None
    mounted_on: str | None = None
    inspected: str | None = None

    @property
    def properties(self) -> Mapping[str, Any]:
        """The file's own properties of this sign."""
        return self.raw["properties"]  # type: ignore[no-any-return]


Record = Level | Space | Obstacle | Place | Pathway | Sign


@dataclass(frozen=True)
class Station:
    """The whole hub as one frozen value. Mappings keep the file's order and are keyed by feature id.

    `levels` is keyed by ordinal. `header` holds the collection's own members (name, sources, stated totals …).
    `pending` holds scenario edits with a time window, which `wayfinding.station.scenario.at_moment` resolves.
    `order` is the file's order of feature ids over all kinds. `grounds` keeps what
    `wayfinding.station.floor` computes of each level; stations with the same floors share it.
    """

    header: Mapping[str, Any]
    frame: Frame
    levels: Mapping[float, Level]
    spaces: Mapping[str, Space]
    obstacles: Mapping[str, Obstacle]
    places: Mapping[str, Place]
    pathways: Mapping[str, Pathway]
    signs: Mapping[str, Sign]
    scenarios: tuple[str, ...] = ()
    pending: tuple[Any, ...] = ()
    order: tuple[str, ...] = ()
    grounds: dict[float, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def records(self) -> Iterator[Record]:
        """Every record, levels first, kind by kind, in file order."""
        yield from self.levels.values()
        for group in (self.spaces, self.obstacles, self.places, self.pathways, self.signs):
            yield from group.values()
