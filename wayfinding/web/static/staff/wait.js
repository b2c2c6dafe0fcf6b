// While the audit is computed: asks again every second, and opens the page when it is there.

const PAUSE_MS = 1000;
const note = document.getElementById("wait");
const seconds = document.getElementById("seconds");
const failed = document.getElementById("failed");

async function ask() {
  const answer = await fetch(note.dataset.asks, { headers: { Accept: "application/json" } });
  if (answer.status === 202) {
    seconds.textContent = String(Math.round((await answer.json()).seconds));
    setTimeout(step, PAUSE_MS);
  } else if (answer.ok) {
    location.reload();
  } else {
    failed.hidden = false;
  }
}

const step = () => ask().catch(() => setTimeout(step, PAUSE_MS));

step();
