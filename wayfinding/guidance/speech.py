"""The directions for ears, in the order of ITU-T F.921: where one is, then each move, announced in time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wayfinding import assumptions as figures
from wayfinding.guidance.directions import (
    Instruction,
    get_book,
    in_language,
    join_stretches,
    name_end,
    name_landmark,
    name_level,
    name_target,
    round_m,
    say_ride,
    uncapitalised,
)
from wayfinding.guidance.landmarks import Passed
from wayfinding.guidance.moves import Arrive, Move, Ride, Start, Turn, Walk, list_moves
from wayfinding.guidance.words import PhraseBook
from wayfinding.routing.routes import Route


@dataclass(frozen=True, slots=True)
class EarBook:
    """Templates of one language for what is only heard. One moves rather than walks: it may be on wheels."""

    here: str
    stances: Mapping[str, str]
    outline: str
    turns: Mapping[str, str]
    forward: str
    turn_forward: str
    keep_on: str
    beside: Mapping[str, str]
    area: str
    soon: str
    soon_turn: str
    soon_side: Mapping[str, str]
    arrive: str


ZH = EarBook(
    here="您在{place}，{level}",
    stances={"screen": "请面向屏幕站立", "train": "请背对列车站立"},
    outline="全程约{metres}米，换层{changes}次，去往{place}",
    turns={
        "ahead": "保持直行方向", "slight_left": "向左前方转", "slight_right": "向右前方转", "left": "向左转",
        "right": "向右转", "sharp_left": "向左后方转", "sharp_right": "向右后方转", "back": "转身向后",
    },
    forward="前进{metres}米",
    turn_forward="{turn}，前进{metres}米",
    keep_on="继续前进，还有{metres}米",
    beside={"left": "{thing}在您左侧，继续前进", "right": "{thing}在您右侧，继续前进"},
    area="您已进入{area}",
    soon="前方{metres}米：{target}",
    soon_turn="前方{metres}米：{turn}",
    soon_side={"left": "前方{metres}米，左侧：{target}", "right": "前方{metres}米，右侧：{target}"},
    arrive="已到达{place}",
)  # fmt: skip

EN = EarBook(
    here="You are at {place}; the level is {level}",
    stances={"screen": "Stand facing the screen", "train": "Stand with the train behind you"},
    outline="The way to {place} is about {metres} metres, level changes: {changes}",
    turns={
        "ahead": "Keep your direction", "slight_left": "Turn slightly left", "slight_right": "Turn slightly right",
        "left": "Turn left", "right": "Turn right", "sharp_left": "Turn left, well beyond a right angle",
        "sharp_right": "Turn right, well beyond a right angle", "back": "Turn round to face the other way",
    },
    forward="Move forward {metres} metres",
    turn_forward="{turn} and move forward {metres} metres",
    keep_on="Keep moving forward, {metres} metres to go",
    beside={
        "left": "{thing} on your left; keep moving forward",
        "right": "{thing} on your right; keep moving forward",
    },
    area="You are now in {area}",
    soon="In {metres} metres: {target}",
    soon_turn="In {metres} metres: {turn}",
    soon_side={
        "left": "In {metres} metres, on your left: {target}",
        "right": "In {metres} metres, on your right: {target}",
    },
    arrive="You have arrived at {place}",
)  # fmt: skip

EAR_BOOKS: Mapping[str, EarBook] = {"zh": ZH, "en": EN}


def describe_for_ears(route: Route, lang: str = "zh") -> list[Instruction]:
    """The route in short sentences to be heard one by one: zh or en. RequestError for another language.

    Orientation comes first. Each stretch begins with the turn, is reassured about every 10 m or by what stands beside
    it, and its end is announced about 6 m before: what one reaches, or the next turn.
    """
    book, ears = get_book(lang), EAR_BOOKS[lang]
    if route.parts:
        return join_stretches(route, lang, describe_for_ears)
    moves = list_moves(route, figures.REASSURE_EVERY.value)
    told: list[Instruction] = []
    for number, move in enumerate(moves):
        leg = route.legs[move.leg]
        level = leg.to_level if isinstance(move, Arrive) else leg.from_level
        after = moves[number + 1] if number + 1 < len(moves) else None
        told += [
            Instruction(_capitalised(text) + book.stop, move.leg, level)
            for text in _say(route, move, after, (book, ears))
        ]
    return told


def _say(route: Route, move: Move, after: Move | None, books: tuple[PhraseBook, EarBook]) -> Iterator[str]:
    book, ears = books
    if isinstance(move, Start):
        yield ears.here.format(
            place=name_end(route, route.origin, book), level=name_level(route, route.origin.level, book)
        )
        if move.stance is not None:
            yield ears.stances[move.stance]
        yield ears.outline.format(
            metres=round_m(route.distance_m),
            changes=route.level_changes,
            place=name_end(route, route.destination, book),
        )
        if move.turn is not None:
            yield ears.turns[move.turn]
    elif isinstance(move, Walk):
        yield from _say_walk(route, move, after, books)
    elif isinstance(move, Ride):
        yield say_ride(route, route.legs[move.leg], book)
    else:
        place = ears.arrive.format(place=name_end(route, route.destination, book))
        yield place if move.side is None else place + book.comma + book.sides[move.side]


def _say_walk(route: Route, move: Walk, after: Move | None, books: tuple[PhraseBook, EarBook]) -> Iterator[str]:
    book, ears = books
    metres = round_m(move.distance_m)
    forward = ears.forward if move.turn in (None, "ahead") else ears.turn_forward
    yield forward.format(turn=ears.turns[_turn(move)], metres=metres)
    soon_m = min(figures.ANNOUNCE_BEFORE.value, move.distance_m)
    for at_m, passed in _reassurances(move, soon_m):
        if passed is None:
            yield ears.keep_on.format(metres=round_m(move.distance_m - at_m))
        else:
            thing = name_landmark(passed.landmark, book)
            yield ears.beside["right" if passed.right else "left"].format(thing=thing)
    if move.area is not None:
        yield ears.area.format(area=in_language(move.area.name, book))
    if move.distance_m <= figures.ANNOUNCE_BEFORE.value:
        return
    if move.last:
        soon = ears.soon if move.side is None else ears.soon_side[move.side]
        yield soon.format(metres=round_m(soon_m), target=name_target(route, move.leg, book))
    elif isinstance(after, Walk):
        turn = uncapitalised(ears.turns[_turn(after)], book)
        yield ears.soon_turn.format(metres=round_m(soon_m), turn=turn)


def _reassurances(move: Walk, soon_m: float) -> list[tuple[float, Passed | None]]:
    """Where on a stretch to reassure, and with what: things passed, and between them a word about every 10 m."""
    every_m = figures.REASSURE_EVERY.value
    end_m = move.distance_m - soon_m - every_m / 2
    points: list[tuple[float, Passed | None]] = []
    at_m = 0.0
    for item in [*(one for one in move.passed if one.after_m < end_m), None]:
        next_m = end_m if item is None else item.after_m
        count = max(0, math.ceil((next_m - at_m) / every_m) - 1)
        points += [(at_m + every_m * (k + 1), None) for k in range(count)]
        if item is not None:
            points.append((item.after_m, item))
        at_m = next_m
    return points


def _turn(move: Walk) -> Turn:
    return move.turn or "ahead"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
