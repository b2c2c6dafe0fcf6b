"""Who can help, and how to book it: a relay of service posts, a shuttle cart, a help point; staff along a way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import NEAREST, Endpoint, at_place, resolve
from wayfinding.routing.kept import keep
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import PROFILES, UNLIMITED, Profile, get_profile
from wayfinding.routing.routes import Leg, Route, find_route
from wayfinding.station.model import Pathway, Place, Station

POST, HELP_POINT, SHUTTLE_STOP = "service_post", "help_point", "shuttle_stop"

WITH_HELP = frozenset({"stairs", "lift", "ramp", "fare_gate", "security_check", "passage"})
"""What staff takes a passenger over who may not use it alone; an escalator is none of it."""

RelayKind = Literal["own", "escorted"]


@dataclass(frozen=True, slots=True)
class RelayLeg:
    """One part of a relay: alone, or escorted by the staff of `post`. `obstacles` are what needs their help."""

    kind: RelayKind
    post: Place | None
    route: Route
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relay:
    """How posts hand a passenger on. `fetched`: the first post comes to where the passenger is."""

    legs: tuple[RelayLeg, ...]
    fetched: bool

    @property
    def posts(self) -> tuple[Place, ...]:
        """The posts that take part, in order."""
        return tuple(leg.post for leg in self.legs if leg.post is not None)

    @property
    def duration_s(self) -> float:
        """All legs, without the wait for staff."""
        return sum(leg.route.duration_s for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Shuttle:
    """A cart that runs now: the way to its stop, its ride, the way from the other stop."""

    to_stop: Route
    ride: Route
    from_stop: Route

    @property
    def walk_m(self) -> float:
        """What is left to walk."""
        return self.to_stop.distance_m + self.from_stop.distance_m


@dataclass(frozen=True, slots=True)
class Attended:
    """A leg that a member of staff opens or runs, and the open post nearest to it on foot, if there is one."""

    leg: int
    pathway: Pathway
    post: Place | None


def find_relay(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile
) -> Relay | None:
    """The help of the posts that are open now, for who has no way of his own; None where they cannot help either.

    The passenger goes alone to the post that makes the whole way least dear, where it can be reached and is no great
    detour; otherwise its staff comes. Staff takes him over stairs, attended lifts and gates kept for others, as few
    steps as can be; a post near the destination takes over where that is no great detour (`wayfinding.assumptions`).
    """
    traveller = get_profile(profile)
    escort = _escorted(traveller)
    start = resolve(network, origin)
    whole = find_route(network, start, destination, escort)
    posts = list(_open_places(network, POST))
    if whole is None or not posts:
        return None
    own, first = _first_post(network, start, whole, posts, traveller)
    meeting = start if own is None else at_place(first)
    escorted = _handed_over(network, meeting, whole.destination, first, posts, escort)
    legs = [RelayLeg("escorted", post, route, _obstacles(route, traveller)) for post, route in escorted]
    alone = [] if own is None else [RelayLeg("own", None, own, ())]
    return Relay((*alone, *legs), own is None)


def find_shuttle(network: Network, origin: Endpoint, destination: Endpoint, profile: Profile) -> Shuttle | None:
    """The ride on the shuttle cart with the least to walk before and after it; None where no cart runs that way now.

    The cart runs between open stops of one level that floor, ramps and passages alone join.
    """
    stops = list(_open_places(network, SHUTTLE_STOP))
    found: list[Shuttle] = []
    for first, last in permutations(stops, 2):
        ride = find_route(network, first.id, last.id, _CART) if first.level == last.level else None
        to_stop = None if ride is None else find_route(network, origin, first.id, profile)
        from_stop = None if to_stop is None else find_route(network, last.id, destination, profile)
        if ride is not None and to_stop is not None and from_stop is not None:
            found.append(Shuttle(to_stop, ride, from_stop))
    return min(found, key=lambda item: (item.walk_m, item.ride.duration_s), default=None)


def find_saving_shuttle(network: Network, route: Route) -> Shuttle | None:
    """The shuttle cart for who has a way, where it saves enough of the walk to be worth an offer."""
    shuttle = find_shuttle(network, route.origin, route.destination, route.profile)
    if shuttle is None or shuttle.walk_m > route.distance_m - figures.SHUTTLE_MIN_SAVING.value:
        return None
    return shuttle


def find_help_point(network: Network, origin: str | Endpoint, profile: str | Profile) -> Route | None:
    """The way to the nearest open help point that this traveller reaches alone."""
    if not _open_places(network, HELP_POINT):
        return None
    return find_route(network, origin, NEAREST + HELP_POINT, profile)


def list_attended(network: Network, route: Route) -> list[Attended]:
    """The legs of a route that wait for staff: side gates, checks by hand, lifting platforms."""
    return [
        Attended(number, pathway, _nearest_post(network, leg))
        for number, leg in enumerate(route.legs)
        if leg.pathway is not None and not route.profile.holds_keys
        for pathway in [network.station.pathways[leg.pathway]]
        if pathway.staffed or pathway.properties.get("platform_lift")
    ]


def _nearest_post(network: Network, leg: Leg) -> Place | None:
    if not _open_places(network, POST):
        return None
    way = find_route(network, Endpoint(leg.from_level, *leg.points[0]), NEAREST + POST, PROFILES["walk"])
    return None if way is None else way.destination.place


def _escorted(profile: Profile) -> Profile:
    """The same traveller with staff beside: keys, and hands for stairs, which are slow and many seconds' dislike."""
    carried = "stairs" not in profile.modes
    slow_mps = figures.ESCORT_STAIRS_SPEED.value
    return replace(
        profile,
        modes=profile.modes | WITH_HELP,
        stairs_up_mps=slow_mps if carried else profile.stairs_up_mps,
        stairs_down_mps=slow_mps if carried else profile.stairs_down_mps,
        dislike_step_up_s=max(profile.dislike_step_up_s, figures.ESCORT_STEP.value),
        dislike_step_down_s=max(profile.dislike_step_down_s, figures.ESCORT_STEP.value),
        min_width_m=0.0,
        max_slope=UNLIMITED,
        max_steps=UNLIMITED,
        standard_access=False,
        platform_lifts=True,
        unknown="allow",
        holds_keys=True,
    )


_CART = replace(
    PROFILES["step_free"],
    name="shuttle",
    name_zh="爱心摆渡车",
    name_en="by shuttle cart",
    modes=frozenset({"ramp", "passage"}),
    speed_mps=figures.SHUTTLE_SPEED.value,
)


def _first_post(
    network: Network, start: Endpoint, whole: Route, posts: list[Place], traveller: Profile
) -> tuple[Route | None, Place]:
    """The post to meet and the way there alone; without such a way, the post whose staff is here soonest."""
    met: list[tuple[float, str, Route, Place]] = []
    for post in posts:
        own = find_route(network, start, post.id, traveller)
        onward = None if own is None else find_route(network, post.id, whole.destination, whole.profile)
        if own is not None and onward is not None:
            met.append((own.cost + onward.cost, post.id, own, post))
    best = min(met, key=lambda item: item[:2], default=None)
    if best is not None and best[0] <= whole.cost * figures.RELAY_MAX_DETOUR.value:
        return best[2], best[3]
    ways = [(find_route(network, post.id, start, PROFILES["staff"]), post) for post in posts]
    return None, min(ways, key=lambda item: (UNLIMITED if item[0] is None else item[0].cost, item[1].id))[1]


def _handed_over(
    network: Network, meeting: Endpoint, end: Endpoint, first: Place, posts: list[Place], escort: Profile
) -> list[tuple[Place, Route]]:
    """Who escorts over which part: the first post, and one nearer to the end that takes over on the way."""
    direct = find_route(network, meeting, end, escort)
    if direct is None:
        return []
    best, least = [(first, direct)], direct.cost
    for post in posts:
        to_post = None if post is first else find_route(network, meeting, post.id, escort)
        onward = None if to_post is None else find_route(network, post.id, end, escort)
        if to_post is None or onward is None or not to_post.pathways:
            continue
        no_detour = to_post.cost + onward.cost <= direct.cost * figures.RELAY_MAX_DETOUR.value
        if no_detour and onward.cost < least:
            best, least = [(first, to_post), (post, onward)], onward.cost
    return best


def _obstacles(route: Route, traveller: Profile) -> tuple[str, ...]:
    pathways = route.station.pathways
    return tuple(dict.fromkeys(key for key in route.pathways if not traveller.may_use(pathways[key])))


def _open_places(network: Network, kind: str) -> tuple[Place, ...]:
    """By id, so that the order of the file changes nothing."""
    return keep(network.station, ("open", kind), lambda: tuple(_list_open(network.station, kind)))


def _list_open(station: Station, kind: str) -> Iterator[Place]:
    return (place for _, place in sorted(station.places.items()) if place.type == kind and place.open)
