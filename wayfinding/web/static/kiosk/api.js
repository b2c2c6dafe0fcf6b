// Questions to our own server; nothing else is ever asked.

const levels = new Map();

async function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  const answer = await fetch(`/api/v1/${path}${query ? `?${query}` : ""}`, { headers: { Accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || answer.statusText);
  return body;
}

export const listKiosks = async () => (await get("kiosks")).kiosks;
export const listLevels = () => get("levels");
export const listDestinations = async () => (await get("destinations")).groups;
export const searchPlaces = async (search) => (await get("places", { search, limit: 8 })).places;

export async function getLevel(ordinal) {
  if (!levels.has(ordinal)) levels.set(ordinal, await get(`levels/${ordinal}`));
  return levels.get(ordinal);
}

export const listProfiles = async () => (await get("profiles")).profiles;

const CLOSED = new Set(["place_closed", "closed_now"]);
const OTHERS = 2;

// Both languages at once: a change of language then needs no new question. `at` is a time, "now", or empty: an ordinary
// midday. What is closed at that time is asked for again at an ordinary one: `usual`, null where that does not help.
export async function getRoute(from, to, profile, at) {
  const ask = (more) => Promise.all(["zh", "en"].map((lang) => get("route", { from, to, profile, lang, ...more })));
  const [zh, en] = await ask({ alternatives: OTHERS, ...(at ? { at } : {}) });
  const closed = at && !zh.found && CLOSED.has(zh.reason.code);
  const usual = closed ? await ask({}) : null;
  return { zh, en, usual: usual?.[0].found ? { zh: usual[0], en: usual[1] } : null };
}
