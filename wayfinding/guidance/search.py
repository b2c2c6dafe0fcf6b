"""Which place does a passenger mean? Chinese, pinyin, initials, English, exit numbers, typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from wayfinding.station.model import Place, Station

EXACT, STARTS, CONTAINS = 100.0, 95.0, 90.0
SECONDARY = 5.0
"""Taken off where not the name matched, but what the place leads to."""

HOMOPHONE = 8.0
"""Taken off where a Chinese text fits only by its sound."""

FUZZY_CUTOFF = 75.0
FUZZY_WEIGHT = 0.85
SHORTEST_FUZZY = 3
SHORTEST_PARTIAL = 5
SHORTEST_INSIDE = 3

CATEGORY_WORDS: Mapping[str, tuple[str, ...]] = {
    "toilet": ("厕所", "洗手间", "卫生间", "WC", "restroom", "toilet"),
    "accessible_toilet": ("无障碍厕所", "无障碍卫生间", "第三卫生间", "accessible toilet"),
    "nursing_room": ("母婴室", "哺乳室", "nursing room", "baby care"),
    "exit": ("出口", "exit", "way out"),
    "taxi": ("出租车", "的士", "打车", "taxi", "cab"),
    "coach_station": ("长途汽车", "客运站", "coach station"),
    "bus_area": ("公交", "公共汽车", "bus"),
    "rail_entrance": ("火车站", "高铁", "进站口", "railway station", "train"),
    "ticket_machine": ("售票机", "买票", "ticket machine"),
    "service_centre": ("客服中心", "服务台", "service centre"),
    "luggage_storage": ("行李寄存", "寄存处", "left luggage"),
    "lost_property": ("失物招领", "lost and found", "lost property"),
    "car_park": ("停车场", "car park", "parking"),
    "aed": ("除颤仪", "急救", "AED", "defibrillator"),
}
"""What people call a kind of place, besides the names in the file."""

_UNITS = str.maketrans("一二三四五六七八九", "123456789")
_DIGITS = re.compile(r"\d+")
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
        wanted = _wanted(text)
        hits = []
        for place, keys in self._entries:
            fits = (
                (_score(form, key, penalty == 0) - key.penalty - penalty, key.text)
                for key in keys
                for form, penalty in wanted
            )
            score, matched = max(fits, default=(0.0, ""))
            if score > 0:
                hits.append(Hit(place, round(score, 1), matched))
        return sorted(hits, key=lambda hit: (-hit.score, len(hit.place.name.zh), hit.place.id))[: max(limit, 0)]


def _wanted(text: str) -> list[tuple[str, float]]:
    """What was typed and, where it is Chinese, how it sounds, with what to take off."""
    forms = [(_fold(text), 0.0)]
    if len(forms[0][0]) > 1 and _is_chinese(text):
        forms.append((_fold("".join(lazy_pinyin(text))), HOMOPHONE))
    return [form for form in forms if form[0]]


def _score(wanted: str, key: _Key, typed: bool) -> float:
    """0 to 100; only what was typed, not how it sounds, may be mistyped."""
    if wanted == key.folded:
        return EXACT
    if key.folded.startswith(wanted):
        return STARTS
    if wanted in key.folded and (len(wanted) >= SHORTEST_INSIDE or not wanted.isascii()):
        return CONTAINS
    return FUZZY_WEIGHT * _likeness(wanted, key.folded) if typed else 0.0


def _likeness(wanted: str, folded: str) -> float:
    """0 to 100: how far one is the other mistyped; numbers must be right."""
    if len(wanted) < SHORTEST_FUZZY or not set(_DIGITS.findall(wanted)) <= set(_DIGITS.findall(folded)):
        return 0.0
    whole = fuzz.ratio(wanted, folded, score_cutoff=FUZZY_CUTOFF)
    if not SHORTEST_PARTIAL <= len(wanted) <= len(folded):
        return whole
    return max(whole, fuzz.partial_ratio(wanted, folded, score_cutoff=FUZZY_CUTOFF))


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
    for text in CATEGORY_WORDS.get(place.type, ()):
        yield text, SECONDARY
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
    if _is_chinese(text):
        yield "".join(lazy_pinyin(text))
        yield "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _fold(text: str) -> str:
    """Width, case, accents, spaces, punctuation and Chinese numerals up to nineteen removed."""
    tens = re.sub("十(?=[一二三四五六七八九])", "1", text).replace("十", "10")
    wide = unicodedata.normalize("NFKD", tens.translate(_UNITS))
    return _GAPS.sub("", "".join(sign for sign in wide if not unicodedata.combining(sign))).casefold()
