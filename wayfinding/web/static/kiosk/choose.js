// Choosing a destination: tiles of categories, the list behind a tile, and the search.

import { searchPlaces } from "./api.js";
import { el, pictogram, show } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { HTML_LANG, name, other, text } from "./strings.js";

const PICTURES = { line: "train", exits: "exit", rail: "rail", coach: "coach", bus: "bus", taxi: "taxi", around: "flag", toilets: "toilet", services: "help" };
const TYPE_PICTURES = { platform: "train", platform_door: "train", exit: "exit", rail_entrance: "rail", waiting_hall: "rail", coach_station: "coach", bus_area: "bus",
  taxi: "taxi", car_park: "parking", toilet: "toilet", accessible_toilet: "wheelchair", nursing_room: "nursing", ticket_machine: "ticket",
  aed: "aed", information: "info", luggage_storage: "luggage", lost_property: "lost", shop: "shop", plaza: "flag", street: "flag", security_point: "security_check" };
const NEAREST = "nearest:";

// A thing's title in one language; "nearest:toilet" and its like have no name of their own.
export function title(item, lang) {
  if (item.to?.startsWith(NEAREST)) return text(lang, "nearest", { what: text(lang, item.to.slice(NEAREST.length)) });
  const line = item.line ? `${text(lang, "line", { line: item.line })} ` : "";
  return line + name(item, lang);
}

const groupTitle = (group, lang) => (group.line ? text(lang, "line", { line: group.line }) : text(lang, group.group));

const bilingual = (title, lang) => [
  el("span", { class: "first" }, title(lang)),
  el("span", { class: "second", lang: HTML_LANG[other(lang)] }, title(other(lang))),
];

export function heading(words, lang, back) {
  return el("div", { class: "panel-head" },
    back ? el("button", { type: "button", class: "back", onclick: back, id: "back" }, pictogram("back"), text(lang, "back")) : null,
    el("h2", { tabindex: "-1" }, words));
}

export function showTiles(panel, { lang, groups, openGroup, openSearch }) {
  const tile = (group) => el("button",
    { type: "button", class: `tile ${group.line ? `line line-${group.line}` : "plain"}`, "data-group": group.line ? `line-${group.line}` : group.group, onclick: () => openGroup(group) },
    group.line ? el("span", { class: "line-number", "aria-hidden": "true" }, group.line) : pictogram(PICTURES[group.group]),
    el("span", { class: "words" }, bilingual((which) => groupTitle(group, which), lang)));
  const search = el("button", { type: "button", class: "search-open", id: "search-open", onclick: openSearch },
    pictogram("search"), el("span", {}, text(lang, "search")), el("span", { class: "second" }, text(lang, "searchHint")));
  show(panel, heading(text(lang, "where"), lang), search,
    el("div", { class: "tiles lines" }, groups.filter((group) => group.line).map(tile)),
    el("div", { class: "tiles" }, groups.filter((group) => !group.line).map(tile)));
}

function choice(item, lang, levelLabel, choose) {
  const detail = item[`detail_${lang}`];
  const number = item.type === "exit" && item.number ? el("span", { class: "exit-number", "aria-hidden": "true" }, item.number) : null;
  return el("li", {}, el("button", { type: "button", class: "choice", "data-to": item.to, onclick: () => choose(item) },
    item.line ? el("span", { class: `line-badge line-${item.line}`, "aria-hidden": "true" }, item.line) : number ?? pictogram(TYPE_PICTURES[item.type] ?? "help"),
    el("span", { class: "words" }, bilingual((which) => title(item, which), lang), detail ? el("span", { class: "detail" }, detail) : null),
    item.open === false ? el("span", { class: "tag shut" }, text(lang, "closed")) : null,
    item.level !== null && item.level !== undefined ? el("span", { class: "tag" }, levelLabel(item.level)) : null));
}

export function showGroup(panel, { lang, group, levelLabel, choose, back }) {
  const items = group.items.map((item) => ({ ...item, line: group.line }));
  show(panel, heading(groupTitle(group, lang), lang, back), el("ul", { class: "choices" }, items.map((item) => choice(item, lang, levelLabel, choose))));
}

export function showSearch(panel, { lang, words, remember, levelLabel, choose, back }) {
  const field = el("input", { type: "search", id: "search", value: words, maxlength: 60, autocomplete: "off", inputmode: "none",
    "aria-label": text(lang, "search"), placeholder: text(lang, "searchHint") });
  const status = el("p", { class: "status", role: "status" });
  const list = el("ul", { class: "choices hits", id: "hits" });
  let asked = 0;
  const changed = async () => {
    const mine = (asked += 1);
    const search = field.value.trim();
    remember(field.value);
    if (!search) return show(list), show(status);
    const hits = await searchPlaces(search).catch(() => null);
    if (mine !== asked) return undefined;
    show(status, hits === null ? text(lang, "failed") : hits.length ? text(lang, "hits", { n: hits.length }) : text(lang, "noHits"));
    return show(list, (hits ?? []).map((hit) => choice({ ...hit, to: hit.id, line: null }, lang, levelLabel, choose)));
  };
  field.addEventListener("input", changed);
  show(panel, heading(text(lang, "search"), lang, back), field, status, list, keyboard(lang, field, changed));
  changed();
}
