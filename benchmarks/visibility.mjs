// Visibility polygons with visibility-polygon from npm: reads question.json, prints nanoseconds (best of some rounds) and areas.
import { readFileSync } from "node:fs";
import { breakIntersections, compute, convertToSegments } from "visibility-polygon";

const { rings, observers, rounds } = JSON.parse(readFileSync("question.json", "utf8"));
const segments = breakIntersections(convertToSegments(rings));
const answer = { ns: [], m2: [] };
for (const spot of observers) {
  let best = Infinity;
  let ring = [];
  for (let round = 0; round < rounds; round++) {
    const started = process.hrtime.bigint();
    ring = compute(spot, segments);
    best = Math.min(best, Number(process.hrtime.bigint() - started));
  }
  let twice = 0;
  ring.forEach(([x, y], k) => {
    const [nx, ny] = ring[(k + 1) % ring.length];
    twice += x * ny - nx * y;
  });
  answer.ns.push(best);
  answer.m2.push(Math.abs(twice) / 2);
}
console.log(JSON.stringify(answer));
