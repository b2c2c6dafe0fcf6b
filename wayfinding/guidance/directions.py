"""What to tell a passenger, step by step, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from wayfinding.errors import RequestError
from wayfinding.guidance.moves import Arrive, Move, Ride, Start, Walk, list_moves
from wayfinding.guidance.words import BOOKS, EN, PhraseBook
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.routes import Leg, Route
from wayfinding.station.model import Name

FINE_STEP_M = 1
COARSE_STEP_M = 5
COARSE_FROM_M = 20


@dataclass(frozen=True, slots=True)
class Instruction:
    """One sentence, the number of the leg that it belongs to, the level it is said on, the sign that confirms it."""

    text: str
    leg: int
    level: float
    sign: str | None = None


def describe(route: Route, lang: str = "zh") -> list[Instruction]:
    """The route in sentences: zh or en. RequestError for another language."""
    book = get_book(lang)
    return [
        Instruction(_say(route, move, book) + book.stop, move.leg, _level(route, move)) for move in list_moves(route)
    ]


def get_book(lang: str) -> PhraseBook:
    """The phrase book of a language; RequestError names those that exist."""
    if lang not in BOOKS:
        raise RequestError(f"no language {lang!r}: there are {', '.join(BOOKS)}")
    return BOOKS[lang]


def _level(route: Route, move: Move) -> float:
    leg = route.legs[move.leg]
    return leg.to_level if isinstance(move, Arrive) else leg.from_level


def _say(route: Route, move: Move, book: PhraseBook) -> str:
    if isinstance(move, Start):
        place = _name_end(route, route.origin, book)
        if move.stance is None or move.turn is None:
            return book.start.format(place=place)
        return book.stances[move.stance].format(place=place, turn=_uncapitalised(book.turns[move.turn], book))
    if isinstance(move, Walk):
        return _say_walk(route, move, book)
    if isinstance(move, Ride):
        return _say_ride(route, route.legs[move.leg], book)
    place = _name_end(route, route.destination, book)
    if move.side is None:
        return book.arrive.format(place=place)
    return book.arrive_side.format(place=place, side=book.sides[move.side])


def _say_walk(route: Route, move: Walk, book: PhraseBook) -> str:
    metres = round_m(move.distance_m)
    target = _target(route, move.leg, book) if move.last else None
    turn = None if move.turn in (None, "ahead") else book.turns[move.turn]
    template = (
        (book.walk if target is None else book.walk_to)
        if turn is None
        else (book.turn_walk if target is None else book.turn_walk_to)
    )
    return template.format(turn=turn, metres=metres, target=target)


def _target(route: Route, leg: int, book: PhraseBook) -> str:
    """What a walk leads to: the next pathway, or the destination."""
    if leg + 1 < len(route.legs):
        return _name_way(route, route.legs[leg + 1], book)
    return _name_end(route, route.destination, book)


def _say_ride(route: Route, leg: Leg, book: PhraseBook) -> str:
    text = book.rides[leg.mode].format(way=_name_way(route, leg, book))
    climb = "up" if leg.rise_m > 0 else "down" if leg.rise_m < 0 else None
    if climb is not None and leg.from_level != leg.to_level:
        text += book.to_level[climb].format(level=_name_level(route, leg.to_level, book))
    elif climb is not None and leg.mode not in ("passage", "fare_gate", "security_check"):
        text += book.climbs[climb]
    if leg.mode == "fare_gate" and leg.from_zone != leg.to_zone:
        text += book.gate_in if leg.to_zone == "paid" else book.gate_out if leg.from_zone == "paid" else ""
    steps = leg.steps_up + leg.steps_down
    return text + (book.steps.format(steps=steps) if steps else "")


def _name_way(route: Route, leg: Leg, book: PhraseBook) -> str:
    """Its own name, after the noun of its mode where the name is a mere code such as V1-2."""
    pathway = route.station.pathways[leg.pathway or ""]
    noun, name = book.nouns[pathway.mode], in_language(pathway.name, book)
    if noun.casefold() in name.casefold() or book.spells_out(name):
        return name
    return book.named.format(noun=noun, name=name)


def _name_end(route: Route, end: Endpoint, book: PhraseBook) -> str:
    if end.place is not None:
        return in_language(end.place.name, book)
    return book.point.format(level=_name_level(route, end.level, book))


def _name_level(route: Route, ordinal: float, book: PhraseBook) -> str:
    """What the lift's button says below ground; the ground itself by its name."""
    level = route.station.levels[ordinal]
    return level.label if ordinal else in_language(level.name, book)


def in_language(name: Name, book: PhraseBook) -> str:
    """A name in the book's language."""
    return name.en if book is EN else name.zh


def round_m(distance_m: float) -> int:
    """Metres as people say them: to 1 m when near, to 5 m when far, never 0."""
    step = FINE_STEP_M if distance_m < COARSE_FROM_M else COARSE_STEP_M
    return max(FINE_STEP_M, round(distance_m / step) * step)


def _uncapitalised(text: str, book: PhraseBook) -> str:
    return text[0].lower() + text[1:] if book is EN else text
