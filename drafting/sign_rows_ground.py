"""The plan of the signs on the ground: exit heads, bus areas, coach station, rail building, subways and south plaza."""

from __future__ import annotations

from drafting.sign_plan import Row, floor, guide_map, pillar, wall

G = 0

NORTH: tuple[Row, ...] = (
    # Heads of the exits
    floor(G, 270, "ahead: coach", (-281, 2)),
    floor(G, 0, "ahead_left: a; ahead_right: c", (-222, 74), weak="letters"),
    floor(G, 0, "left: taxi", (60, 112), state="dirty"),
    floor(G, 0, "ahead_left: B; ahead_right: D", (235, 77)),
    floor(G, 0, "ahead_right: taxi", (16, 84)),
    # Back from buses, coaches and taxis
    floor(G, 180, "ahead_left: x9", (-242, 94)),
    floor(G, 180, "ahead: x7", (235, 95)),
    floor(G, 180, "ahead: metro", (20, 95)),
    wall(G, 90, "right: x10", (-312.15, 9)),
    wall(G, 270, "left: coach", (-311.85, 9)),
    guide_map(G, 0, "machine", (-179, 101.2)),
    # North rail house
    pillar(G, 270, "ahead_right: x北", (-42, -57)),
    pillar(G, 90, "ahead: rail-w", (-66, -57), weak="colour"),
    wall(G, 180, "left: rail-w", (-40, -45.85), weak="colour"),
)

SOUTH: tuple[Row, ...] = (
    # Subways and the long passage: little between their ends
    pillar(G, 180, "ahead: south", (-87, -108)),
    pillar(G, 180, "ahead: south", (75, -108)),
    pillar(G, 0, "ahead: metro", (-87, -384)),
    pillar(G, 0, "ahead: metro rail", (75, -384)),
    pillar(G, 270, "ahead: s1", (-96, -401), weak="chinese-only"),
    pillar(G, 90, "ahead: s4 taxi-s bus-s", (96, -401)),
    pillar(G, 270, "ahead_right: metro rail", (108, -401)),
    # South plaza
    floor(G, 0, "ahead: s2 metro", (-60, -447)),
    floor(G, 0, "ahead: metro rail", (174, -449)),
    floor(G, 90, "ahead: bus-s", (190, -452)),
)

ROWS_GROUND = (*NORTH, *SOUTH)
