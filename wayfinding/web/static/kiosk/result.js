// The answer: how far, how long, and every step; or why there is no way, and what comes closest.

import { byId, el, pictogram, show } from "./dom.js";
import { heading } from "./choose.js";
import { text } from "./strings.js";

const PICTURES = new Set(["walk", "escalator", "stairs", "lift", "ramp", "fare_gate", "security_check", "passage", "moving_walkway"]);

function symbolOfLeg(leg) {
  if (leg.mode === "escalator" && leg.to_level < leg.from_level) return "escalator_down";
  return PICTURES.has(leg.mode) ? leg.mode : "walk";
}

// The legs of a route, cut where the level changes. A way between levels belongs to the level where it begins.
export function stages(route, levelLabel, target) {
  const cut = [];
  route.legs.forEach((leg, index) => {
    if (!cut.length || cut.at(-1).exit) cut.push({ level: leg.from_level, legs: [], first: index, points: [], entry: index ? symbolOfLeg(route.legs[index - 1]) : null, exit: null, last: false });
    const stage = cut.at(-1);
    stage.legs.push(leg);
    if (leg.from_level === leg.to_level) {
      stage.points.push(...leg.coordinates);
      return;
    }
    stage.points.push(leg.coordinates[0]);
    stage.exit = { mode: symbolOfLeg(leg), label: () => levelLabel(leg.to_level), at: leg.coordinates[0] };
  });
  const end = route.legs.at(-1);
  if (cut.at(-1).exit) {
    const points = [end.coordinates.at(-1)];
    cut.push({ level: end.to_level, legs: [], first: route.legs.length, points, entry: symbolOfLeg(end), exit: null, last: true });
  }
  Object.assign(cut.at(-1), { last: true, target });
  return cut;
}

export const stageOfLeg = (cut, leg) => Math.max(0, cut.findLastIndex((stage) => stage.first <= leg));

export const length = (lang, metres) => text(lang, "metres", { n: Math.round(metres) });

function duration(lang, seconds) {
  if (seconds < 45) return text(lang, "lessThanMinute");
  return text(lang, "minutes", { n: Math.max(1, Math.round(seconds / 60)) });
}

const LESS_WALK_M = 10;
const SAME_TIME_S = 15;
const SECONDS_UP_TO_S = 45;

function slower(lang, seconds) {
  const [amount, sign] = [Math.abs(seconds), seconds > 0 ? "+" : "-"];
  if (amount < SAME_TIME_S) return text(lang, "sameTime");
  if (amount < SECONDS_UP_TO_S) return sign + text(lang, "seconds", { n: Math.round(amount / 5) * 5 });
  return sign + text(lang, "minutes", { n: Math.max(1, Math.round(amount / 60)) });
}

// What another way costs and spares against the first: "+1 min, 20 fewer steps".
function price(lang, route, first) {
  const spared = (member) => Math.round(first[member] - route[member]);
  const steps = spared("steps_up") + spared("steps_down");
  const told = [
    slower(lang, route.duration_s - first.duration_s),
    steps > 0 ? text(lang, "fewerSteps", { n: steps }) : "",
    spared("level_changes") > 0 ? text(lang, "fewerLevels", { n: spared("level_changes") }) : "",
    spared("distance_m") >= LESS_WALK_M ? text(lang, "lessWalk", { n: spared("distance_m") }) : "",
  ].filter(Boolean);
  return (told.length > 1 ? told : [...told, length(lang, route.distance_m)]).join(text(lang, "comma"));
}

function choices(lang, routes, choice, pick) {
  if (routes.length < 2) return null;
  const chips = routes.map((route, index) => el("button", { type: "button", class: "offer", "data-offer": index, "aria-pressed": String(index === choice), onclick: () => pick(index) },
    el("span", { class: "first" }, text(lang, index ? `way_${route.kind}` : "bestWay")),
    el("span", { class: "detail" }, index ? price(lang, route, routes[0]) : duration(lang, route.duration_s))));
  return el("div", { class: "offers", role: "group", "aria-label": text(lang, "ways") }, chips);
}

// For which time the answer holds; nothing where it holds for an ordinary midday.
function clock(lang, at, now) {
  if (!at) return null;
  const [day, time] = at.split("T");
  return el("p", { class: "clock", id: "clock" }, now ? text(lang, "forNow", { time }) : text(lang, "forTime", { day, time }));
}

function summary(lang, route) {
  const steps = route.steps_up + route.steps_down;
  const fact = (words, symbol) => el("li", {}, pictogram(symbol), el("span", {}, words));
  return el("ul", { class: "summary", id: "summary" },
    el("li", { class: "time" }, duration(lang, route.duration_s)),
    fact(length(lang, route.distance_m), pictureOf(route.profile)),
    fact(text(lang, "levelChanges", { n: route.level_changes }), "levels"),
    fact(steps ? text(lang, "steps", { n: steps }) : text(lang, "noSteps"), "stairs"));
}

const TRAVELLERS = { step_free: "wheelchair" };
export const pictureOf = (profile) => TRAVELLERS[profile] ?? (byId(`p-${profile}`) ? profile : "walk");

// The first instruction says where the way starts, the last one that it ends; those between are about their legs.
function symbolOf(route, number) {
  if (number === 0) return "target";
  if (number === route.instructions.length - 1) return "flag";
  const leg = route.legs[route.instructions[number].leg];
  return leg.mode !== "walk" ? symbolOfLeg(leg) : pictureOf(route.profile);
}

// The sentences of a walk name their metres themselves; where there are several, the whole is told once.
function figures(lang, leg, sentences) {
  const metres = leg.mode !== "walk" ? length(lang, leg.distance_m) : sentences > 1 ? text(lang, "whole", { n: Math.round(leg.distance_m) }) : "";
  const parts = [
    leg.distance_m >= 1 ? metres : "",
    text(lang, "seconds", { n: Math.round(leg.duration_s) }),
    leg.wait_s >= 1 ? text(lang, "wait", { n: Math.round(leg.wait_s) }) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

function step(lang, route, number, sentences, focus) {
  const instruction = route.instructions[number];
  const leg = route.legs[instruction.leg];
  return el("li", {}, el("button", { type: "button", class: "step", "data-mode": leg.mode, onclick: () => focus(instruction.leg) },
    pictogram(symbolOf(route, number)), el("span", { class: "words" }, el("span", { class: "first" }, instruction.text),
      sentences ? el("span", { class: "detail" }, figures(lang, leg, sentences)) : null)));
}

// Instruction numbers, stage by stage; a leg's figures stand with the first instruction about it.
function steps(lang, route, cut, levelTitle, focus) {
  const last = route.instructions.length - 1;
  const stageOf = (number) => (number === last ? cut.length - 1 : stageOfLeg(cut, route.instructions[number].leg));
  const numbers = route.instructions.map((_, number) => number);
  const ofLeg = new Map();
  for (const number of numbers.slice(1, -1)) {
    const { leg } = route.instructions[number];
    ofLeg.set(leg, [...(ofLeg.get(leg) ?? []), number]);
  }
  const sentences = (number) => {
    const own = ofLeg.get(route.instructions[number].leg) ?? [];
    return own[0] === number ? own.length : 0;
  };
  return cut.map((stage, index) => {
    const own = numbers.filter((number) => stageOf(number) === index);
    if (!own.length) return null;
    const items = own.map((number) => step(lang, route, number, sentences(number), focus));
    return el("section", { class: "stage", "data-stage": index },
      el("h3", {}, levelTitle(stage.level)), el("ol", { class: "steps" }, items));
  });
}

// Sentences that the server adds where it has something to say: an end that was moved, staff on the way, where to board.
function notes(answer, route) {
  const lines = [...(route.notes ?? []), ...(route.assistance ?? []), answer.board_hint, answer.first_door].filter(Boolean);
  return lines.length ? el("ul", { class: "notes" }, lines.map((line) => el("li", {}, line.text))) : null;
}

// Who helps where there is no way: a relay of posts leg by leg, the shuttle cart, the point to call from.
function help(lang, offers) {
  if (!offers?.length) return el("p", {}, text(lang, "askStaff"));
  return el("ul", { class: "help" }, offers.map((offer) => el("li", {}, offer.text,
    offer.legs ? el("ol", { class: "relay" }, offer.legs.map((leg) => el("li", {}, leg.text))) : null)));
}

export function showResult(panel, { lang, target, answer, routes, choice, usual, now, pick, cut, levelTitle, focus, back }) {
  const route = routes[choice];
  const head = heading(`${text(lang, "to")} ${target}`, lang, back);
  const when = clock(lang, answer.at, now);
  const refusal = answer.found ? null : el("div", { class: "refusal", role: "alert" },
    el("h3", {}, text(lang, "noRoute")), el("p", {}, answer.reason.text), help(lang, answer.help));
  if (!route) return show(panel, head, when, refusal);
  const title = answer.found ? null : el("h3", { class: "least-bad" }, text(lang, usual ? "usualWay" : "leastBad"));
  return show(panel, head, when, refusal, title, choices(lang, routes, choice, pick), summary(lang, route), choice === 0 ? notes(answer, route) : notes({}, route),
    el("div", { class: "all-steps", id: "steps", "aria-label": text(lang, "stepList") }, steps(lang, route, cut, levelTitle, focus)));
}

export function markStage(panel, index, reveal) {
  for (const section of panel.querySelectorAll(".stage")) section.classList.toggle("current", Number(section.dataset.stage) === index);
  if (reveal) panel.querySelector(`.stage[data-stage="${index}"]`)?.scrollIntoView({ block: "start" });
}

export const showMessage = (panel, lang, target, words, back) =>
  show(panel, heading(`${text(lang, "to")} ${target}`, lang, back), el("p", { class: "status", role: "status" }, words));
