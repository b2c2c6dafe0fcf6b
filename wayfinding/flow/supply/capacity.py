"""How many get through each pathway: channels in parallel, each taking one person every so many seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.profiles import travelled_mode
from wayfinding.routing.sight import Indices
from wayfinding.station.model import Pathway, Station


class Server(NamedTuple):
    """One pathway as a server. `headway_s` is the time between two people in one channel.

    A stair, ramp or passage that both directions share has one channel for both: `up_s`, `down_s` hold while only one
    direction is on it, `mixed_s` while both are. A lift has none: its car carries `room` walkers at a time.
    """

    pathway: str
    mode: str
    channels: int
    forward_s: float
    backward_s: float
    mixed_s: float
    room: float


def list_servers(station: Station, uses: Sequence[tuple[str, int, int]]) -> tuple[tuple[Server, ...], Indices]:
    """The servers of the pathways used, and the number of the server of each use."""
    names = sorted({id for id, _, _ in uses})
    number = {id: k for k, id in enumerate(names)}
    servers = tuple(serve(station.pathways[id]) for id in names)
    return servers, np.array([number[id] for id, _, _ in uses], dtype=np.int64)


def serve(pathway: Pathway) -> Server:
    """The capacity of one pathway by GB 50157; unknown widths count as the least that the code allows."""
    mode = travelled_mode(pathway)
    width_m = pathway.width_m or figures.CROWD_WIDTH.value
    channels, forward_s, backward_s, mixed_s = 1, 0.0, 0.0, 0.0
    if mode in ("escalator", "moving_walkway"):
        forward_s = backward_s = mixed_s = 3600.0 / (escalator_pph(pathway) * width_m)
    elif mode == "stairs":
        up, down = (3600.0 / (item.value * width_m) for item in (figures.STAIR_UP_FLOW, figures.STAIR_DOWN_FLOW))
        forward_s, backward_s = (up, down) if pathway.rise_m >= 0 else (down, up)
        mixed_s = 3600.0 / (figures.STAIR_MIXED_FLOW.value * width_m)
    elif mode in ("passage", "ramp"):
        forward_s = backward_s = 3600.0 / (figures.PASSAGE_FLOW.value * width_m)
        mixed_s = 3600.0 / (figures.PASSAGE_MIXED_FLOW.value * width_m)
    elif mode in ("fare_gate", "security_check"):
        channels = pathway.lanes or 1
        figure = figures.GATE_HEADWAY if mode == "fare_gate" else figures.SECURITY_HEADWAY
        forward_s = backward_s = mixed_s = figure.value
    return Server(pathway.id, mode, channels, forward_s, backward_s, mixed_s, _room(pathway))


def escalator_pph(pathway: Pathway) -> float:
    """People an hour on one metre of step width, between the two speeds of the code."""
    slow, fast = figures.ESCALATOR_FLOW_SLOW, figures.ESCALATOR_FLOW_FAST
    speeds = [figures.ESCALATOR_FLOW_SLOW_SPEED.value, figures.ESCALATOR_FLOW_FAST_SPEED.value]
    return float(np.interp(pathway.speed_mps or figures.ESCALATOR_SPEED.value, speeds, [slow.value, fast.value]))


def _room(pathway: Pathway) -> float:
    if pathway.mode != "lift":
        return 0.0
    if pathway.car_width_m and pathway.car_depth_m:
        return float(max(1, math.floor(pathway.car_width_m * pathway.car_depth_m / figures.LIFT_SPACE.value)))
    return figures.LIFT_ROOM.value
