"""Writes data/scenarios: the same station in other states, each a documented list of edits.

The five `before-…` scenarios undo the owner's measures one at a time. How the station looked before is known only in
words, so each says in its note what is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shapely import LineString, box

from drafting.parts import strip
from drafting.sheet import Sheet, degrees

Edit = dict[str, Any]
MEASURES = ("before-signs", "before-checkpoint-5", "before-near-end-escalators", "before-luggage-ramp", "before-south-plaza")


def all_scenarios(collection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every scenario by name, for this drawn station."""
    made = [
        _scenario("before-2023", "2023年改造前", "Before the 2023 measures", "all five measures undone", [], extends=list(MEASURES)),
        before_signs(collection),
        before_checkpoint_5(),
        _scenario(
            "before-near-end-escalators", "共用站台近端扶梯换向前", "Before the near-end escalators were turned",
            "the owner turned them; that both ran down before and run up today is assumed", [_edit("reverse", "near-end-1"), _edit("reverse", "near-end-2")],
        ),
        _scenario(
            "before-luggage-ramp", "彩虹行李坡道增设前", "Before the rainbow luggage ramp", "the ramp is the owner's; nothing stood in its place (assumed)",
            [_edit("remove", "rainbow-ramp"), _edit("remove", "rainbow-ramp-body")],
        ),
        before_south_plaza(),
        exam_week(),
        national_day(),
        station_works(),
        _scenario(
            "lift-out", "3号线站台电梯停用", "Line 3 platform lift out of service",
            "the step-free way to line 3 is then the shared platform, the transfer passage and the transfer lift",
            [_edit("set", "lift-3", properties={"status": "out_of_service"})],
        ),
        night(),
    ]  # fmt: skip
    return {scenario["name"]: scenario for scenario in made}


def _scenario(name: str, zh: str, en: str, note: str, edits: list[Edit], **more: Any) -> dict[str, Any]:
    return {"name": name, "title_zh": zh, "title_en": en, "note": note, **more, "edits": edits}


def _edit(op: str, id: str, **more: Any) -> Edit:
    return {"op": op, "id": id, **more}


def _lonlat(points: Iterable[tuple[float, float]]) -> list[list[float]]:
    return degrees(LineString(list(points)))["coordinates"]  # type: ignore[no-any-return]


def _added(kind: str, id: str, level: float, shape: Any, type: str, **properties: Any) -> Edit:
    """An edit that adds one feature, drawn on a sheet of its own."""
    sheet = Sheet()
    if kind == "obstacle":
        sheet.obstacle(id, level, shape, type, **properties)
    else:
        sheet.place(id, level, shape[0], shape[1], type, **properties)
    return {"op": "add", "feature": sheet.features[0]}


def before_signs(collection: dict[str, Any]) -> dict[str, Any]:
    """203 signs absent, the 22 renewed ones in an earlier, worse state."""
    edits: list[Edit] = []
    for feature in collection["features"]:
        properties = feature["properties"]
        if properties["kind"] != "sign":
            continue
        if properties["renewed"]:
            worse = {"state": "dirty", "letter_height_m": round(properties["letter_height_m"] * 0.6, 4), "date": "2012-09-01"}
            edits.append(_edit("set", feature["id"], properties=worse))
        else:
            edits.append(_edit("remove", feature["id"]))
    return _scenario(
        "before-signs", "新增导向标识前", "Before the 225 signs",
        "the brief leaves open whether the 22 renewed signs are among the 225: read here as among them, so 203 are absent and 22 are older, "
        "smaller and dirty. The operator's own hanging signs are unknown, so every 'before' figure for signs is a bound, not a measurement", edits,
    )  # fmt: skip


def before_checkpoint_5() -> dict[str, Any]:
    """Checkpoint 5 at the mouth of the sunken plaza, with narrow lanes only."""
    mouth = strip([(-8, 50), (4, 50)], 0.3)
    edits = [
        _edit("move", "security-5", coordinates=_lonlat([(-2, 51.2), (-2, 48.8)])),
        _edit("move", "security-point-5", coordinates=_lonlat([(-2, 53), (-2, 54)])[0]),
        _edit("remove", "side-gate-5"),
        *(_edit("remove", f"checkpoint-5-fence-{number}") for number in (1, 2, 3)),
        _added("obstacle", "checkpoint-5-mouth", -1, mouth, "barrier", height_m=2.2),
    ]
    return _scenario(
        "before-checkpoint-5", "5号安检点迁移前", "Before security point 5 was moved",
        "the owner moved the point and opened a staffed side gate; both positions, and that no wide way led past it before, are assumed", edits,
    )  # fmt: skip


def before_south_plaza() -> dict[str, Any]:
    """Zone A without its guardrail, zone B with a lifting platform instead of the ramp."""
    platform = {
        "platform_lift": True, "staffed": True, "rise_m": 0.6, "speed_mps": 0.1, "car_width_m": 1.1, "car_depth_m": 1.4, "door_width_m": 0.9,
    }  # fmt: skip
    sheet = Sheet()
    sheet.pathway("zone-b-platform-lift", "lift", (0, 0), [(70, -444.7), (70, -441)], "B区无障碍升降平台", "zone B lifting platform", **platform)
    sheet.obstacle("zone-b-platform", 0, box(69.2, -443.7, 70.8, -442), "shaft", serves="zone-b-platform-lift", opaque=False)
    edits = [
        *(_edit("remove", id) for id in ("zone-a-guardrail", "zone-b-ramp", "zone-b-ramp-body")),
        *({"op": "add", "feature": feature} for feature in sheet.features),
    ]
    return _scenario(
        "before-south-plaza", "南广场A、B区改造前", "Before the south plaza works",
        "the owner railed zone A's lifting platform and turned zone B's into a ramp; sizes and places assumed. How narrow the passages "
        "were that the works relieved is unknown and left out", edits,
    )  # fmt: skip


def exam_week() -> dict[str, Any]:
    """Exam week: service points and storage open whatever the date, longer hours at the side gate."""
    seasonal = (
        "exam-point-b1", "exam-storage-b1", "shuttle-b1-hall", "shuttle-b1-west", "exam-service-north", "exam-luggage-north",
        "shuttle-north", "shuttle-coach", "exam-service-south", "exam-luggage-south", "shuttle-south",
    )  # fmt: skip
    edits = [_edit("set", id, properties={"season": None}) for id in seasonal]
    edits.append(_edit("set", "side-gate-5", properties={"hours": "05:30-23:30"}))
    helper = {"zh": "助考志愿者服务点", "en": "Exam volunteers", "hours": "06:30-19:00", "source": "brief"}
    edits.append(_added("place", "exam-volunteers-west", -1, (-242, 16), "exam_service_point", **helper))
    return _scenario(
        "exam-week", "考试周", "Exam week", "service points with luggage storage and shuttle carts are the owner's; dates, hours and places assumed", edits,
    )  # fmt: skip


def national_day() -> dict[str, Any]:
    """1 to 7 October: one-way management of the north side, more escalators up from the platforms."""
    dates = ["10-01/10-07"]
    edits = [
        _edit("reverse", "exit-5-down", dates=dates),
        _edit("reverse", "far-end-2", dates=dates, **{"from": "08:00", "to": "22:00"}),
        _edit("reverse", "l1-2", dates=dates, **{"from": "08:00", "to": "22:00"}),
        _edit("close", "gate-north-west-out", dates=dates, **{"from": "09:00", "to": "21:00"}),
        _edit("set", "side-gate-5", dates=dates, properties={"hours": "05:30-24:00"}),
    ]
    return _scenario("national-day", "国庆黄金周", "National Day week", "an operating plan for crowds arriving by rail; assumed throughout", edits)


def station_works() -> dict[str, Any]:
    """Part of B1 closed: exit 3 and its passage, the north shop aisle, one escalator of the west bank."""
    closed = ("b1-exit-3-passage", "exit-3", "exit-3-up", "exit-3-stairs", "b1-shops-north-aisle", "shops-north", "v1-up-2")
    edits = [_edit("close", id) for id in closed]
    edits.append(_added("obstacle", "works-hoarding", -1, box(-175, 14, -150, 24), "wall", height_m=2.5))
    return _scenario("station-works", "站内施工", "Station works", "which part is closed is assumed", edits)


def night() -> dict[str, Any]:
    """Exits and gates that close by hour; leaving stays possible at every hour."""
    exits = [id for number in (3, 6, 8) for id in (f"exit-{number}", f"exit-{number}-up", f"exit-{number}-stairs")]
    edits = [_edit("close", id, **{"from": "22:00", "to": "06:00"}) for id in exits]
    for key in ("north-west", "north-east", "south-east", "south-west"):
        edits += [_edit("close", f"gate-{key}-{lane}", **{"from": "22:30", "to": "06:00"}) for lane in ("in", "in-wide", "out", "out-wide")]
    for key in ("west", "east"):
        edits += [_edit("close", f"gate-{key}-{lane}", **{"from": "23:40", "to": "05:30"}) for lane in ("in", "in-wide")]
    edits.append(_edit("close", "rail-gate-east-in", **{"from": "23:30", "to": "05:30"}))
    return _scenario("night", "夜间", "Night", "closing hours assumed; the west and east gates let people out at every hour", edits)
