// The map: one level, the way across it, and where you are.

import { byId, show, svg } from "./dom.js";
import { listen } from "./gestures.js";
import { makeLabels, picture, placeLabels, textWidth } from "./labels.js";
import { corners, drawFloor, line } from "./layers.js";
import { text } from "./strings.js";
import { View } from "./view.js";

const AROUND_ME_M = 170;
const LABEL_REM = 0.8;
const WAY_BOX_PX = 14;
const [LEG_LEAST_M, WAY_LEAST_M, LEVEL_LEAST_M] = [30, 45, 60];

export class StationMap {
  constructor() {
    this.view = new View();
    this.frame = byId("map-frame");
    this.world = byId("world");
    this.floor = byId("floor");
    this.way = byId("way");
    this.overlay = byId("overlay");
    this.labels = [];
    this.marks = [];
    this.here = null;
    this.level = null;
    this.stage = null;
    this.lang = "zh";
    listen(this.frame, this.view, () => this.redraw());
    new ResizeObserver(() => this.resize()).observe(this.frame);
    this.resize();
  }

  resize() {
    const { width, height } = this.frame.getBoundingClientRect();
    if (!width || !height) return;
    [this.view.width, this.view.height] = [width, height];
    byId("map").setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (this.level) this.look();
  }

  setHere(kiosk) {
    this.here = kiosk;
    this.view.heading = kiosk.facing_deg ?? 0;
    this.view.project(kiosk.coordinates);
  }

  // Shows a level; with a stage of a route, the way on it.
  show(level, lang, stage = null) {
    [this.level, this.lang, this.stage] = [level, lang, stage];
    show(this.floor, drawFloor(level, this.view));
    show(this.way, stage ? this.drawWay(stage) : []);
    this.relabel();
    this.look();
  }

  relabel() {
    const size = LABEL_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.labels = makeLabels(this.level, this.view, this.lang, size);
    this.marks = [...(this.stage ? this.stageMarks(size) : []), ...this.hereMark(size)];
    show(this.overlay, [...this.labels].reverse().map((label) => label.node), this.marks.map((mark) => mark.node));
  }

  // The extent: the way on this level, or the surroundings of the kiosk, or the whole level.
  look() {
    if (this.stage) this.view.fit(this.stage.points.map((point) => this.view.project(point)), WAY_LEAST_M, this.insets());
    else if (this.isHere()) this.recentre();
    else this.view.fit(corners(this.level, this.view), LEVEL_LEAST_M, this.insets());
    this.redraw();
  }

  // What lies over the map: the note above, the level chips below, the zoom buttons on the right.
  insets() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const side = Math.min(4 * rem, this.view.width * 0.12);
    return { left: side, right: byId("recentre").offsetWidth + 2.2 * rem, top: 4.5 * rem, bottom: Math.min(6.5 * rem, this.view.height * 0.3) };
  }

  isHere() {
    return this.here !== null && this.level.level.ordinal === this.here.level;
  }

  recentre() {
    const scale = Math.min(this.view.width, this.view.height) / AROUND_ME_M;
    this.view.centre(this.view.project(this.here.coordinates), scale);
    this.redraw();
  }

  zoom(factor) {
    this.view.zoom(factor);
    this.redraw();
  }

  focusOn(points) {
    this.view.fit(points.map((point) => this.view.project(point)), LEG_LEAST_M, this.insets());
    this.redraw();
  }

  redraw() {
    this.world.setAttribute("transform", this.view.matrix);
    const taken = [...this.marks.map((mark) => this.placeMark(mark)), ...this.wayBoxes()];
    placeLabels(this.labels, this.view, taken);
  }

  placeMark(mark) {
    const [x, y] = this.view.toScreen(mark.at);
    const lift = mark.lift ?? 0;
    mark.node.setAttribute("transform", `translate(${x.toFixed(1)} ${(y - lift).toFixed(1)})`);
    const [width, height] = mark.box;
    return [x - width / 2, y - lift - height / 2, x + width / 2, y - lift + height / 2];
  }

  // Small boxes along the way, so that no name is written across it.
  wayBoxes() {
    const walked = this.stage?.legs.filter((leg) => leg.mode === "walk") ?? [];
    return walked.flatMap((leg) => {
      const ends = leg.coordinates.map((point) => this.view.toScreen(this.view.project(point)));
      return ends.slice(1).flatMap(([x1, y1], k) => {
        const [x0, y0] = ends[k];
        const count = Math.min(200, Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / WAY_BOX_PX)));
        return Array.from({ length: count + 1 }, (_, n) => {
          const [x, y] = [x0 + ((x1 - x0) * n) / count, y0 + ((y1 - y0) * n) / count];
          return [x - WAY_BOX_PX / 2, y - WAY_BOX_PX / 2, x + WAY_BOX_PX / 2, y + WAY_BOX_PX / 2];
        });
      });
    });
  }

  drawWay(stage) {
    const walked = stage.legs.filter((leg) => leg.from_level === leg.to_level && leg.coordinates.length > 1);
    const between = stage.legs.filter((leg) => leg.from_level !== leg.to_level && leg.coordinates.length > 1);
    const path = (legs, name) => svg("path", { class: name, d: legs.map((leg) => line(leg.coordinates, this.view)).join("") });
    return [path(between, "way-between"), path(walked, "way-casing"), path(walked, "way-line"), path(walked, "way-dash")];
  }

  stageMarks(size) {
    const marks = [];
    const { stage, view } = this;
    if (stage.entry) marks.push({ ...picture(stage.entry, "", size * 1.2, "entry"), at: view.project(stage.points[0]) });
    if (stage.exit) {
      const words = text(this.lang, "goTo", { label: stage.exit.label() });
      marks.push({ ...picture(stage.exit.mode, words, size * 1.2, "change"), at: view.project(stage.exit.at), lift: size * 1.6 });
    }
    if (stage.last) {
      marks.push({ ...picture("flag", stage.target(this.lang), size * 1.2, "finish"), at: view.project(stage.points.at(-1)), lift: size * 1.6 });
    }
    return marks;
  }

  hereMark(size) {
    if (!this.isHere()) return [];
    const words = text(this.lang, "here");
    const width = textWidth(words, size) + size;
    const node = svg("g", { class: "here-mark" },
      svg("path", { class: "here-cone", d: `M0 0L${-size * 1.6} ${-size * 3}A${size * 3.4} ${size * 3.4} 0 0 1 ${size * 1.6} ${-size * 3}Z` }),
      svg("circle", { r: size * 0.85 }), svg("circle", { class: "here-dot", r: size * 0.4 }),
      svg("rect", { x: -width / 2, y: size * 1.2, width, height: size * 1.6, rx: size * 0.3 }),
      svg("text", { y: size * 2.36, "font-size": size }, words));
    return [{ node, at: this.view.project(this.here.coordinates), box: [Math.max(width, size * 4), size * 6] }];
  }
}
