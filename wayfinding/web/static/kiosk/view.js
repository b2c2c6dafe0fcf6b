// The one transform of the map: metres east and north to pixels, turned so that `heading` points up.

const METRES_PER_DEGREE = 111320;
const SCALE_LIMITS = [0.4, 24];

export class View {
  constructor() {
    this.origin = null;
    this.x = 0;
    this.y = 0;
    this.scale = 2;
    this.heading = 0;
    this.width = 100;
    this.height = 100;
  }

  // Exact to a few centimetres over a station: enough to draw.
  project([lon, lat]) {
    this.origin ??= [lon, lat];
    const [lon0, lat0] = this.origin;
    return [(lon - lon0) * METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180), (lat - lat0) * METRES_PER_DEGREE];
  }

  turned([x, y]) {
    const angle = (this.heading * Math.PI) / 180;
    return [x * Math.cos(angle) - y * Math.sin(angle), -x * Math.sin(angle) - y * Math.cos(angle)];
  }

  toScreen(point) {
    const [u, v] = this.turned(point);
    const [cu, cv] = this.turned([this.x, this.y]);
    return [(u - cu) * this.scale + this.width / 2, (v - cv) * this.scale + this.height / 2];
  }

  get matrix() {
    const [a, b] = this.turned([this.scale, 0]);
    const [c, d] = this.turned([0, this.scale]);
    const [e, f] = this.toScreen([0, 0]);
    return `matrix(${a} ${b} ${c} ${d} ${e} ${f})`;
  }

  // Moves by pixels of the screen.
  pan(du, dv) {
    const angle = (this.heading * Math.PI) / 180;
    const [u, v] = [-du / this.scale, -dv / this.scale];
    this.x += u * Math.cos(angle) - v * Math.sin(angle);
    this.y += -u * Math.sin(angle) - v * Math.cos(angle);
  }

  zoom(factor, [px, py] = [this.width / 2, this.height / 2]) {
    const before = this.scale;
    this.scale = Math.min(SCALE_LIMITS[1], Math.max(SCALE_LIMITS[0], before * factor));
    const keep = 1 - this.scale / before;
    this.pan((px - this.width / 2) * keep, (py - this.height / 2) * keep);
  }

  centre([x, y], scale = this.scale) {
    [this.x, this.y, this.scale] = [x, y, scale];
  }

  // Shows all points inside the frame less its insets in pixels, never closer than `leastM` metres across.
  fit(points, leastM, { left, right, top, bottom }) {
    if (!points.length) return;
    const turned = points.map((point) => this.turned(point));
    const [us, vs] = [turned.map((p) => p[0]), turned.map((p) => p[1])];
    const [u0, u1, v0, v1] = [Math.min(...us), Math.max(...us), Math.min(...vs), Math.max(...vs)];
    const room = [Math.max(50, this.width - left - right), Math.max(50, this.height - top - bottom)];
    const scale = Math.min(room[0] / Math.max(u1 - u0, leastM), room[1] / Math.max(v1 - v0, leastM));
    const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2];
    const angle = (this.heading * Math.PI) / 180;
    const middle = [u * Math.cos(angle) - v * Math.sin(angle), -u * Math.sin(angle) - v * Math.cos(angle)];
    this.centre(middle, Math.min(SCALE_LIMITS[1], Math.max(SCALE_LIMITS[0], scale)));
    this.pan((left - right) / 2, (top - bottom) / 2);
  }
}
