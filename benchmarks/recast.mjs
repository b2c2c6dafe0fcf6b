// Builds a recast navigation mesh from question.json, answers its pairs, and prints the best of nine times, lengths and lines.
import { readFileSync } from "node:fs";
import { init, NavMeshQuery } from "@recast-navigation/core";
import { generateSoloNavMesh } from "@recast-navigation/generators";

await init();
const question = JSON.parse(readFileSync("question.json", "utf8"));
const positions = question.triangles.flatMap(([x, y]) => [x, 0, -y]);
const indices = question.triangles.map((_, k) => k);
const made = generateSoloNavMesh(positions, indices, {
  cs: question.cell_m, ch: 0.2, walkableRadius: 0, walkableHeight: 2, walkableClimb: 1, walkableSlopeAngle: 45,
  minRegionArea: 0, mergeRegionArea: 20, maxEdgeLen: 0, maxSimplificationError: 1.0,
});
if (!made.success) throw new Error(made.error);
const query = new NavMeshQuery(made.navMesh);
const point = ([x, y]) => ({ x, y: 0, z: -y });
const ns = [], metres = [], lines = [];
for (const [start, end] of question.pairs) {
  let best = Infinity, path = [];
  for (let round = 0; round < 9; round++) {
    const began = process.hrtime.bigint();
    path = query.computePath(point(start), point(end)).path;
    best = Math.min(best, Number(process.hrtime.bigint() - began));
  }
  let length = 0;
  for (let k = 1; k < path.length; k++) length += Math.hypot(path[k].x - path[k - 1].x, path[k].z - path[k - 1].z);
  ns.push(best);
  metres.push(length);
  lines.push(path.map(({ x, z }) => [x, -z]));
}
console.log(JSON.stringify({ ns, m: metres, lines }));
