"""The plan of the signs on B2, B3 and B4: concourse, gates, platforms and the transfer."""

from __future__ import annotations

from drafting.sign_plan import Row, floor, guide_map, pillar, wall

B2, B3, B4 = -2, -3, -4

UNPAID: tuple[Row, ...] = (
    # West: bank V1, check 1
    pillar(B2, 90, "ahead: metro", (-144, 9), renewed=True),
    floor(B2, 90, "ahead: metro", (-143, 3.5)),
    pillar(B2, 270, "ahead: west x3 x9 a c", (-135, -9), weak="letters"),
    floor(B2, 270, "ahead: west", (-132, -6)),
    wall(B2, 270, "left: wc access-wc; right: tickets", (-168, -4)),
    wall(B2, 180, "left: by-lift-10", (-158, -8.8)),
    guide_map(B2, 270, "column", (-135, -18)),
    # North: banks V2 and V3, checks 2 and 3
    pillar(B2, 90, "ahead: metro", (-45, 45)),
    floor(B2, 90, "right: metro", (-28.5, 46)),
    pillar(B2, 0, "left: x4 coach AC; right: centre", (-36, 45), renewed=True),
    floor(B2, 270, "up: x4 coach", (-49, 45)),
    pillar(B2, 270, "ahead: metro", (45, 45), renewed=True),
    floor(B2, 270, "left: metro", (36, 46)),
    wall(B2, 0, "right: centre; left: x4", (32, 56), state="covered"),
    wall(B2, 0, "left: tickets", (-88, 56)),
    # East: bank V4, check 4
    pillar(B2, 270, "ahead: metro", (126, -9)),
    floor(B2, 270, "ahead: metro", (121, -3.5), state="missing"),
    pillar(B2, 90, "ahead: east b d car", (117, 9), weak="letters"),
    wall(B2, 90, "left: by-lift-7", (134.8, 10)),
    guide_map(B2, 90, "column", (126, 18)),
    # South: banks V5 and V6, checks 8 and 6
    floor(B2, 90, "left: metro", (-66, -46)),
    pillar(B2, 180, "right: rail-w south; left: rail", (-54, -45), renewed=True),
    floor(B2, 270, "right: metro", (54, -46)),
    wall(B2, 180, "left: rail south", (60, -56)),
    wall(B2, 90, "left: by-lift-rail", (84.8, -44.5)),
)

PAID: tuple[Row, ...] = (
    # From the west gates: line 3 by L1 and L3, lines 2 and 9 ahead
    pillar(B2, 90, "ahead: L2 L9; ahead_left: L3", (-117, 0), renewed=True),
    floor(B2, 90, "ahead: L2 L9; ahead_left: L3", (-122, 3.5)),
    pillar(B2, 0, "ahead: L3", (-99, 9)),
    floor(B2, 0, "down: L3N L3S", (-98.8, 20)),
    floor(B2, 180, "down: L3N L3S", (-101.2, -18.5), state="dirty"),
    wall(B2, 90, "right: by-lift-l3", (-101.2, 15.5)),
    # From the other gates
    pillar(B2, 180, "ahead_left: shared; ahead_right: L2E; right: L3", (-27, 27), renewed=True),
    pillar(B2, 270, "ahead: shared; ahead_left: L2E; ahead_right: L9I", (99, 0), renewed=True),
    floor(B2, 270, "ahead: L3", (95, -4)),
    pillar(B2, 0, "ahead: L2E shared; left: L3", (54, -27)),
    pillar(B2, 0, "right: L2E; ahead: shared; left: L3", (-63, -27)),
    # Heads of the banks to the shared platform
    pillar(B2, 90, "ahead: escalators", (-72, 0), weak="near-end"),
    floor(B2, 90, "down: escalators", (-62, -1.3), state="dirty", weak="near-end"),
    floor(B2, 90, "down: L2W L9D", (-62, 1.8)),
    floor(B2, 90, "down: L2W L9D", (-9.5, 0)),
    floor(B2, 270, "down: L2W L9D", (62, -0.8), state="dirty"),
    wall(B2, 0, "right: lift-shared", (19, -1.2)),
    # Heads of the banks to the outer platforms
    floor(B2, 90, "down: L2E", (-52, -20.3)),
    floor(B2, 270, "down: L2E", (52, -20.1)),
    floor(B2, 90, "down: L9I", (-47, 16.4)),
    floor(B2, 270, "down: L9I", (47, 16.5)),
    wall(B2, 90, "left: by-lift-2e", (-1.2, -21.6)),
    wall(B2, 0, "right: by-lift-9i", (0, 14.3)),
    # Up from the platforms: to the exits and to the other lines
    pillar(B2, 270, "ahead: west; ahead_right: L3; left: rail-w; right: x4", (-72, 9), renewed=True),
    pillar(B2, 270, "ahead: L3; ahead_right: x4; left: rail-w; back: rail", (-18, 0)),
    pillar(B2, 90, "ahead: east BD; back: centre; right: rail", (72, 0), renewed=True),
    pillar(B2, 270, "ahead_right: x4; ahead_left: L3; left: L2; back: x5 plaza", (-18, 27)),
    pillar(B2, 180, "left: L2 L9; ahead_right: west; ahead: rail-w", (-99, 9)),
    pillar(B2, 0, "right: L2 L9 rail-w; ahead_left: west", (-99, -9)),
    pillar(B2, 0, "ahead: wc access-wc nursing", (90, 18), state="missing"),
    pillar(B2, 0, "ahead: service", (9, 18)),
    guide_map(B2, 0, "column", (-81, 9)),
    guide_map(B2, 0, "column", (72, 9)),
)

SHARED: tuple[Row, ...] = (
    pillar(B3, 90, "ahead: x4 x5 x10", (-31.5, 3.5), weak="near-end"),
    floor(B3, 90, "ahead: x1 x4 x5", (-38, 5), state="dirty", weak="near-end"),
    pillar(B3, 90, "right: L2W; left: L9D", (-31.5, -3.5), renewed=True),
    pillar(B3, 270, "ahead: L3 west AC", (-22.5, 3.5), renewed=True),
    pillar(B3, 270, "ahead: x4 rail-w south", (-22.5, -3.5)),
    pillar(B3, 0, "ahead: L9D", (-13.5, 3.5)),
    pillar(B3, 180, "ahead: L2W", (-13.5, -3.5)),
    pillar(B3, 270, "ahead: L3", (-4.5, 3.5)),
    pillar(B3, 90, "ahead: x5 east rail", (13.5, 3.5)),
    pillar(B3, 270, "left: L2W; right: L9D", (31.5, -3.5)),
    floor(B3, 90, "ahead: x5 east", (20, 4.2)),
    floor(B3, 270, "ahead: L3 west", (-28, 0)),
    floor(B3, 270, "ahead: L3", (-50, 5), state="dirty"),
    wall(B3, 0, "right: by-lift-hall", (19, -1.2)),
    guide_map(B3, 180, "column", (-4.5, -3.5)),
    # Transfer passage and landing
    wall(B3, 180, "right: L3; left: L2 L9", (-73, 0)),
    pillar(B3, 270, "ahead: L3", (-76.5, 3.5), renewed=True),
    pillar(B3, 90, "ahead: L2W L9D wc", (-67.5, 3.5)),
    floor(B3, 180, "down: L3N L3S", (-100.2, 6.2)),
    floor(B3, 90, "ahead: L2 L9", (-96, 5.8)),
    wall(B3, 0, "right: by-lift-l3", (-104.9, 3.4)),
)

OUTER: tuple[Row, ...] = (
    # Line 2 side platform, line 9 middle and north platforms
    wall(B3, 180, "right: L3 x4 x10; left: x5 east rail", (-20, -23), (22, -23)),
    wall(B3, 90, "left: by-lift-hall", (-1.2, -21.6)),
    guide_map(B3, 180, "wall", (-8, -23)),
    pillar(B3, 270, "ahead: L3 x4 x10", (-13.5, 15.5)),
    pillar(B3, 90, "ahead: x5 east rail", (13.5, 15.5)),
    guide_map(B3, 180, "column", (13.5, 15.5)),
    wall(B3, 0, "right: L3 x4 x10 rail", (-20, 31)),
    wall(B3, 0, "left: L3 x4 x10 rail", (34, 31)),
    floor(B3, 270, "ahead: x4 x10 rail", (15, 27)),
    wall(B3, 90, "right: by-lift-hall", (18.8, 29.6)),
    # Line 3 island
    pillar(B4, 0, "ahead: L2 L9", (-103.5, -18), renewed=True),
    floor(B4, 0, "up: L2 L9", (-101.7, -10.5), state="dirty"),
    pillar(B4, 0, "ahead: x4 x10", (-96.5, 9)),
    pillar(B4, 180, "up: x4 x10 plaza", (-96.5, 54)),
    pillar(B4, 0, "up: x10 rail-w south", (-103.5, -54)),
    pillar(B4, 90, "ahead: L3N", (-96.5, 0)),
    pillar(B4, 270, "ahead: L3S", (-103.5, 18)),
    floor(B4, 180, "ahead: x10 rail-w south", (-105, -30)),
    wall(B4, 180, "back: x10 rail-w south", (-100, -60)),
    wall(B4, 90, "right: by-lift-hall", (-101.2, 15.5)),
    wall(B4, 0, "right: lift-shared", (-104.9, 3.4)),
    guide_map(B4, 180, "column", (-96.5, -18)),
)

ROWS_BELOW = (*UNPAID, *PAID, *SHARED, *OUTER)
