// The kiosk: what is chosen, what is shown, and how one leads to the other.

import { getLevel, getRoute, listDestinations, listKiosks, listLevels, listProfiles } from "./api.js";
import { showGroup, showSearch, showTiles, title } from "./choose.js";
import { byId, el, pictogram, show } from "./dom.js";
import { watchIdle } from "./idle.js";
import { StationMap } from "./map.js";
import { markStage, pictureOf, showMessage, showResult, stageOfLeg, stages } from "./result.js";
import { HTML_LANG, name, other, text } from "./strings.js";

const FRESH = { lang: "zh", profile: "walk", view: "tiles", group: null, words: "", target: null, answers: null, choice: 0, more: false, cut: [], stage: 0, level: null };
const SWITCHES = ["large", "contrast", "reach"];
const FIRST_PROFILES = ["walk", "step_free", "luggage"];
const address = new URLSearchParams(location.search);
const at = address.get("at") ?? "now";

const panel = byId("panel");
const state = { ...FRESH };
const station = { kiosk: null, levels: [], groups: [], profiles: [] };
let map = null;
let question = 0;

const levelLabel = (ordinal) => {
  const level = station.levels.find((one) => one.ordinal === ordinal);
  return level ? (ordinal === 0 ? name(level, state.lang) : level.label) : String(ordinal);
};
const levelTitle = (ordinal) => {
  const level = station.levels.find((one) => one.ordinal === ordinal);
  const words = name(level, state.lang);
  return ordinal === 0 || words.startsWith(level.label) ? words : `${level.label} · ${words}`;
};
const routesIn = (lang) => {
  const { answers } = state;
  if (!answers) return [];
  const answer = answers[lang];
  if (answer.found) return [answer, ...answer.alternatives];
  return [answers.usual?.[lang] ?? answer.least_bad].filter(Boolean);
};
const routeIn = (lang) => routesIn(lang)[state.choice] ?? null;

function translatePage() {
  document.documentElement.lang = HTML_LANG[state.lang];
  for (const node of document.querySelectorAll("[data-t]")) {
    node.textContent = text(node.dataset.lang ?? state.lang, node.dataset.t);
  }
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", text(state.lang, node.dataset.tLabel));
  byId("language").lang = HTML_LANG[other(state.lang)];
  byId("language").setAttribute("aria-label", text(state.lang, "languageHint"));
  show(byId("here-name"), station.kiosk ? `${name(station.kiosk, state.lang)} · ${text(state.lang, "level", { label: levelLabel(station.kiosk.level) })}` : "");
}

function renderPanel() {
  const { lang } = state;
  if (state.view === "tiles") showTiles(panel, { lang, groups: station.groups, openGroup, openSearch: () => go("search") });
  if (state.view === "group") showGroup(panel, { lang, group: state.group, levelLabel, choose, back: home });
  if (state.view === "search") showSearch(panel, { lang, words: state.words, remember: (words) => { state.words = words; }, levelLabel, choose, back: home });
  if (state.view === "result") renderResult();
  document.body.dataset.view = state.view;
}

function renderResult() {
  const { lang, answers } = state;
  const target = title(state.target, lang);
  if (!answers) return showMessage(panel, lang, target, text(lang, "loading"), stepBack);
  if (answers.failed) return showMessage(panel, lang, target, text(lang, "failed"), stepBack);
  showResult(panel, { lang, target, answer: answers[lang], routes: routesIn(lang), choice: state.choice, usual: Boolean(answers.usual), now: at === "now", pick, cut: state.cut, levelTitle, focus: focusLeg, back: stepBack });
  return markStage(panel, state.stage, false);
}

function renderChips() {
  const onRoute = state.cut.length > 0;
  const entries = onRoute ? state.cut.map((stage) => stage.level) : station.levels.map((level) => level.ordinal);
  const chips = entries.map((ordinal, index) => {
    const current = onRoute ? index === state.stage : ordinal === state.level;
    const pick = () => (onRoute ? openStage(index, true) : openLevel(ordinal));
    return el("button", { type: "button", class: "chip", "aria-pressed": String(current), "data-level": ordinal, onclick: pick }, levelLabel(ordinal));
  });
  const arrows = chips.flatMap((chip, index) => (onRoute && index ? [el("span", { class: "arrow", "aria-hidden": "true" }, "▸"), chip] : [chip]));
  show(byId("levels"), arrows);
}

function renderProfiles() {
  const extra = station.profiles.filter((profile) => !FIRST_PROFILES.includes(profile.name));
  const open = state.more || extra.some((profile) => profile.name === state.profile);
  byId("more").setAttribute("aria-expanded", String(open));
  byId("more").hidden = extra.length === 0;
  byId("more-profiles").hidden = !open;
  for (const { name: profile } of station.profiles) byId(`profile-${profile}`)?.setAttribute("aria-pressed", String(profile === state.profile));
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

// Those after the first three come from the server, with its names for them.
function fillProfiles() {
  const extra = station.profiles.filter((profile) => !FIRST_PROFILES.includes(profile.name));
  show(byId("more-profiles"), extra.map((profile) => el("button", { type: "button", id: `profile-${profile.name}`, "aria-pressed": "false" },
    pictogram(pictureOf(profile.name)), el("span", { class: "words" }, el("span", { class: "first", lang: "zh-CN" }, profile.name_zh),
      el("span", { class: "second", lang: "en" }, capital(profile.name_en))))));
}

function render() {
  translatePage();
  renderPanel();
  renderChips();
  renderProfiles();
}

async function openLevel(ordinal) {
  state.level = ordinal;
  renderChips();
  const drawing = await getLevel(ordinal).catch(() => null);
  if (drawing && state.level === ordinal) map.show(drawing, state.lang, state.cut[state.stage] ?? null);
}

async function openStage(index, reveal) {
  state.stage = index;
  markStage(panel, index, reveal);
  await openLevel(state.cut[index].level);
}

async function focusLeg(index) {
  await openStage(stageOfLeg(state.cut, index), false);
  map.focusOn(routeIn(state.lang).legs[index].coordinates);
}

function go(view) {
  state.view = view;
  render();
  panel.scrollTop = 0;
  panel.querySelector("h2")?.focus({ preventScroll: true });
}

function clearRoute() {
  Object.assign(state, { answers: null, choice: 0, cut: [], stage: 0, target: null });
  question += 1;
}

function home() {
  const routed = state.cut.length > 0;
  clearRoute();
  state.group = null;
  go("tiles");
  if (routed) openLevel(station.kiosk.level);
}

function stepBack() {
  const { group } = state;
  clearRoute();
  go(group && group.items.length > 1 ? "group" : state.words ? "search" : "tiles");
  openLevel(station.kiosk.level);
}

function openGroup(group) {
  state.group = group;
  state.words = "";
  if (group.items.length === 1) return choose({ ...group.items[0], line: group.line });
  return go("group");
}

function choose(target) {
  state.target = target;
  return ask();
}

async function ask() {
  const mine = (question += 1);
  const { target } = state;
  Object.assign(state, { answers: null, choice: 0, cut: [], stage: 0 });
  go("result");
  const answers = await getRoute(station.kiosk.id, target.to, state.profile, at).catch(() => ({ failed: true }));
  if (mine !== question) return;
  state.answers = answers;
  await pick(0);
}

// Shows one of the ways that were found.
async function pick(choice) {
  const { target, answers } = state;
  Object.assign(state, { choice, stage: 0 });
  const route = answers.failed ? null : routeIn(state.lang);
  state.cut = route?.legs.length ? stages(route, levelLabel, (lang) => title(target, lang)) : [];
  go("result");
  await openLevel(state.cut[0]?.level ?? station.kiosk.level);
}

function setLanguage(lang) {
  state.lang = lang;
  render();
  if (state.level !== null) openLevel(state.level);
}

function setSwitch(key, on) {
  document.documentElement.classList.toggle(key, on);
  byId(key).setAttribute("aria-pressed", String(on));
  map.resize();
  if (map.level) map.relabel(), map.redraw();
}

function startOver() {
  question += 1;
  Object.assign(state, FRESH);
  for (const key of SWITCHES) setSwitch(key, false);
  render();
  panel.scrollTop = 0;
  openLevel(station.kiosk.level);
}

const pristine = () => Object.keys(FRESH).every((key) => ["level", "cut"].includes(key) || state[key] === FRESH[key])
  && state.level === station.kiosk.level && SWITCHES.every((key) => !document.documentElement.classList.contains(key));

function wire() {
  byId("language").addEventListener("click", () => setLanguage(other(state.lang)));
  byId("restart").addEventListener("click", startOver);
  for (const key of SWITCHES) byId(key).addEventListener("click", () => setSwitch(key, !document.documentElement.classList.contains(key)));
  byId("more").addEventListener("click", () => {
    const open = byId("more").getAttribute("aria-expanded") === "true";
    state.more = !open;
    if (open && !FIRST_PROFILES.includes(state.profile)) byId("profile-walk").click();
    renderProfiles();
    map.resize();
  });
  for (const { name: profile } of station.profiles) {
    byId(`profile-${profile}`).addEventListener("click", () => {
      state.profile = profile;
      if (state.view === "result") ask();
      else renderProfiles();
    });
  }
  byId("zoom-in").addEventListener("click", () => map.zoom(1.4));
  byId("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
  byId("recentre").addEventListener("click", async () => {
    await (state.cut.length ? openStage(0, true) : openLevel(station.kiosk.level));
    if (map.isHere()) map.recentre();
  });
  const dialog = byId("idle");
  watchIdle({
    warn: (left) => {
      if (pristine()) return;
      show(byId("idle-text"), text(state.lang, "idleText", { n: left }));
      if (!dialog.open) dialog.showModal();
    },
    calm: () => dialog.close(),
    reset: startOver,
  });
}

async function begin() {
  const [kiosks, { levels }, groups, profiles] = await Promise.all([listKiosks(), listLevels(), listDestinations(), listProfiles()]);
  const wanted = address.get("kiosk");
  Object.assign(station, { levels, groups, profiles: profiles.filter((profile) => profile.passenger), kiosk: kiosks.find((kiosk) => kiosk.id === wanted) ?? kiosks.find((kiosk) => kiosk.level < 0) ?? kiosks[0] });
  map = new StationMap();
  map.setHere(station.kiosk);
  fillProfiles();
  wire();
  render();
  await openLevel(station.kiosk.level);
  document.body.dataset.ready = "yes";
}

begin().catch(() => show(panel, el("p", { class: "status", role: "alert" }, `${text("zh", "failed")} ${text("en", "failed")}`)));
