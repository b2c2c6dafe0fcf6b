"""What to tell a passenger, step by step, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from wayfinding.errors import RequestError
from wayfinding.guidance.landmarks import OPEN_AIR, Landmark, Passed
from wayfinding.guidance.moves import Arrive, Move, Ride, Start, Walk, list_moves
from wayfinding.guidance.signposts import Signpost, find_signposts
from wayfinding.guidance.words import BOOKS, EN, PhraseBook
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.routes import Leg, Route
from wayfinding.station.model import Name

FINE_STEP_M = 1
COARSE_STEP_M = 5
COARSE_FROM_M = 20

_WHERE = re.compile(r"（[^）]*）$| \([^)]*\)$|, .*$")


@dataclass(frozen=True, slots=True)
class Instruction:
    """What to do next, the number of the leg that it belongs to, the level it is said on, the sign that confirms it."""

    text: str
    leg: int
    level: float
    sign: str | None = None


def describe(route: Route, lang: str = "zh") -> list[Instruction]:
    """The route in sentences: zh or en. RequestError for another language.

    A walk names the sign that confirms it, where there is one (`signposts`); no sign is named twice.
    """
    book = get_book(lang)
    named: set[str] = set()
    if route.parts:
        return join_stretches(route, lang, lambda part, _: _describe(part, book, named))
    return _describe(route, book, named)


def _describe(route: Route, book: PhraseBook, named: set[str]) -> list[Instruction]:
    moves = list_moves(route)
    posts = find_signposts(route, moves, named)
    return [
        Instruction(
            _say(route, move, book, post) + book.stop, move.leg, _level(route, move), post.sign if post else None
        )
        for move, post in zip(moves, posts, strict=True)
    ]


def join_stretches(route: Route, lang: str, tell: Callable[[Route, str], list[Instruction]]) -> list[Instruction]:
    """The directions from stop to stop, told one after the other."""
    return [replace(item, leg=item.leg + before) for before, part in route.stretches for item in tell(part, lang)]


def get_book(lang: str) -> PhraseBook:
    """The phrase book of a language; RequestError names those that exist."""
    if lang not in BOOKS:
        raise RequestError(f"no language {lang!r}: there are {', '.join(BOOKS)}")
    return BOOKS[lang]


def _level(route: Route, move: Move) -> float:
    leg = route.legs[move.leg]
    return leg.to_level if isinstance(move, Arrive) else leg.from_level


def _say(route: Route, move: Move, book: PhraseBook, post: Signpost | None) -> str:
    if isinstance(move, Start):
        place = name_end(route, route.origin, book)
        if move.facing is not None:
            return book.start_facing.format(place=place, facing=name_landmark(move.facing, book))
        if move.stance is None or move.turn is None:
            return book.start.format(place=place)
        return book.stances[move.stance].format(place=place, turn=uncapitalised(book.turns[move.turn], book))
    if isinstance(move, Walk):
        return _say_walk(route, move, book, post)
    if isinstance(move, Ride):
        return say_ride(route, route.legs[move.leg], book)
    place = name_end(route, route.destination, book)
    if move.side is None:
        return book.arrive.format(place=place)
    return book.arrive_side.format(place=place, side=book.sides[move.side])


def _say_walk(route: Route, move: Walk, book: PhraseBook, post: Signpost | None) -> str:
    """Where to turn, which way, how far, past what, into what, to what, by which sign."""
    metres = round_m(move.distance_m)
    turn = book.turns[move.turn] if move.turn not in (None, "ahead") else None
    area = None if move.area is None else with_article(in_language(move.area.name, book), book)
    if turn is None:
        ahead = None if move.ahead is None else name_landmark(move.ahead, book)
        text = (book.walk if ahead is None else book.walk_towards).format(metres=metres, ahead=ahead)
    elif area is not None and move.inside:
        text = book.turn_into.format(turn=turn, metres=metres, area=area)
    elif move.ahead is not None:
        text = turn + book.towards.format(ahead=name_landmark(move.ahead, book), metres=metres)
    else:
        text = book.turn_walk.format(turn=turn, metres=metres)
    if turn is not None and move.corner is not None:
        text = book.corner.format(corner=name_landmark(move.corner, book)) + uncapitalised(text, book)
    if len(move.passed) == 1:
        text += book.passing[_hand(move.passed[0])].format(thing=name_landmark(move.passed[0].landmark, book))
    if move.area is not None and not (move.inside and turn is not None):
        text += (book.enter_open if move.area.use in OPEN_AIR else book.enter).format(area=area)
    if post is not None:
        text += book.following.format(sign=in_language(post.text, book) or post.text.zh)
    if move.last:
        parted = (
            len(move.passed) == 1
            or post is not None
            or move.ahead is not None
            or (move.area is not None and not (move.inside and turn is not None))
        )
        straight = book.reach_after if parted else book.reach
        reach = straight if move.side is None else book.reach_side[move.side]
        text += reach.format(target=name_target(route, move.leg, book))
    return text if len(move.passed) < 2 else text + book.stop + book.space + _say_passed(move, book)


def _say_passed(move: Walk, book: PhraseBook) -> str:
    """What confirms a long walk, in order, with the metres walked until there."""
    things = book.semicolon.join(
        book.passing_after[_hand(item)].format(metres=round_m(item.after_m), thing=name_landmark(item.landmark, book))
        for item in move.passed
    )
    return book.on_the_way.format(things=things)


def _hand(item: Passed) -> str:
    return "right" if item.right else "left"


def name_target(route: Route, leg: int, book: PhraseBook) -> str:
    """What a walk leads to: the next pathway, or the destination."""
    if leg + 1 < len(route.legs):
        return name_way(route, route.legs[leg + 1], book)
    return name_end(route, route.destination, book)


def say_ride(route: Route, leg: Leg, book: PhraseBook) -> str:
    """Which pathway, up or down to which level, how many steps, into or out of the paid area."""
    text = book.rides[leg.mode].format(way=name_way(route, leg, book))
    climb = "up" if leg.rise_m > 0 else "down" if leg.rise_m < 0 else None
    if climb is not None and leg.from_level != leg.to_level:
        text += book.to_level[climb].format(level=name_level(route, leg.to_level, book))
    elif climb is not None and leg.mode not in ("passage", "fare_gate", "security_check"):
        text += book.climbs[climb]
    if leg.mode == "fare_gate" and leg.from_zone != leg.to_zone:
        text += book.gate_in if leg.to_zone == "paid" else book.gate_out if leg.from_zone == "paid" else ""
    steps = leg.steps_up + leg.steps_down
    return text + (book.steps.format(steps=steps) if steps else "")


def name_way(route: Route, leg: Leg, book: PhraseBook) -> str:
    """Its own name, after the noun of its mode where the name is a mere code such as V1-2."""
    pathway = route.station.pathways[leg.pathway or ""]
    noun, name = book.nouns[pathway.mode], in_language(pathway.name, book)
    if noun.casefold() in name.casefold() or book.spells_out(name):
        return name
    return book.named.format(noun=noun, name=name)


def name_end(route: Route, end: Endpoint, book: PhraseBook) -> str:
    """A place by its name, a point by its level."""
    if end.place is not None:
        return in_language(end.place.name, book)
    return book.point.format(level=name_level(route, end.level, book))


def name_level(route: Route, ordinal: float, book: PhraseBook) -> str:
    """What the lift's button says below ground; the ground itself by its name."""
    level = route.station.levels[ordinal]
    return level.label if ordinal else in_language(level.name, book)


def name_landmark(landmark: Landmark, book: PhraseBook) -> str:
    """What one calls it when it is before one's eyes: without the part that says where in the station it is."""
    name = in_language(landmark.name, book)
    short = _WHERE.sub("", name)
    if book is EN and short != name and not short[:2].isupper():
        short = uncapitalised(short, book)
    return with_article(short, book)


def with_article(name: str, book: PhraseBook) -> str:
    """The name as it stands within a sentence; a numbered thing (Exit 5) takes no article in English."""
    return name if book is not EN or name[-1:].isdigit() else f"the {name}"


def in_language(name: Name, book: PhraseBook) -> str:
    """A name in the book's language."""
    return name.en if book is EN else name.zh


def round_m(distance_m: float) -> int:
    """Metres as people say them: to 1 m when near, to 5 m when far, never 0."""
    step = FINE_STEP_M if distance_m < COARSE_FROM_M else COARSE_STEP_M
    return max(FINE_STEP_M, round(distance_m / step) * step)


def uncapitalised(text: str, book: PhraseBook) -> str:
    """A sentence as the later part of another."""
    return text[0].lower() + text[1:] if book is EN else text
