// What the staff's screen and the report share: levels, language, and a finding shown on its map.

const maps = new Map();
const root = document.documentElement;
const tabs = [...document.querySelectorAll("[data-level-tab]")];
const panels = [...document.querySelectorAll("[data-level-map]")];
const CLOSE_ZOOM = 3;
const RINGS = [["chosen-finding", 17], ["chosen-finding inner", 17]];
let rings = [];

function setLanguage(lang) {
  root.lang = lang;
  const button = document.getElementById("language");
  button.textContent = lang === "en" ? "中文" : "English";
  button.lang = lang === "en" ? "zh-CN" : "en";
  for (const field of document.querySelectorAll("input[name=lang]")) field.value = lang === "en" ? "en" : "zh";
}

function load(panel) {
  const name = panel.dataset.levelMap;
  if (window.wayfindingMaps?.[name]) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    script.src = panel.dataset.script;
    document.head.append(script);
  });
}

async function openLevel(level) {
  for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.levelTab === level));
  for (const panel of panels) panel.hidden = panel.dataset.level !== level;
  const panel = panels.find((each) => each.dataset.level === level);
  if (!maps.has(level)) {
    maps.set(level, load(panel).then(() => window.wayfindingMaps[panel.dataset.levelMap]().map));
  }
  const map = await maps.get(level);
  map.invalidateSize();
  panel.dataset.drawn = "yes";
  return map;
}

async function showFinding(row) {
  const map = await openLevel(row.dataset.level);
  const at = [Number(row.dataset.y), Number(row.dataset.x)];
  for (const ring of rings) ring.remove();
  rings = RINGS.map(([className, radius]) => window.L.circleMarker(at, { className, radius, interactive: false }).addTo(map));
  map.setView(at, Math.max(map.getZoom(), CLOSE_ZOOM), { animate: false });
  for (const other of document.querySelectorAll("[data-finding][aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  document.getElementById("maps").scrollIntoView({ block: "nearest" });
}

function showKind(kind) {
  for (const button of document.querySelectorAll("[data-kind]")) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  for (const item of document.querySelectorAll("[data-of]")) item.hidden = kind !== "" && item.dataset.of !== kind;
}

function begin() {
  document.getElementById("language").addEventListener("click", () => setLanguage(root.lang === "en" ? "zh-CN" : "en"));
  for (const tab of tabs) tab.addEventListener("click", () => openLevel(tab.dataset.levelTab));
  for (const row of document.querySelectorAll("[data-finding]")) row.addEventListener("click", () => showFinding(row));
  for (const button of document.querySelectorAll("[data-kind]")) button.addEventListener("click", () => showKind(button.dataset.kind));
  for (const select of document.querySelectorAll("[data-sends]")) select.addEventListener("change", () => select.form.requestSubmit());
  setLanguage(root.lang);
  if (tabs.length) {
    const first = tabs.find((tab) => tab.getAttribute("aria-pressed") === "true") ?? tabs[0];
    openLevel(first.dataset.levelTab).then(() => { document.body.dataset.ready = "yes"; });
  }
}

begin();
