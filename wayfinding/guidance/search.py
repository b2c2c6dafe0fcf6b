"""Which place does a passenger mean? Chinese, pinyin, initials, English, exit numbers, typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from wayfinding.station.model import Place, Station

EXACT, STARTS, CONTAINS = 100.0, 95.0, 90.0
SECONDARY = 5.0
"""Taken off where not the name matched, but what the place leads to."""

FUZZY_CUTOFF = 75.0
FUZZY_WEIGHT = 0.85
SHORTEST_FUZZY = 3

_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place, how well it fits (0 to 100), and the text that fitted."""

    place: Place
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class _Key:
    folded: str
    text: str
    penalty: float


class PlaceIndex:
    """All places of a station by everything people call them. Built once, searched often."""

    def __init__(self, station: Station) -> None:
        self._entries = [(place, tuple(_keys(place))) for place in station.places.values()]

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """The places that a text may mean, best first; empty for an empty text or one that fits nothing."""
        wanted = _fold(text)
        if not wanted:
            return []
        hits = []
        for place, keys in self._entries:
            score, matched = max(((_score(wanted, key) - key.penalty, key.text) for key in keys), default=(0.0, ""))
            if score > 0:
                hits.append(Hit(place, round(score, 1), matched))
        return sorted(hits, key=lambda hit: (-hit.score, len(hit.place.name.zh), hit.place.id))[: max(limit, 0)]


def _score(wanted: str, key: _Key) -> float:
    if wanted == key.folded:
        return EXACT
    if key.folded.startswith(wanted):
        return STARTS
    if wanted in key.folded:
        return CONTAINS
    if len(wanted) < SHORTEST_FUZZY:
        return 0.0
    return FUZZY_WEIGHT * max(
        fuzz.ratio(wanted, key.folded, score_cutoff=FUZZY_CUTOFF),
        fuzz.partial_ratio(wanted, key.folded, score_cutoff=FUZZY_CUTOFF) if len(wanted) <= len(key.folded) else 0.0,
    )


def _keys(place: Place) -> Iterator[_Key]:
    """Every name in every spelling, each once."""
    seen: set[str] = set()
    for text, penalty in _names(place):
        for spelling in _spellings(text):
            folded = _fold(spelling)
            if folded and folded not in seen:
                seen.add(folded)
                yield _Key(folded, text, penalty)


def _names(place: Place) -> Iterator[tuple[str, float]]:
    properties = place.properties
    yield place.name.zh, 0.0
    yield place.name.en, 0.0
    yield place.id, 0.0
    for text in _texts(properties.get("aliases")):
        yield text, 0.0
    if place.line is not None:
        yield f"{place.line}号线{place.towards or ''}", SECONDARY
        yield f"line {place.line} {properties.get('towards_en') or ''}", SECONDARY
    for member in ("leads_to_zh", "leads_to_en", "service_zh", "service_en"):
        for text in _texts(properties.get(member)):
            yield text, SECONDARY


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _spellings(text: str) -> Iterator[str]:
    """The text itself and, where it holds Chinese, its pinyin and its initials."""
    yield text
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        yield "".join(lazy_pinyin(text))
        yield "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def _fold(text: str) -> str:
    """Width, case, accents, spaces and punctuation removed."""
    wide = unicodedata.normalize("NFKD", text)
    return _GAPS.sub("", "".join(sign for sign in wide if not unicodedata.combining(sign))).casefold()
