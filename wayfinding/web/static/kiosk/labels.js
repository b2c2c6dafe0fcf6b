// Names and pictograms on the map: always upright, never over one another, the important ones first.

import { svg } from "./dom.js";
import { name } from "./strings.js";

const PLACE_RANK = { exit: 10, rail_entrance: 15, coach_station: 8, bus_area: 20, taxi: 20, platform: 12, toilet: 40, accessible_toilet: 41,
  service_post: 42, service_centre: 43, nursing_room: 50, ticket_machine: 60, aed: 62, kiosk: 70 };
const PLACE_PICTURE = { rail_entrance: "rail", rail_exit: "rail", waiting_hall: "rail", coach_station: "coach", bus_area: "bus", taxi: "taxi",
  toilet: "toilet", accessible_toilet: "wheelchair", nursing_room: "nursing", service_post: "help", service_centre: "help", help_point: "help",
  ticket_machine: "ticket", aed: "aed", kiosk: "info", information: "info", car_park: "parking", luggage_storage: "luggage", lost_property: "lost" };
const NAMED = new Set(["rail_entrance", "coach_station", "bus_area", "taxi", "car_park", "service_post", "plaza"]);
const MODE_RANK = { lift: 30, escalator: 34, stairs: 38, ramp: 36, security_check: 45, fare_gate: 48 };
const NAMED_SPACES = new Set(["hall", "concourse", "plaza", "sunken_plaza", "rail_hall", "car_park", "coach_station", "bus_area"]);
const LINE_TEXT_PX = 19; // bold, so that white on line 3's blue can be read
const GLYPH = { wide: 1, narrow: 0.54 };

export const textWidth = (words, size) =>
  [...words].reduce((sum, letter) => sum + size * (letter.charCodeAt(0) > 0x2e7f ? GLYPH.wide : GLYPH.narrow), 0);

// A label is {node, at: [metres], box: [width, height], rank, least: smallest scale at which it shows}.
export function makeLabels(level, view, lang, size) {
  const labels = [];
  for (const { geometry, properties } of level.features) {
    if (properties.kind === "place") labels.push(placeLabel(properties, view.project(geometry.coordinates), lang, size));
    else if (properties.kind === "pathway") labels.push(...pathwayLabels(properties, view, size));
    else if (properties.kind === "space" && NAMED_SPACES.has(properties.use)) labels.push(spaceLabel(properties, geometry, view, lang, size));
  }
  return labels.filter(Boolean).sort((a, b) => a.rank - b.rank);
}

function badge(className, words, size, height = size * 1.5) {
  const width = Math.max(height, textWidth(words, size) + size * 0.9);
  const node = svg("g", { class: `label ${className}` },
    svg("rect", { x: -width / 2, y: -height / 2, width, height, rx: size * 0.3 }),
    svg("text", { y: size * 0.36, "font-size": size }, words));
  return { node, box: [width, height] };
}

function placeLabel(place, at, lang, size) {
  const rank = PLACE_RANK[place.type];
  if (place.type === "exit") {
    const words = String(place.number ?? name(place, lang));
    return { ...badge(place.open ? "exit" : "exit shut", words, size * 1.1), at, rank, least: 0 };
  }
  if (place.type === "platform" && place.line) return { ...badge(`line-${place.line}`, name(place, lang), Math.max(size, LINE_TEXT_PX)), at, rank, least: 0 };
  if (!PLACE_PICTURE[place.type]) return null;
  const words = NAMED.has(place.type) ? name(place, lang) : "";
  return { ...picture(PLACE_PICTURE[place.type], words, size), at, rank: rank ?? 65, least: leastScale(rank ?? 65) };
}

const leastScale = (rank) => (rank >= 60 ? 5 : rank >= 40 ? 2.2 : 0);

// A way up to an exit carries the exit's number; of several side by side only the first finds room.
function pathwayLabels(way, view, size) {
  const ends = way.ends_here.slice(0, 1);
  if (way.exit && way.from_level !== 0) {
    return ends.map((end) => ({ ...badge(way.open ? "exit" : "exit shut", way.exit, size * 1.1), at: view.project(end), rank: 10, least: 0 }));
  }
  if (MODE_RANK[way.mode] === undefined || !way.open) return [];
  return ends.map((end) => (
    { ...picture(way.mode, "", size, "mode"), at: view.project(end), rank: MODE_RANK[way.mode], least: way.mode === "lift" ? 1.4 : 2.6 }
  ));
}

export function picture(symbol, words, size, className = "") {
  const side = size * 1.5;
  const width = words ? side + textWidth(words, size) + size * 0.6 : side;
  const node = svg("g", { class: `label picture ${className}` },
    svg("rect", { x: -width / 2, y: -side / 2, width, height: side, rx: size * 0.3 }),
    svg("use", { href: `#p-${symbol}`, x: -width / 2 + side * 0.1, y: -side * 0.4, width: side * 0.8, height: side * 0.8 }),
    words ? svg("text", { x: side / 2, y: size * 0.36, "font-size": size }, words) : null);
  return { node, box: [width, side] };
}

function spaceLabel(space, geometry, view, lang, size) {
  const points = geometry.coordinates[0].map((point) => view.project(point));
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [wide, high] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  const words = name(space, lang);
  const node = svg("g", { class: "label area" }, svg("text", { y: size * 0.36, "font-size": size }, words));
  const at = [(Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2];
  const width = textWidth(words, size);
  return { node, at, box: [width, size * 1.3], rank: 55, least: (0.8 * width) / Math.max(wide, high, 1) };
}

// Puts each label where it belongs, and hides those that would cover one of a higher rank.
export function placeLabels(labels, view, taken = []) {
  const boxes = [...taken];
  for (const label of labels) {
    const [x, y] = view.toScreen(label.at);
    const [width, height] = label.box;
    const box = [x - width / 2 - 3, y - height / 2 - 3, x + width / 2 + 3, y + height / 2 + 3];
    const onScreen = box[2] > 0 && box[3] > 0 && box[0] < view.width && box[1] < view.height;
    const free = boxes.every((b) => box[2] <= b[0] || b[2] <= box[0] || box[3] <= b[1] || b[3] <= box[1]);
    const shown = onScreen && view.scale >= label.least && free;
    label.node.toggleAttribute("hidden", !shown);
    if (!shown) continue;
    label.node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    boxes.push(box);
  }
}
