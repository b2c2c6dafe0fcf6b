// While the audit is computed: asks again every second whether the page is there, and then opens it.

const PAUSE_MS = 1000;
const began = Date.now();

async function ask() {
  const { status, ok } = await fetch(location.href, { method: "HEAD" });
  if (status === 202 || status === 503) setTimeout(step, PAUSE_MS);
  else if (ok) location.reload();
  else document.getElementById("failed").hidden = false;
}

function step() {
  document.getElementById("seconds").textContent = String(Math.round((Date.now() - began) / 1000));
  ask().catch(() => setTimeout(step, PAUSE_MS));
}

setTimeout(step, PAUSE_MS);
