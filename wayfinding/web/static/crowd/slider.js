// Shows the maps of a report at one quarter hour of the day, or at the busiest of each place, as they are drawn.
{
  const bar = document.querySelector(".slider");
  const range = bar.querySelector("input");
  const output = bar.querySelector("output");
  const play = bar.querySelector("[data-play]");
  const whole = bar.querySelector("[data-whole]");
  const begin = Number(bar.dataset.begin);
  const [largestDot, dotPeople] = bar.dataset.dot.split(" ").map(Number);
  const STEP_MS = 500;
  const parts = [];
  let timer = 0;

  for (const group of document.querySelectorAll("g[data-colours]")) {
    const colours = group.dataset.colours.split(" ");
    for (const cell of group.querySelectorAll("[data-q]")) {
      const drawn = cell.getAttribute("fill");
      parts.push((q) => cell.setAttribute("fill", q < 0 ? drawn : colours[Number(cell.dataset.q[q])]));
    }
  }
  for (const dot of document.querySelectorAll("circle[data-q]")) {
    const drawn = dot.getAttribute("r");
    const people = dot.dataset.q.split(",").map(Number);
    const radius = (q) => (largestDot * Math.sqrt(Math.min(people[q], dotPeople) / dotPeople)).toFixed(1);
    parts.push((q) => dot.setAttribute("r", q < 0 ? drawn : radius(q)));
  }
  for (const letter of document.querySelectorAll("text[data-t]")) {
    const drawn = letter.textContent;
    const words = letter.dataset.t.includes("|") ? letter.dataset.t.split("|") : letter.dataset.t;
    parts.push((q) => { letter.textContent = q < 0 ? drawn : words[q].trim(); });
  }
  for (const text of document.querySelectorAll("[data-moment]")) {
    const drawn = text.textContent;
    parts.push((q) => { text.textContent = q < 0 ? drawn : span(q); });
  }
  for (const line of document.querySelectorAll("[data-marker]")) {
    const [from, to] = line.dataset.marker.split(" ").map(Number);
    parts.push((q) => {
      line.setAttribute("visibility", q < 0 ? "hidden" : "visible");
      line.setAttribute("transform", `translate(${from + ((to - from) * (q + 0.5)) / (Number(range.max) + 1)} 0)`);
    });
  }

  function clock(q) {
    const minutes = (begin + q) * 15;
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  }

  function span(q) {
    return `${clock(q)}–${clock(q + 1)}`;
  }

  function show(q) {
    for (const part of parts) part(q);
    whole.setAttribute("aria-pressed", String(q < 0));
    output.textContent = q < 0 ? output.dataset.whole : span(q);
    range.setAttribute("aria-valuetext", span(Number(range.value)));
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.setAttribute("aria-pressed", "false");
  }

  range.addEventListener("input", () => {
    stop();
    show(Number(range.value));
  });
  whole.addEventListener("click", () => {
    stop();
    show(-1);
  });
  play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    if (Number(range.value) === Number(range.max)) range.value = 0;
    show(Number(range.value));
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      range.value = Number(range.value) + 1;
      show(Number(range.value));
      if (Number(range.value) === Number(range.max)) stop();
    }, STEP_MS);
  });
  bar.hidden = false;
  show(-1);
}
