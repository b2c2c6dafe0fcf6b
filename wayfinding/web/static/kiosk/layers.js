// The floor of one level as a few SVG paths, in metres: one path for each look, not one for each room.

import { svg } from "./dom.js";

const OPEN_AIR = new Set(["plaza", "sunken_plaza", "street", "bus_area", "taxi", "exit_head"]);
const ORDER = ["room", "track", "green", "car", "shop", "air", "unpaid", "paid", "platform"];

function look({ use, zone, walkable }) {
  if (use === "track") return "track";
  if (use === "green") return "green";
  if (!walkable || zone === "staff") return "room";
  if (use === "car_park") return "car";
  if (use === "shop" || use === "shop_aisle") return "shop";
  if (use === "platform") return "platform";
  if (OPEN_AIR.has(use)) return "air";
  return zone === "paid" ? "paid" : "unpaid";
}

const rings = ({ type, coordinates }) => (type === "Polygon" ? coordinates : coordinates.flat());

const trace = (points, view) => points.map((point) => view.project(point).map((v) => v.toFixed(2)).join(" ")).join("L");

const area = (features, view) => features.flatMap((f) => rings(f.geometry)).map((ring) => `M${trace(ring, view)}Z`).join("");

export const line = (points, view) => `M${trace(points, view)}`;

export function drawFloor(level, view) {
  const of = (kind) => level.features.filter((feature) => feature.properties.kind === kind);
  const spaces = byLook(of("space"));
  const parts = [svg("path", { class: "outline", d: area(of("level"), view) })];
  for (const kind of ORDER) {
    if (spaces.has(kind)) parts.push(svg("path", { class: `space ${kind}`, d: area(spaces.get(kind), view) }));
  }
  const solid = of("obstacle").filter((f) => f.properties.type !== "void");
  const holes = of("obstacle").filter((f) => f.properties.type === "void");
  parts.push(svg("path", { class: "void", d: area(holes, view) }), svg("path", { class: "obstacle", d: area(solid, view) }));
  for (const pathway of of("pathway")) {
    const state = pathway.properties.open ? "" : " shut";
    parts.push(svg("path", { class: `way ${pathway.properties.mode}${state}`, d: line(pathway.geometry.coordinates, view) }));
  }
  return parts;
}

function byLook(features) {
  const groups = new Map();
  for (const feature of features) {
    const key = look(feature.properties);
    groups.set(key, [...(groups.get(key) ?? []), feature]);
  }
  return groups;
}

export function corners(level, view) {
  const outline = level.features.filter((feature) => feature.properties.kind === "level");
  return outline.flatMap((feature) => rings(feature.geometry)).flat().map((point) => view.project(point));
}
