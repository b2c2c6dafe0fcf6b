"""The plan of the signs on B1: wings, hall, sunken plaza, rail hall links and gallery, from west to east."""

from __future__ import annotations

from drafting.sign_plan import Row, floor, guide_map, pillar, wall

B1 = -1

WEST: tuple[Row, ...] = (
    # West lobby: in from exits 1, 10 and 2
    pillar(B1, 90, "left: metro rail", (-243, -27)),
    pillar(B1, 90, "right: metro rail", (-243, 36)),
    floor(B1, 90, "ahead: metro", (-244, 2)),
    wall(B1, 90, "left: metro x10; right: x1", (-236, -20), state="dark"),
    pillar(B1, 270, "left: x1; ahead: x10 coach; right: x2", (-243, 0)),
    guide_map(B1, 90, "wall", (-236, 20)),
    # Coach and bus passage, and exit 9
    pillar(B1, 270, "ahead: x10 coach; ahead_left: x1; ahead_right: x2 x9 ac", (-207, 0), weak="letters"),
    pillar(B1, 270, "ahead: x10 coach; ahead_right: x9 AC", (-216, 9), renewed=True),
    pillar(B1, 90, "ahead: metro rail", (-207, -9), weak="chinese-only"),
    floor(B1, 0, "ahead: x9 ac", (-222, 12), weak="letters"),
    wall(B1, 180, "left: metro rail; right: x10 coach x1 x2", (-222, -12)),
    wall(B1, 90, "left: x9 ac", (-217, 32), weak="letters"),
    guide_map(B1, 270, "wall", (-227, 30)),
    # West wing and bank V1
    pillar(B1, 90, "ahead: metro rail", (-189, 9)),
    pillar(B1, 90, "down: metro; ahead: rail x4 plaza", (-171, 9), renewed=True),
    floor(B1, 90, "down: metro", (-168, -1.5), state="dirty"),
    pillar(B1, 270, "ahead: west x9 a c; right: x3; ahead_right: wc", (-171, -9), weak="letters"),
    floor(B1, 270, "ahead: coach x10", (-178, 5)),
    pillar(B1, 180, "right: metro; left: rail", (-144, 27)),
    wall(B1, 270, "right: x3; left: metro", (-155, 46), state="dark"),
    wall(B1, 0, "left: wc access-wc nursing", (-176, 30)),
    wall(B1, 180, "left: lift-metro", (-158, -8.8)),
    guide_map(B1, 0, "machine", (-132, 5.8)),
    # Between wing and hall
    pillar(B1, 90, "ahead: plaza taxi; ahead_left: x4; ahead_right: rail south", (-117, 9), weak="colour"),
    wall(B1, 270, "ahead: west x3 x9", (-110, 3)),
    wall(B1, 90, "ahead: rail plaza; ahead_left: x4; ahead_right: south", (-110, 3), weak="colour"),
    floor(B1, 270, "ahead: coach x10", (-84, 3)),
    guide_map(B1, 0, "machine", (-96, 19.8)),
)

HALL_WEST: tuple[Row, ...] = (
    # Exit 4 and bank V2
    wall(B1, 90, "left: x4; right: metro rail", (-84, 57)),
    wall(B1, 270, "left: metro rail", (-96, 74), state="covered"),
    guide_map(B1, 270, "wall", (-96, 66)),
    pillar(B1, 180, "left: metro; ahead: south; ahead_right: coach", (-90, 54), renewed=True),
    floor(B1, 90, "down: metro", (-71.5, 43), state="dirty"),
    pillar(
        B1, 270, "ahead_right: x4; ahead_left: coach x10; left: rail south; back: plaza taxi", (-81, 45), renewed=True
    ),
    wall(B1, 90, "right: lift-metro", (-75.2, 45)),
    # Hall, west of the middle
    pillar(B1, 90, "ahead: east; ahead_right: rail; ahead_left: centre", (-36, 0)),
    pillar(B1, 270, "ahead: west x9; ahead_right: x4; ahead_left: south", (-54, 9)),
    floor(B1, 270, "ahead: coach x10", (-40, 3)),
    floor(B1, 90, "ahead: rail", (-70, -6), weak="colour"),
    guide_map(B1, 0, "machine", (-40, -24.2)),
    # Rail hall link west and bank V5: signs only about its doors
    pillar(B1, 180, "ahead: metro south; ahead_right: rail-w", (-99, -36)),
    wall(B1, 180, "ahead: south; ahead_right: metro", (-87, -39.85)),
    wall(B1, 0, "ahead: x4; ahead_right: plaza taxi; left: coach metro", (-87, -40.15)),
    floor(B1, 90, "down: metro", (-103, -51.5), state="dirty"),
)

PLAZA: tuple[Row, ...] = (
    # Sunken plaza to the hall, by check 5
    pillar(B1, 180, "right: metro rail", (9, 54)),
    floor(B1, 180, "right: metro", (12, 57)),
    floor(B1, 180, "ahead: check-5 metro", (-2, 52.5), state="dirty", weak="checkpoint-5"),
    pillar(B1, 180, "ahead: metro", (0, 45), weak="checkpoint-5"),
    pillar(B1, 270, "ahead_left: check-5 metro", (-18, 45), renewed=True),
    pillar(B1, 270, "ahead: side-gate", (-9, 45)),
    floor(B1, 270, "ahead: check-5 metro", (-6, 44)),
    pillar(B1, 180, "right: metro; ahead_left: rail; ahead: south", (-27, 27), renewed=True),
    floor(B1, 270, "ahead: metro", (-44, 38.5)),
    # Hall to the plaza, by the one-way doors
    pillar(B1, 0, "ahead: check-5 plaza", (0, 36), weak="checkpoint-5"),
    floor(B1, 0, "ahead: plaza taxi", (-2, 37), state="dirty", weak="checkpoint-5"),
    pillar(B1, 0, "ahead: plaza taxi", (27, 45)),
    floor(B1, 0, "ahead: plaza taxi", (29, 43)),
    pillar(B1, 0, "ahead_left: taxi north", (27, 63), renewed=True),
    floor(B1, 0, "up: taxi north", (15.6, 58.5), state="dirty"),
    pillar(B1, 0, "ahead: ramp", (9, 63)),
    guide_map(B1, 180, "wall", (36, 50.15), weak="one-way-door"),
    guide_map(B1, 0, "machine", (-12, 55.8)),
)

HALL_EAST: tuple[Row, ...] = (
    # Middle of the hall
    pillar(B1, 270, "ahead: west x9; ahead_right: x4", (36, 0)),
    floor(B1, 180, "ahead: rail", (57, -12), weak="colour"),
    floor(B1, 90, "ahead: east", (70, 20)),
    guide_map(B1, 0, "machine", (44, -22.2)),
    # Exit 5 and bank V3
    wall(B1, 270, "right: x5; left: metro rail", (52, 66)),
    floor(B1, 180, "left: metro", (59, 52)),
    wall(B1, 270, "left: by-lift-5", (54.8, 80)),
    pillar(B1, 90, "back: centre; ahead_right: east b d; right: rail", (81, 45), weak="letters"),
    floor(B1, 270, "down: metro", (72, 46), state="dirty"),
    pillar(B1, 270, "ahead_right: metro", (81, 36), state="missing"),
    guide_map(B1, 270, "wall", (52, 72)),
    # East wing and bank V4
    wall(B1, 90, "ahead: metro x7 x8 BD; ahead_left: x6", (110, 9), renewed=True),
    wall(B1, 270, "ahead_left: rail; ahead: plaza taxi; ahead_right: x5", (110, 9)),
    pillar(B1, 90, "ahead: metro x7 x8; left: x6; ahead_right: car", (117, 9)),
    wall(B1, 270, "right: x6; left: metro", (115, 50)),
    floor(B1, 180, "ahead_left: metro", (120, 37)),
    floor(B1, 270, "down: metro", (147.5, 1.5), state="dirty"),
    wall(B1, 90, "left: east b d; right: car; back: rail", (150, 10), weak="letters"),
    wall(B1, 90, "left: lift-metro", (134.8, 10)),
    guide_map(B1, 0, "machine", (126, -8.2)),
    # Gallery, exits 7 and 8, car park
    pillar(B1, 90, "ahead: x7 x8 BD", (189, 36), renewed=True),
    pillar(B1, 90, "ahead_left: x7 b d; ahead_right: x8", (216, 36), weak="letters"),
    pillar(B1, 270, "ahead: metro rail", (225, 36)),
    floor(B1, 180, "right: metro", (234, 43)),
    wall(B1, 270, "left: by-lift-7", (232.2, 43.6), weak="chinese-only"),
    pillar(B1, 180, "ahead: x8", (243, 27)),
    wall(B1, 270, "right: metro rail", (236.15, -30)),
    wall(B1, 270, "left: metro", (150.15, 6), weak="chinese-only"),
    # Rail hall link east and bank V6
    wall(B1, 180, "ahead: rail south; ahead_left: metro", (67, -39.85), weak="colour"),
    wall(B1, 180, "ahead_left: metro", (82, -39.85)),
    wall(B1, 0, "ahead: x5 plaza taxi; right: east; left: coach", (67, -40.15)),
    pillar(B1, 180, "ahead: rail south", (72, -54), weak="colour"),
    floor(B1, 180, "ahead: south; ahead_right: rail", (75, -60)),
    pillar(B1, 0, "ahead_right: metro; ahead: x5 plaza taxi", (81, -63)),
    floor(B1, 270, "down: metro", (98, -49.5)),
    wall(B1, 90, "left: centre east; right: rail south", (104, -50), weak="colour"),
    wall(B1, 90, "right: by-lift-rail", (98.8, -66)),
)

ROWS_HALL = (*WEST, *HALL_WEST, *PLAZA, *HALL_EAST)
