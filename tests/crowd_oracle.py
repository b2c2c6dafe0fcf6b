"""The rules of the crowd once more, slow and plain: one list of events, queues as lists, every place looked through.

It shares no code with the engine and none of its records, only what both are given: ground, capacities, tables, rules.
"""

from heapq import heappop, heappush
from math import inf, nan, sqrt

from wayfinding.flow.moving.pace import slowing

NOTHING, STRAIGHT_ON = -1, -2
M64 = 2**64 - 1


class Person:
    def __init__(self, number, **given):
        self.number = number
        self.__dict__.update(given)
        self.event = 0
        self.cell, self.again, self.rides = None, 0, 0
        self.first, self.arrived, self.queued, self.waited = nan, nan, 0.0, 0.0


class Car:
    def __init__(self, number, server, stops, height):
        self.number, self.room, self.stops, self.height = number, server.room, stops, height
        self.at, self.way, self.busy, self.riders, self.queue, self.event = 0, 0, False, [], [], 0
        self.wanted = 0.0

    @property
    def load(self):
        return sum(one.size for one in self.riders)


class Oracle:
    """People walk, queue, ride and wait until nothing happens any more; `people` tell what became of them."""

    def __init__(self, supply, crowd, tables, periods, trains, *, rules, strides, sizes, chances):
        self.supply, self.tables, self.periods, self.rules, self.chances = supply, tables, periods, rules, chances
        self.period, self.heap, self.state = 0, [], periods[0].supply or supply
        self.factor, ground = slowing(), supply.ground
        self.ground, self.count, self.free = ground, [0] * len(ground.cells.area_m2), [0.0] * len(ground.cells.area_m2)
        self.before = [[] for _ in self.free]
        self.channels = [[0.0] * server.channels for server in supply.servers]
        self.until = [{False: 0.0, True: 0.0} for _ in supply.servers]
        self.queues, self.platforms = [[] for _ in supply.uses], [[] for _ in crowd.platforms]
        self.worst_s, self.entered = [0.0] * len(supply.uses), [0] * len(supply.uses)
        self.people = [
            Person(i, key=int(crowd.key[i]), start=float(crowd.start[i]), group=int(crowd.group[i]),
                   table=int(tables.table[i]), node=supply.portals + int(crowd.origin[i]),
                   platform=int(crowd.platform[i]), strides=int(strides[i]),
                   size=sizes.get(supply.groups[int(crowd.group[i])].name, 1.0))
            for i in range(len(crowd.start))
        ]  # fmt: skip
        self.cars = self._list_cars()
        for one in self.people:
            self.at(one.start, one.number, one, self.decide)
        for p in range(1, len(periods)):
            heappush(self.heap, (periods[p].since_s, -1, 0, None, lambda t, p=p: self.change(t, p)))
        for number, (leaves, platform, seats) in enumerate(trains):
            call = lambda t, platform=platform, seats=seats: self.leave(t, platform, seats)  # noqa: E731
            heappush(self.heap, (leaves, 10**9, number, None, call))

    def _list_cars(self):
        station, cars = self.supply.network.station, {}
        for number, server in enumerate(self.supply.servers):
            if server.mode == "lift":
                pathway = station.pathways[server.pathway]
                height = [station.levels[stop.level].elevation_m for stop in pathway.stops]
                order = sorted(range(len(height)), key=height.__getitem__)
                cars[number] = Car(len(self.people) + len(cars), server, order, sorted(height))
                cars[number].speed = pathway.speed_mps or 1.0
        return cars

    def run(self):
        while self.heap:
            t, _, event, who, what = heappop(self.heap)
            if who is None or event == who.event:
                what(t, who) if who is not None else what(t)

    def at(self, t, number, who, what):
        who.event, who.due, who.what = who.event + 1, t, what
        heappush(self.heap, (t, number, who.event, who, lambda t, who: what(who, t)))

    # on foot

    def decide(self, one, t):
        use, _ = self.choose(one, one.node, t)
        if use == NOTHING:
            self.give_up(one, t)
            return
        one.use, straight = use, use <= STRAIGHT_ON
        self.count_in(one, one.size)
        goal = STRAIGHT_ON - use if straight else int(self.supply.tails[use])
        one.ahead = self.steps(one, one.node, goal)
        self.step(one, t)

    def count_in(self, one, size):
        server = int(self.supply.server_of[one.use]) if one.use >= 0 else None
        if server in self.cars:
            self.cars[server].wanted += size

    def steps(self, one, node, goal):
        walk, ground = int(self.ground.row[node, goal]), self.ground
        scale = float(ground.scale[one.group, walk])
        parts = ground.segments[int(ground.starts[walk]) : int(ground.starts[walk + 1])]
        return [(int(part["cell"]), float(part["metres"]), scale) for part in parts]

    def give_up(self, one, t):
        row = int(self.tables.row[one.table, one.node])
        opens = [self.periods[p].since_s for p in range(self.period + 1, len(self.periods))
                 if self.tables.options["use"][row + p, 0] != NOTHING]  # fmt: skip
        if opens:
            one.queued += opens[0] - t
            self.at(opens[0], one.number, one, self.decide)
        else:
            self.out(one)

    def out(self, one):
        if one.cell is not None:
            self.count[one.cell] -= 1
        one.cell = None

    def step(self, one, t):
        if not one.ahead:
            self.arrive(one, t)
            return
        cell = one.ahead[0][0]
        if cell == one.cell or not (self.before[cell] or self.is_full(cell)):
            self.cross(one, t)
        elif not self.before[cell] and self.free[cell] <= t:
            self.free[cell] = t + self.headway_s(one)
            self.cross(one, t)
        else:
            self.before[cell].append(one)
            if len(self.before[cell]) == 1:
                self.at(self.free[cell], one.number, one, self.let_in)

    def is_full(self, cell):
        return self.count[cell] + 1 >= self.rules.jam_ppm2 * float(self.ground.cells.area_m2[cell])

    def headway_s(self, one):
        cell, metres, _ = one.ahead[0]
        if not self.is_full(cell):
            return 0.0
        area = float(self.ground.cells.area_m2[cell])
        density = (self.count[cell] + 1) / area
        pace = float(self.factor[min(int(density / 0.01), len(self.factor) - 1)])
        return metres / (max(self.rules.squeeze_pps, density * self.rules.free_mps * pace) * area)

    def let_in(self, one, t):
        cell = one.ahead[0][0]
        self.free[cell] = t + self.headway_s(one)
        self.before[cell].remove(one)
        if self.before[cell]:
            following = self.before[cell][0]
            self.at(self.free[cell], following.number, following, self.let_in)
        self.cross(one, t)

    def cross(self, one, t):
        cell, metres, scale = one.ahead.pop(0)
        if cell != one.cell:
            self.out(one)
            self.count[cell] += 1
            one.cell = cell
        density = min(self.rules.jam_ppm2, (self.count[cell] - 1) / float(self.ground.cells.area_m2[cell]))
        speed = self.supply.groups[one.group].speed_mps * float(self.factor[int(density / 0.01)])
        self.at(t + metres * scale / speed, one.number, one, self.step)

    def arrive(self, one, t):
        if one.use <= STRAIGHT_ON:
            if one.platform < 0:
                self.out(one)
                one.arrived = t
            else:
                one.since = t
                self.platforms[one.platform].append(one)
        elif not self.is_open(one):
            one.node = int(self.supply.tails[one.use])
            self.count_in(one, -one.size)
            self.decide(one, t)
        elif int(self.supply.server_of[one.use]) in self.cars:
            self.call(one, t)
        else:
            self.queue(one, t)

    def is_open(self, one):
        return bool(self.periods[self.period].open[one.group, one.use])

    def leave(self, t, platform, seats):
        for one in self.platforms[platform][:seats]:
            one.waited, one.arrived = t - one.since, t
            self.out(one)
        del self.platforms[platform][:seats]

    # what people see

    def choose(self, one, node, t):
        row = int(self.tables.row[one.table, node]) + self.period
        options = [(int(use), float(cost)) for use, cost in self.tables.options[row].tolist()]
        options = options[: [use for use, _ in [*options, (NOTHING, 0)]].index(NOTHING)]
        if len(options) < 2:
            return options[0] if options else (NOTHING, inf)
        seen = [(cost + self.look(one, node, use, t), k) for k, (use, cost) in enumerate(options)]
        cost, k = min(seen)
        return options[k][0], cost

    def look(self, one, node, use, t):
        wait = 0.0
        if use >= 0:
            wait = self.rules.wait_weight * float(self.supply.wait_weight[use]) * self.delay(one, node, use, t)
        return wait + (self.rules.spread_s * self.taste(one.key, use) if self.rules.spread_s > 0 else 0.0)

    def taste(self, key, use):
        x = key * 0x9E3779B97F4A7C15 + int(self.rules.seed) * 0xD1B54A32D192ED03 + (use + 3) & M64
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & M64
        x = (x ^ x >> 27) * 0x94D049BB133111EB & M64
        return float(self.chances[(x ^ x >> 31) % len(self.chances)])

    def delay(self, one, node, use, t):
        server = int(self.supply.server_of[use])
        if server in self.cars:
            return self.cars[server].wanted / self.cars[server].room * 60.0
        free = min(self.channels[server])
        walk_s = sum(metres * scale for _, metres, scale in self.steps(one, node, int(self.supply.tails[use])))
        return max(0.0, free - t - walk_s / self.supply.groups[one.group].speed_mps) if free > t else 0.0

    # queues and rides

    def ride_s(self, one):
        return float(self.state.rides_s[one.strides, one.group, one.use])

    def queue(self, one, t):
        server, tail = int(self.supply.server_of[one.use]), int(self.supply.tails[one.use])
        lanes = self.channels[server]
        enter = max(t, min(lanes))
        if self.turns_away(one, tail, enter - t, t):
            return
        one_way, mixed = (float(part[one.use]) for part in self.state.headways_s())
        _, start, end = self.supply.uses[one.use]
        back = start > end
        lanes[lanes.index(min(lanes))] = enter + (
            mixed if mixed > 0 and self.until[server][not back] > enter else one_way
        )
        self.until[server][back] = enter + self.ride_s(one)
        self.queues[one.use].append(one)
        if enter > t:
            one.queued += enter - t
            self.worst_s[one.use] = max(self.worst_s[one.use], enter - t)
            self.at(enter, one.number, one, self.enter)
        else:
            self.enter(one, t)

    def turns_away(self, one, tail, wait_s, t):
        if wait_s <= self.rules.rechoice_s or one.again >= 2:
            return False
        other, cost = self.choose(one, tail, t)
        row = int(self.tables.row[one.table, tail]) + self.period
        mine = [float(cost) for use, cost in self.tables.options[row].tolist() if use == one.use]
        dear = (mine or [inf])[0] + float(self.supply.wait_weight[one.use]) * wait_s
        dear += self.rules.spread_s * self.taste(one.key, one.use)
        if other in (one.use, NOTHING) or other < 0 or cost + 10.0 >= dear:
            return False
        one.again, one.node = one.again + 1, tail
        self.count_in(one, -one.size)
        self.decide(one, t)
        return True

    def enter(self, one, t):
        self.queues[one.use].remove(one)
        self.out(one)
        self.get_on(one, t)
        self.at(t + self.ride_s(one), one.number, one, self.get_off)

    def get_on(self, one, t):
        self.entered[one.use] += 1
        if not one.rides:
            one.first = t
        one.rides += 1

    def get_off(self, one, t):
        one.again, one.node = 0, int(self.supply.heads[one.use])
        self.decide(one, t)

    # lifts

    def call(self, one, t):
        car, tail = self.cars[int(self.supply.server_of[one.use])], int(self.supply.tails[one.use])
        _, start, end = self.supply.uses[one.use]
        if self.turns_away(one, tail, sum(each.size for each in car.queue) / car.room * 60.0, t):
            return
        one.since, one.entry, one.exit = t, car.stops.index(start), car.stops.index(end)
        one.event += 1
        car.queue.append(one)
        if not car.busy:
            car.busy = True
            moving_s = self.moves_s(car, car.at, one.entry) if car.at != one.entry else 0.0
            car.at = one.entry
            self.at(t + self.rules.door_open_s + moving_s, car.number, car, self.serve)

    def moves_s(self, car, start, goal):
        height, speed, gain = abs(car.height[goal] - car.height[start]), car.speed, self.rules.lift_mps2
        return 2 * sqrt(height / gain) if height < speed**2 / gain else height / speed + speed / gain

    def serve(self, car, t):
        begun = t
        for one in [one for one in car.riders if one.exit == car.at]:
            t += self.supply.groups[one.group].boarding_s
            car.riders.remove(one)
            self.at(t, one.number, one, self.get_off)
        here = [one for one in car.queue if one.entry == car.at]
        if not car.riders:
            car.way = self.way_wanted(car, here)
        for one in here:
            if (one.exit > car.at) == (car.way > 0) and (not car.riders or car.load + one.size <= car.room):
                t = self.board(car, one, t)
        t = max(t, begun + self.rules.door_dwell_s)
        goal = self.next_stop(car)
        if goal is None:
            car.busy, car.way = False, 0
            return
        t += self.rules.door_close_s + self.rules.door_open_s
        if goal != car.at:
            car.way = 1 if goal > car.at else -1
            t += self.moves_s(car, car.at, goal)
        car.at = goal
        self.at(t, car.number, car, self.serve)

    def board(self, car, one, t):
        wait = max(0.0, t - one.since)
        one.queued += wait
        self.worst_s[one.use] = max(self.worst_s[one.use], wait)
        t += self.supply.groups[one.group].boarding_s
        car.queue.remove(one)
        self.count_in(one, -one.size)
        car.riders.append(one)
        self.out(one)
        self.get_on(one, t)
        return t

    def way_wanted(self, car, here):
        if here:
            return 1 if here[0].exit > car.at else -1
        calls = sorted({one.entry for one in car.queue}, key=lambda k: (abs(car.height[k] - car.height[car.at]), k))
        return (1 if calls[0] > car.at else -1) if calls else 0

    def next_stop(self, car):
        wanted = {one.entry for one in car.queue} | {one.exit for one in car.riders}
        for way in (car.way, -car.way):
            ahead = [k for k in wanted if (k - car.at) * way > 0]
            if ahead:
                return min(ahead, key=lambda k: abs(k - car.at))
        return car.at if car.at in wanted else None

    # the day

    def change(self, t, period):
        """What has closed sends away who stands before it; where nobody queues nobody waits for who has left."""
        self.period, self.state = period, self.periods[period].supply or self.supply
        for line in [*self.queues, *(car.queue for car in self.cars.values())]:
            for one in [one for one in line if not self.is_open(one)]:
                line.remove(one)
                in_lift = int(self.supply.server_of[one.use]) in self.cars
                one.queued += t - one.since if in_lift else t - one.due
                one.node = int(self.supply.tails[one.use])
                self.count_in(one, -one.size)
                self.at(t, one.number, one, self.decide)
        headway = [max(pair) for pair in zip(*self.state.headways_s(), strict=True)]
        for number, lanes in enumerate(self.channels):
            mine = [k for k, server in enumerate(self.supply.server_of.tolist()) if server == number]
            if mine and not any(self.queues[k] for k in mine):
                lanes[:] = [min(lane, t + max(headway[k] for k in mine)) for lane in lanes]
