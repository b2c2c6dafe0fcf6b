"""Every figure that the code rests on: value, unit, source, status. Nothing else may hold a bare figure.

Status: `standard` a rule that we could cite, `published` measured or printed by others, `recalled` a well-known
publication not re-read, `derived` computed from rows above, `assumed` nothing found: a setting, shown as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FigureStatus = Literal["standard", "published", "recalled", "derived", "assumed"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit, where it comes from, and how far it can be trusted."""

    value: float
    unit: str
    source: str
    status: FigureStatus


# Walking on the level
WALK_SPEED = Figure(1.34, "m/s", "Weidmann 1993, free flow, mean adult", "published")
WHEELCHAIR_SPEED = Figure(0.69, "m/s", "Boyce et al. 1999, Fire Technology 35(1) 51-67, manual", "recalled")
POWERED_WHEELCHAIR_SPEED = Figure(0.89, "m/s", "Boyce et al. 1999, Fire Technology 35(1) 51-67, electric", "recalled")
OLDER_SPEED = Figure(0.76, "m/s", "GB 33668-2017 as quoted, elderly, level", "published")
PRAM_SPEED = Figure(1.05, "m/s", "GB 33668-2017 as quoted, adult woman, level, taken for who pushes a child", "assumed")
LOW_VISION_SPEED = Figure(0.75, "m/s", "middle of 0.6 to 0.9: no figure found, below the sighted", "assumed")
HALF_WIDTH_WALKER = Figure(0.25, "m", "half the shoulder breadth of a clothed adult, rounded up", "assumed")
HALF_WIDTH_LUGGAGE = Figure(0.40, "m", "a walker with a case beside, 0.80 m", "assumed")
HALF_WIDTH_PRAM = Figure(0.45, "m", "the wheelchair's pinch of 0.90 m taken over", "assumed")
HALF_WIDTH_LOW_VISION = Figure(0.45, "m", "sweep of a long cane, or a guide half a step behind", "assumed")
HALF_WIDTH_WHEELCHAIR = Figure(0.45, "m", "GB 55019-2021 s. 2.2.3: 0.90 m pinch", "derived")

# Limits for step-free ways
STEP_FREE_MIN_WIDTH = Figure(0.90, "m", "GB 50763-2012 s. 3.5.1, wheelchair lane of a gate", "standard")
STEP_FREE_MAX_SLOPE = Figure(1 / 12, "ratio", "GB 55019-2021 s. 2.3.1", "standard")
STEP_FREE_MAX_RISE_PER_RUN = Figure(0.75, "m", "GB 55019-2021 s. 2.3", "recalled")
STEP_FREE_MAX_THRESHOLD = Figure(0.015, "m", "GB 50763-2012 s. 3.5.3", "standard")
LIFT_MIN_CAR_WIDTH = Figure(1.10, "m", "GB 50763-2012 s. 3.7", "standard")
LIFT_MIN_CAR_DEPTH = Figure(1.40, "m", "GB 50763-2012 s. 3.7", "standard")
LIFT_MIN_DOOR = Figure(0.80, "m", "GB 50763-2012 s. 3.7", "standard")

# Snapping and exactness of walks (routing)
SNAP_DISTANCE = Figure(2.0, "m", "a point farther off the floor is an error of the question", "assumed")
CLEARANCE_SLACK = Figure(0.001, "m", "the 1 mm grid: a passage exactly two half widths wide can be passed", "derived")
SIGHT_TOLERANCE = Figure(1e-5, "m", "a tenth of the rounding of nine decimals: touching does not block", "derived")

# Time on ways between floors (routing)
STAIRS_UP_SPEED = Figure(0.610, "m/s", "Weidmann 1993, horizontal component, free", "recalled")
STAIRS_DOWN_SPEED = Figure(0.694, "m/s", "Weidmann 1993, horizontal component, free", "recalled")
OLDER_STAIRS_UP_SPEED = Figure(0.42, "m/s", "Fruin 1971, over 50s, horizontal component", "published")
OLDER_STAIRS_DOWN_SPEED = Figure(0.57, "m/s", "Fruin 1971, over 50s, 0.55 to 0.59, horizontal component", "published")
LOW_VISION_STAIRS_UP_SPEED = Figure(0.34, "m/s", "stairs as walking: 0.610 times 0.75 / 1.34", "derived")
LOW_VISION_STAIRS_DOWN_SPEED = Figure(0.39, "m/s", "stairs as walking: 0.694 times 0.75 / 1.34", "derived")
STAIR_RISE = Figure(0.15, "m", "GB 50157-2013 s. 9.7.1: pitch 26 deg 34' over treads of 0.30 m", "derived")
ESCALATOR_STEP_RISE = Figure(0.20, "m", "common step of a 30 deg escalator; counts where it stands still", "assumed")
ESCALATOR_SPEED = Figure(0.65, "m/s", "GB 16899-2011 as quoted: metro 0.65 to 0.70", "published")
ESCALATOR_FLATS = Figure(3.0, "m", "level steps at both ends together: 4 to 8 s at 0.65 to 0.5 m/s", "derived")
ESCALATOR_WALK_UP = Figure(0.6, "m/s", "literature, 0.5 to 0.7 relative to the step", "recalled")
ESCALATOR_WALK_DOWN = Figure(0.7, "m/s", "literature, 0.6 to 0.8 relative to the step", "recalled")
LIFT_SPEED = Figure(1.0, "m/s", "usual metro lift in China", "recalled")
LIFT_ACCELERATION = Figure(0.6, "m/s2", "lift traffic design practice", "recalled")
LIFT_DOOR_OPENING = Figure(2.5, "s", "lift traffic design practice", "recalled")
LIFT_DOOR_CLOSING = Figure(3.5, "s", "lift traffic design practice, 0.9 to 1.0 m opening", "recalled")
LIFT_DOOR_OPEN = Figure(5.0, "s", "EN 81-70, full-open time of an accessible lift at each stop", "recalled")
LIFT_BOARDING_WALKER = Figure(1.5, "s", "CIBSE Guide D range 1.2 to 1.8, each way", "recalled")
LIFT_BOARDING_LUGGAGE = Figure(2.5, "s", "with a case, each way", "assumed")
LIFT_BOARDING_WHEELCHAIR = Figure(6.5, "s", "5 to 8 s, each way", "assumed")
GATE_SERVICE = Figure(2.0, "s", "GB 50157-2013, door-type gate 1,800 p/h", "published")
GATE_SERVICE_WIDE = Figure(5.0, "s", "wide lane with case or wheelchair, 4 to 6 s", "assumed")
SECURITY_SERVICE = Figure(17.5, "s", "Guangzhou, 20 stations: 15 to 20 s with a bag, no queue", "published")
STAFFED_WAIT = Figure(30.0, "s", "until a member of staff opens the side gate or starts the platform lift", "assumed")
STAFFED_WAIT_LONGEST = Figure(120.0, "s", "where the post has to be called first", "assumed")
RAMP_FREE_SLOPE = Figure(0.06, "ratio", "Fruin 1971: no measurable change up to 5-6 %", "published")
RAMP_STEEP_SLOPE = Figure(0.10, "ratio", "Fruin 1971: the grade of the factor below", "published")
RAMP_STEEP_FACTOR = Figure(0.885, "ratio", "Fruin 1971: 11.5 % slower at a grade of 10 %", "published")
RAMP_STEEPEST_SLOPE = Figure(0.20, "ratio", "Fruin 1971: the grade of the factor below", "published")
RAMP_STEEPEST_FACTOR = Figure(0.75, "ratio", "Fruin 1971: 25 % slower at a grade of 20 %", "published")

# Comfort, in seconds that a passenger would give to avoid it (routing: in `cost`, never in `duration_s`)
DISLIKE_STEP_UP = Figure(0.5, "s", "per step: a flight of 18 weighs 9 s", "assumed")
DISLIKE_STEP_DOWN = Figure(0.25, "s", "per step, half of a step up", "assumed")
DISLIKE_STEP_UP_OLDER = Figure(2.0, "s", "per step: avoids stairs up, a flight of 18 weighs 36 s", "assumed")
DISLIKE_STEP_DOWN_OLDER = Figure(1.0, "s", "per step, half of a step up", "assumed")
DISLIKE_UNTACTILE = Figure(10.0, "s", "per pathway to which no tactile paving is known to lead", "assumed")
DISLIKE_LIFT_WALKER = Figure(60.0, "s", "per ride: leaves the lifts to those who need them", "assumed")
DISLIKE_LEVEL_CHANGE = Figure(5.0, "s", "per change of level: finding and entering the next way", "assumed")

# Limits for large luggage
LUGGAGE_MAX_STEPS = Figure(3.0, "steps", "no standard defines it: what two people lift a trolley over", "assumed")
LUGGAGE_MIN_WIDTH = Figure(0.90, "m", "no standard defines it: the wheelchair lane taken over", "assumed")

# Limits for a pram, and for who goes with a cane or a guide
PRAM_MIN_WIDTH = Figure(0.90, "m", "GB 50763-2012 s. 3.5.1, the wheelchair lane taken over", "assumed")
LOW_VISION_MIN_WIDTH = Figure(0.90, "m", "the wide lane beside the staff", "assumed")

# How much worse than the best an alternative may be
ALTERNATIVE_MAX_RATIO = Figure(1.6, "ratio", "times the best cost", "assumed")
ALTERNATIVE_MAX_SHARED = Figure(0.5, "ratio", "banks in common over all banks of both ways", "assumed")
ALTERNATIVE_SLACK = Figure(60.0, "s", "added to the limit above, so that short ways have alternatives", "assumed")
ALTERNATIVE_MIN_GAIN_S = Figure(5.0, "s", "a way less than this faster is not offered as the fastest", "assumed")
ALTERNATIVE_MIN_GAIN_M = Figure(10.0, "m", "a way less than this shorter on foot is not offered as such", "assumed")
ALTERNATIVE_BESIDE = Figure(1.0, "m", "two walks side by side within an arm's length are one", "assumed")

# What an outage costs
OUTAGE_LOST_PRICE = Figure(1800.0, "s", "half an hour for one who has no way left: more than any delay", "assumed")
OUTAGE_MIN_DELAY = Figure(1.0, "s", "a shorter delay is not worth telling", "assumed")
EXIT_HEAD = Figure(6.0, "m", "from the place of an exit to the end of its stairs, as drawn", "assumed")

# Where the station file may lie
STATION_REACH = Figure(2000.0, "m", "the hub's 95 ha site lies within 1 km of its middle; doubled", "assumed")
GCJ02_OFFSET_LON = Figure(0.00630, "degree", "GCJ-02 minus WGS84 at 117.205, 39.137, public formula", "derived")
GCJ02_OFFSET_LAT = Figure(0.00103, "degree", "GCJ-02 minus WGS84 at 117.205, 39.137, public formula", "derived")

# Attended lifting platforms, and widths below which the check warns (station)
PLATFORM_LIFT_MIN_WIDTH = Figure(0.90, "m", "GB 50763-2012 s. 3.7.3, vertical lifting platform", "recalled")
PLATFORM_LIFT_MIN_DEPTH = Figure(1.20, "m", "GB 50763-2012 s. 3.7.3, vertical lifting platform", "recalled")
RAMP_MIN_WIDTH = Figure(1.20, "m", "GB 55019-2021 s. 2.3", "recalled")
STAIR_MIN_WIDTH = Figure(1.20, "m", "GB 50157-2013 s. 9.8, beside escalators", "recalled")
PASSAGE_MIN_WIDTH = Figure(1.20, "m", "GB 55019-2021 s. 2.2.2", "published")

# How closely the drawing must agree with itself (station)
DRAWING_TOLERANCE = Figure(0.005, "m", "five steps of the 1 mm grid on which the file is read", "derived")
SLIVER_AREA = Figure(0.01, "m2", "a hand's breadth squared: below it a gap or overlap is a slip of the pen", "assumed")
SIGN_REACH = Figure(0.05, "m", "thickness of a sign and its frame", "assumed")
SIGN_READER_DISTANCE = Figure(0.30, "m", "the nearest that a reader's eyes come to a sign", "assumed")
END_REACH = Figure(2.0, "m", "from a pathway's end or a place to floor wide enough to walk on", "assumed")
OPEN_BORDER = Figure(0.30, "m", "a gap that nobody slips through", "assumed")
GATE_CABINET = Figure(0.50, "m", "cabinet between two gate lanes, rounded up", "assumed")
SMALL_FLOOR = Figure(4.0, "m2", "left-over floor between obstacles that is no place of its own", "assumed")
AREA_TOLERANCE = Figure(0.001, "ratio", "0.1 %, where the file states no area_tolerance", "assumed")
SLOPE_ROUNDING = Figure(0.0005, "ratio", "slopes are written with three digits: 0.083 means 1:12", "derived")
RISE_TOLERANCE = Figure(0.05, "m", "a stated rise against the floors at both ends", "assumed")

# Words of a direction (guidance)
TURN_STRAIGHT = Figure(17.0, "deg", "0.3 rad, as OpenTripPlanner bins turns", "published")
TURN_SLIGHT = Figure(40.0, "deg", "0.7 rad, as OpenTripPlanner bins turns", "published")
TURN_FULL = Figure(115.0, "deg", "2.0 rad, as OpenTripPlanner bins turns", "published")
TURN_BACK = Figure(160.0, "deg", "beyond it one simply turns round", "assumed")
DETOUR_IGNORED = Figure(1.5, "m", "a step round a column is no turn worth saying", "assumed")
WALK_WORTH_SAYING = Figure(4.0, "m", "a shorter walk between two pathways needs no sentence", "assumed")
BEND_IGNORED = Figure(20.0, "deg", "a bend that one follows without deciding anything", "assumed")
JOG_IGNORED = Figure(4.0, "m", "a step to the side between two stretches is not told as two turns", "assumed")
CONFIRM_EVERY = Figure(40.0, "m", "half a minute of walking without a word makes strangers stop", "assumed")
LANDMARK_AT_TURN = Figure(8.0, "m", "farther from a corner it names another corner", "assumed")
LANDMARK_SEEN_BEFORE = Figure(10.0, "m", "a landmark of a corner is seen on the way to it", "assumed")
SIGN_READ_BEFORE = Figure(5.0, "m", "who is about to turn reads signs in the last steps before it", "assumed")
LANDMARK_BESIDE = Figure(12.0, "m", "farther to the side it is not passed", "assumed")
LANDMARK_AHEAD = Figure(60.0, "m", "a face of 2 m is still told apart; letters are not needed", "assumed")
LANDMARK_AHEAD_ANGLE = Figure(12.0, "deg", "what one walks towards", "assumed")
LANDMARK_DEPTH = Figure(1.0, "m", "things stand in niches and against walls", "assumed")
AREA_WORTH_SAYING = Figure(10.0, "m", "an area that is only touched is not told", "assumed")
REASSURE_EVERY = Figure(10.0, "m", "ITU-T F.921: reassurance on a long stretch, for ears", "published")
ANNOUNCE_BEFORE = Figure(6.0, "m", "ITU-T F.921: a feature is announced 6 +/- 1 m before, for ears", "published")

# Help by staff and by the shuttle cart (guidance)
ESCORT_STAIRS_SPEED = Figure(
    0.15, "m/s", "a wheelchair, pram or trolley carried by two, horizontal component", "assumed"
)
ESCORT_STEP = Figure(5.0, "s", "per step with help: as few as can be", "assumed")
RELAY_MAX_DETOUR = Figure(1.5, "ratio", "a post that costs more than half the way again takes no part", "assumed")
SHUTTLE_SPEED = Figure(2.0, "m/s", "a cart among people: a slow run", "assumed")
SHUTTLE_MIN_SAVING = Figure(100.0, "m", "a ride that saves less of a walk is not worth waiting for", "assumed")

# What a sign tells from where (signage)
READING_FACTOR = Figure(
    250.0, "m/m", "Japan Eco-Mo station guideline: characters of 40, 80, 120 mm at 10, 20, 30 m", "recalled"
)
READING_FACTOR_DIRTY = Figure(0.7, "ratio", "share of the reading distance left on a dirty or worn face", "assumed")
READING_FACTOR_TEMPORARY = Figure(0.8, "ratio", "share of the reading distance of a makeshift sign", "assumed")
EYE_ADULT = Figure(1.51, "m", "GB/T 10000-1988, mean of the medians of men (1.57) and women (1.45)", "recalled")
EYE_WHEELCHAIR = Figure(1.10, "m", "eye height in a wheelchair", "recalled")
SIGN_WIDTH = Figure(0.6, "m", "width of a face where the file does not say", "assumed")
SIGN_OFF_WALL = Figure(0.01, "m", "a face lies this far in front of what carries it", "assumed")
ELLIPSE_ACROSS = Figure(
    1.4, "ratio", "metro ellipse after Shi 2020: across over frontal distance; ratio not read", "assumed"
)
READING_STEEPEST = Figure(15.0, "deg", "a sign seen higher above the eye than this is not read in passing", "assumed")
PERSON_HEIGHT = Figure(
    1.65, "m", "GB/T 10000-1988, mean of the medians of men and women, and 25 mm of shoe", "recalled"
)
PERSON_WIDTH = Figure(0.45, "m", "of a clothed adult seen from anywhere, between depth and shoulder breadth", "assumed")
CLEAR_CHANCE = Figure(
    0.5, "ratio", "a sign in a crowd counts as legible while it is clear at least half the time", "assumed"
)
SIGHT_STOREY = Figure(
    1.5, "m", "floors of a level that lie farther apart in height do not share their signs", "assumed"
)
NOTICE_RATE = Figure(
    0.38, "ratio", "Galea, Xie, Lawrence: notice a static emergency sign in plain view; a low bound", "published"
)
READING_TIME = Figure(2.0, "s", "to read one panel, 1.5 to 2.0 s", "assumed")
READING_FIELD = Figure(120.0, "deg", "horizontal field in which a walker reads signs, as in agent models", "published")
ARROW_TRUE = Figure(45.0, "deg", "an arrow this near to the way is true", "assumed")
ARROW_DOUBTFUL = Figure(90.0, "deg", "up to here it is doubtful, beyond it is false", "assumed")
ARROW_DETOUR = Figure(1.25, "ratio", "an arrow that makes the way longer than this is false", "assumed")
ARROW_READ_AT = Figure(2.5, "m", "where one who obeys a sign turns off: three steps in front of it", "assumed")
ARROW_LOOK_AHEAD = Figure(15.0, "m", "how far ahead an arrow speaks: to the next fork, past a column or two", "assumed")
ARROW_ARRIVED = Figure(3.0, "m", "who is this near to what a sign names needs no arrow", "assumed")
ARROW_BESIDE = Figure(5.0, "m", "an entrance this near needs no turn: one sees it beside the sign", "assumed")
ARROW_CLIMB_FAR = Figure(
    30.0, "m", "up or down is meant of an entrance in sight, not of one farther than this", "assumed"
)
ARROW_DETOUR_ALLOWANCE = Figure(10.0, "m", "a few steps round a corner count for no detour", "assumed")
CONFLICT_AREA = Figure(1.0, "m2", "floor for one reader to stop on: less of it confuses nobody", "assumed")
SIGN_PASSED = Figure(5.0, "m", "who passes this near to where a sign is read reads it next", "assumed")
MESSAGES_READ = Figure(8.0, "1", "US VA sign manual: 4 to 8 messages are read, more than 10 are not", "published")
COMPETING_ANGLE = Figure(10.0, "deg", "letters are read within some 5 degrees of where the eye rests", "assumed")
COMPETING_DISTANCE = Figure(3.0, "m", "faces farther apart than this are told apart by their places", "assumed")
INSPECTION_EVERY = Figure(
    6.0, "month", "FHWA sign management practice: a look at the condition every 6 months", "published"
)

# Continuity of guidance along a way (signage)
GAP_CELL = Figure(2.0, "m", "side of the cells of floor that tell why no sign can be read there", "assumed")
GAP_IGNORED = Figure(5.0, "m", "a few steps between two signs are no break", "assumed")
SIGN_REPEAT = Figure(
    40.0, "m", "Eco-Mo and practice: repeat every 30 to 40 m along passages without branches", "recalled"
)
NODE_REACH = Figure(10.0, "m", "across a wide passage: those who turn at either side of it choose as one", "assumed")
SHARE_WHEELCHAIR = Figure(0.005, "ratio", "of all passengers, in a wheelchair", "assumed")
SHARE_LUGGAGE = Figure(0.03, "ratio", "of all passengers, with cases too large for an escalator", "assumed")

# Trips of a day by kind of origin and destination, until counts or the simulated flow take their place (signage)
DAILY_PASSENGERS = Figure(300_000.0, "1/d", "the owner's case study: about 300,000 people a day", "published")
TRIP_SHARES = {
    ("metro", "metro"): Figure(0.10, "ratio", "changes between lines", "assumed"),
    ("metro", "rail"): Figure(0.22, "ratio", "to trains", "assumed"),
    ("rail", "metro"): Figure(0.22, "ratio", "from trains", "assumed"),
    ("street", "metro"): Figure(0.14, "ratio", "the quarter around", "assumed"),
    ("metro", "street"): Figure(0.14, "ratio", "the quarter around", "assumed"),
    ("road", "rail"): Figure(0.05, "ratio", "bus, coach, taxi to trains", "assumed"),
    ("rail", "road"): Figure(0.05, "ratio", "trains to bus, coach, taxi", "assumed"),
    ("street", "rail"): Figure(0.02, "ratio", "on foot to trains", "assumed"),
    ("rail", "street"): Figure(0.02, "ratio", "on foot from trains", "assumed"),
    ("road", "metro"): Figure(0.01, "ratio", "bus, coach, taxi to the metro", "assumed"),
    ("metro", "road"): Figure(0.01, "ratio", "the metro to bus, coach, taxi", "assumed"),
    ("any", "service"): Figure(0.02, "ratio", "everybody else on the way to toilets and services", "assumed"),
}

# Who follows signs only (signage)
FOLLOW_STEP = Figure(1.0, "m", "how often who walks on by an arrow looks up", "assumed")
FOLLOW_KEPT = Figure(80.0, "m", "a minute of walking: no arrow is trusted longer without another sign", "assumed")
FOLLOW_NEAR = Figure(25.0, "m", "a destination in sight this near is found without a sign", "assumed")
FOLLOW_ENTRANCE = Figure(30.0, "m", "a stair, escalator or gate in view this near is taken to be meant", "assumed")
FOLLOW_ASIDE = Figure(1.25, "ratio", "a walk this much longer than the straight line goes round a column", "assumed")
FOLLOW_PASSING = Figure(10.0, "m", "so near one notices it even to the side", "assumed")
FOLLOW_DOOR = Figure(5.0, "m", "a door or ramp straight ahead, this near, is gone through", "assumed")
FOLLOW_SEARCH = Figure(30.0, "m", "who has nothing to go by looks for a sign or a stair this far around", "assumed")
FOLLOW_RING = Figure(5.0, "m", "steps in which he searches", "assumed")
FOLLOW_CLIMB = Figure(60.0, "m", "an arrow up or down means a stair, escalator or lift in sight this near", "assumed")
FOLLOW_ROUND = Figure(6.0, "m", "columns and furniture up to this size are walked round without a thought", "assumed")
FOLLOW_BEND = Figure(5.0, "m", "a corridor goes on where there is this much floor ahead", "assumed")

# Where the next signs could go (signage)
PLACE_EVERY = Figure(12.0, "m", "apart along a wall, and floor stickers along a way", "assumed")
PLACE_CLEAR = Figure(1.2, "m", "between the middles of two signs that look the same way", "assumed")
PLACE_DOORWAY = Figure(3.0, "m", "walls nearer to a gate or a door stay free", "assumed")
PLACE_LETTERS_UPRIGHT = Figure(0.08, "m", "8 lines on 0.6 x 0.9 m, or in two columns on 1.2 x 0.6 m", "assumed")
PLACE_LETTERS_FLOOR = Figure(0.10, "m", "6 to 8 short lines on a sticker of 0.8 x 0.8 m", "assumed")

# How many get through (flow)
CROWD_WIDTH = Figure(1.0, "m", "clear width of a way where the file does not say", "assumed")
ESCALATOR_FLOW_SLOW = Figure(6720.0, "1/h", "GB 50157-2013, 1 m escalator at 0.5 m/s", "recalled")
ESCALATOR_FLOW_FAST = Figure(8190.0, "1/h", "GB 50157-2013, 1 m escalator at 0.65 m/s, at most", "recalled")
ESCALATOR_FLOW_SLOW_SPEED = Figure(0.5, "m/s", "GB 50157-2013, the row above", "recalled")
ESCALATOR_FLOW_FAST_SPEED = Figure(0.65, "m/s", "GB 50157-2013, the row above", "recalled")
STAIR_UP_FLOW = Figure(3700.0, "1/(m h)", "GB 50157-2013, 1 m stair, up only", "recalled")
STAIR_DOWN_FLOW = Figure(4200.0, "1/(m h)", "GB 50157-2013, 1 m stair, down only", "recalled")
STAIR_MIXED_FLOW = Figure(3200.0, "1/(m h)", "GB 50157-2013, 1 m stair, both ways together", "recalled")
PASSAGE_FLOW = Figure(5000.0, "1/(m h)", "GB 50157-2013, 1 m passage, one way", "recalled")
PASSAGE_MIXED_FLOW = Figure(4000.0, "1/(m h)", "GB 50157-2013, 1 m passage, both ways together", "recalled")
GATE_HEADWAY = Figure(2.0, "s", "GB 50157-2013, door-type gate, 1,800 p/h a lane", "published")
SECURITY_HEADWAY = Figure(3.5, "s", "X-ray belt, 3 to 4 s a bag, one lane", "assumed")
LIFT_SPACE = Figure(0.25, "m2", "floor of a car for one walker, between 0.19 crowded and 0.28 comfortable", "recalled")
LIFT_ROOM = Figure(10.0, "1", "13 persons rated, 75 % used", "recalled")
ESCALATOR_TURN = Figure(
    120.0, "s", "stop, clear, key switch, restart: 60 to 180 s out of service in practice, once it is empty", "assumed"
)

# How a crowd walks and chooses (flow)
WEIDMANN_SHAPE = Figure(1.913, "1/m2", "Weidmann 1993, v = 1.34 (1 - exp(-1.913 (1/rho - 1/5.4)))", "published")
WEIDMANN_JAM = Figure(5.4, "1/m2", "Weidmann 1993, density at which nobody moves", "published")
LABORATORY_SPEEDS = {
    0.6: Figure(1.37, "m/s", "HERMES corridor of 1.8 m, from its trajectories, 0.6 people/m2", "derived"),
    1.2: Figure(1.16, "m/s", "HERMES, 1.2 people/m2", "derived"),
    1.7: Figure(0.93, "m/s", "HERMES, 1.7 people/m2", "derived"),
    2.2: Figure(0.59, "m/s", "HERMES, 2.2 people/m2", "derived"),
    2.7: Figure(0.38, "m/s", "HERMES, 2.7 people/m2", "derived"),
    3.0: Figure(0.30, "m/s", "HERMES, 3.0 people/m2", "derived"),
}
CROWD_SLOWEST = Figure(0.05, "ratio", "share of the free speed at which people still shuffle on", "assumed")
CROWD_FULL = Figure(
    1.75, "1/m2", "Weidmann 1993, density of the greatest flow: beyond it a cell lets in less", "derived"
)
ESCALATOR_STANDING = Figure(
    1.0, "ratio", "of people who stand still: several Chinese metros advise everybody to", "published"
)
CROWD_SQUEEZE = Figure(0.2, "1/(m s)", "flow into a cell however full: people squeeze by", "assumed")
CROWD_CELL = Figure(16.0, "m", "side of a cell; half of it changes the mean by less than 0.5 % (tests)", "assumed")
RECHOICE_WAIT = Figure(30.0, "s", "a longer queue makes people look for another way", "assumed")
CHOICE_SPREAD = Figure(
    20.0, "s", "scale of the random part of a choice: one over the middle of 0.04 and 0.06 a second below", "assumed"
)
CHOICE_SLACK = Figure(600.0, "s", "ways worse than the best by more than this are not thought of", "assumed")
EQUILIBRIUM_GAP = Figure(0.01, "ratio", "what a day may be off an equilibrium, where one is asked for", "assumed")
EQUILIBRIUM_MEMORY = Figure(0.5, "ratio", "weight of the last day in the waits that people expect", "assumed")
EQUILIBRIUM_DAYS = Figure(20.0, "1", "days of a crowd that learns, at most", "assumed")
STAIR_ODDS_UP = Figure(-1.077, "1", "logit of 25.4 %: 13 sites in Beijing, Prev. Med. Reports 2015", "derived")
STAIR_ODDS_DOWN = Figure(-0.717, "1", "logit of 32.8 %: the same sites, down", "derived")
STAIR_ODDS_RISE = Figure(6.0, "m", "taken for the mean rise of those sites, 3.3 to 21.7 m", "assumed")
STAIR_ODDS_UP_PER_M = Figure(-0.20, "1/m", "no coefficient found; 0 to double are to be tried", "assumed")
STAIR_ODDS_DOWN_PER_M = Figure(-0.10, "1/m", "no coefficient found; 0 to double are to be tried", "assumed")
STAIR_ODDS_UP_PER_S = Figure(-0.04, "1/s", "sign and order from Cheung and Lam 1998, not the size", "assumed")
STAIR_ODDS_DOWN_PER_S = Figure(
    -0.06, "1/s", "delay weighs more down than up: sign and order from Cheung and Lam 1998, not the size", "assumed"
)
STAIR_ODDS_CASE = Figure(-1.5, "1", "with a case; who pushes a trolley takes no stairs at all", "assumed")
TRAIN_MARGIN = Figure(
    1200.0, "s", "people set out so long before a line's first train and before its last, slow ones earlier",
    "assumed"
)  # fmt: skip

# How crowded is crowded (flow): least floor of one person at each level of service; below E it is F
FRUIN_WALKWAY = {
    "A": Figure(3.25, "m2", "Fruin 1971 ch. 4, walkways, 35 sq ft", "published"),
    "B": Figure(2.32, "m2", "Fruin 1971 ch. 4, walkways, 25 sq ft", "published"),
    "C": Figure(1.39, "m2", "Fruin 1971 ch. 4, walkways, 15 sq ft", "published"),
    "D": Figure(0.93, "m2", "Fruin 1971 ch. 4, walkways, 10 sq ft", "published"),
    "E": Figure(0.46, "m2", "Fruin 1971 ch. 4, walkways, 5 sq ft", "published"),
}
FRUIN_QUEUE = {
    "A": Figure(1.21, "m2", "Fruin 1971 ch. 4, queues, 13 sq ft", "published"),
    "B": Figure(0.93, "m2", "Fruin 1971 ch. 4, queues, 10 sq ft", "published"),
    "C": Figure(0.65, "m2", "Fruin 1971 ch. 4, queues, 7 sq ft", "published"),
    "D": Figure(0.28, "m2", "Fruin 1971 ch. 4, queues, 3 sq ft", "published"),
    "E": Figure(0.19, "m2", "Fruin 1971 ch. 4, queues, 2 sq ft", "published"),
}
FRUIN_STAIRS = {
    "A": Figure(16.0, "1/(m min)", "Fruin 1971 ch. 4, stairs, at most so many a minute on a metre", "published"),
    "B": Figure(23.0, "1/(m min)", "Fruin 1971 ch. 4, stairs", "published"),
    "C": Figure(33.0, "1/(m min)", "Fruin 1971 ch. 4, stairs", "published"),
    "D": Figure(43.0, "1/(m min)", "Fruin 1971 ch. 4, stairs", "published"),
    "E": Figure(56.0, "1/(m min)", "Fruin 1971 ch. 4, stairs", "published"),
}
