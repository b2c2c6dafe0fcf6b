"""Which sign confirms a walk: one that names the destination, is read where the walk begins, and points along it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.guidance import stretches
from wayfinding.guidance.moves import Move, Walk
from wayfinding.routing.kept import keep
from wayfinding.routing.profiles import Profile
from wayfinding.routing.routes import Route, Spot
from wayfinding.routing.sight import Floats
from wayfinding.signage.arrows import CLIMBS, angle_deg, bearing
from wayfinding.signage.faces import Face, list_faces
from wayfinding.signage.judging.stretch import is_climb
from wayfinding.signage.legible.catchment import Catchment
from wayfinding.signage.legible.ground import ground
from wayfinding.signage.legible.legibility import View, read_views, view_of
from wayfinding.signage.settings import Eye, Settings
from wayfinding.signage.targets import Naming, Target
from wayfinding.station.model import Message, Name, Place, Station

STEP_M = 1.0
"""Between the points before a turn at which reading is tried."""

SLACK_DEG = 1e-6
"""What rounding may add to half a right angle."""

READS_NO_SIGNS = "low_vision"
"""The traveller for whom no reading distance is known."""

Look = tuple[Spot, Spot]
"""Where somebody stands, and the unit vector along which he looks."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """The id of a sign, and the line on it to follow."""

    sign: str
    text: Name


@dataclass(frozen=True, eq=False)
class _Post:
    """A face, from where it is legible where nothing hides it, and its lines to some destination."""

    face: Face
    catchment: Catchment
    said: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class _Posts:
    """The faces of a level that name a destination, and discs (n, 3) that hold their catchments: x, y, radius."""

    posts: tuple[_Post, ...]
    discs: Floats

    def near(self, spot: Spot, within_m: float) -> list[_Post]:
        """Those whose disc comes within so many metres of a spot, the nearest face first."""
        if not self.posts:
            return []
        away_m = np.hypot(self.discs[:, 0] - spot[0], self.discs[:, 1] - spot[1])
        found = [self.posts[k] for k in np.flatnonzero(away_m <= self.discs[:, 2] + within_m).tolist()]
        return sorted(found, key=lambda post: math.dist(spot, (post.face.x, post.face.y)))


class _Reader:
    """The signs of a station as one who walks by directions reads them; everything is found once, when asked for."""

    def __init__(self, station: Station, settings: Settings) -> None:
        self.station, self.settings = station, settings
        self._naming = Naming(station)
        self._least = math.cos(math.radians(settings.fov_deg / 2))
        faces = ((face, Catchment.of(face, settings)) for face in list_faces(station, settings))
        self._legible = [(face, catchment) for face, catchment in faces if not catchment.empty]
        self._posts: dict[tuple[float, str, str], _Posts] = {}
        self._views: dict[tuple[str, int], View] = {}

    def posts(self, level: float, place: Place, profile: Profile) -> _Posts:
        """The faces on a level that name a place for such a traveller; a train's door is named as its platform is."""
        key = level, place.id, profile.name
        if key not in self._posts:
            target = Target(place.id, place.name, frozenset({str(place.properties.get("platform") or place.id)}))
            found = []
            for face, catchment in self._legible:
                if face.level == level:
                    said = tuple(m for m in face.messages if self._naming.names(m, target, profile.name))
                    found += [_Post(face, catchment, said)] if said else []
            discs = np.array([post.catchment.disc for post in found]).reshape(-1, 3)
            self._posts[key] = _Posts(tuple(found), discs)
        return self._posts[key]

    def reads(self, post: _Post, looks: Iterable[Look]) -> bool:
        """Whether the face is legible in some look, and in its field of view."""
        at = [spot for spot, along in looks if post.catchment.holds(*spot) and self._in_view(post.face, spot, along)]
        return bool(at) and bool(read_views([self._view(post.face)], np.array(at)).any())

    def _in_view(self, face: Face, spot: Spot, along: Spot) -> bool:
        dx, dy = face.x - spot[0], face.y - spot[1]
        return dx * along[0] + dy * along[1] >= self._least * math.hypot(dx, dy)

    def _view(self, face: Face) -> View:
        key = face.sign, face.number
        if key not in self._views:
            around = ground(self.station, face.level, self.settings.cell_m)
            self._views[key] = view_of(face, around, self.settings)
        return self._views[key]


def find_signposts(route: Route, moves: Sequence[Move], named: set[str]) -> Iterator[Signpost | None]:
    """For each move the sign that confirms it; None where none does, or where it is in `named` already.

    That is the nearest face, for a walk, that names the destination for this traveller, is legible exactly where the
    walk begins (looking as one comes, or along the walk) or within SIGN_READ_BEFORE of its turn on the way to it, and
    whose arrow lies within `settings.true_deg` of the walk's first direction. `up` and `down` want a way up or down
    next, within ARROW_CLIMB_FAR, to which the face leads as `ahead` would. A line without an arrow confirms nothing,
    nor does one that stands on the face with a wrong arrow, too. Who sits in a wheelchair reads from there; to
    whoever sees little no sign is named. Each sign found is added to `named`.
    """
    place = None if route.profile.name == READS_NO_SIGNS else route.destination.place
    for move in moves:
        post = _find(route, move, place, named) if isinstance(move, Walk) and place is not None else None
        if post is not None:
            named.add(post.sign)
        yield post


def _find(route: Route, move: Walk, place: Place, named: set[str]) -> Signpost | None:
    eye: Eye = "wheelchair" if route.profile.platform_lifts else "adult"
    reader = keep(route.station, ("signs", eye), lambda: _Reader(route.station, Settings(eye=eye)))
    posts = reader.posts(route.legs[move.leg].from_level, place, route.profile)
    for post in posts.near(move.points[0], min(move.straight_m, figures.SIGN_READ_BEFORE.value)):
        if post.face.sign not in named:
            text = _agreeing(route, move, post, reader.settings.true_deg)
            if text is not None and reader.reads(post, _looks(move)):
                return Signpost(post.face.sign, text)
    return None


def _looks(move: Walk) -> list[Look]:
    """Along the walk from its beginning; and as one comes, there and in the last steps before it on the same leg."""
    x, y = move.points[0]
    looks = [((x, y), _goes(move))]
    if move.came_deg is not None:
        ux, uy = _along(move.came_deg)
        steps = int(min(move.straight_m, figures.SIGN_READ_BEFORE.value) / STEP_M)
        looks += [((x - k * STEP_M * ux, y - k * STEP_M * uy), (ux, uy)) for k in range(steps + 1)]
    return looks


def _goes(move: Walk) -> Spot:
    """The unit vector in which a walk sets out."""
    return _along(stretches.bearing(*move.points[:2]))


def _along(bearing_deg: float) -> Spot:
    turn = math.radians(bearing_deg)
    return math.sin(turn), math.cos(turn)


def _agreeing(route: Route, move: Walk, post: _Post, true_deg: float) -> Name | None:
    """The first line of a face that points along the walk, and does not stand there with another arrow, too."""
    wrong: set[str] = set()
    right: list[Name] = []
    for message in post.said:
        if _agrees(route, move, post.face, message, true_deg):
            right.append(message.text)
        else:
            wrong.add(message.text.zh)
    return next((text for text in right if text.zh not in wrong), None)


def _agrees(route: Route, move: Walk, face: Face, message: Message, true_deg: float) -> bool:
    climb = CLIMBS.get(message.arrow)
    if climb is None:
        arrow = bearing(face, message.arrow)
        return arrow is not None and angle_deg(arrow, _goes(move)) <= true_deg + SLACK_DEG
    after = route.legs[move.leg + 1] if move.last and move.leg + 1 < len(route.legs) else None
    if after is None or not is_climb(after) or after.rise_m * climb <= 0:
        return False
    near = move.distance_m <= figures.ARROW_CLIMB_FAR.value
    return near and angle_deg(face.ahead, _goes(move)) <= true_deg + SLACK_DEG
