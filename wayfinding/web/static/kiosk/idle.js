// Nobody touches the screen for 45 s: 20 s of warning, which any touch ends, then everything starts over.

const IDLE_S = 45;
const WARNING_S = 20;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "wheel", "touchstart"];

export function watchIdle({ warn, calm, reset }) {
  let left = IDLE_S;
  let warning = false;

  const wake = () => {
    left = IDLE_S;
    if (warning) calm();
    warning = false;
  };
  const tick = () => {
    left -= 1;
    if (left > 0 && !warning) return;
    if (!warning) {
      warning = true;
      left = WARNING_S;
    }
    if (left > 0) return warn(left);
    wake();
    reset();
  };

  for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, wake, { capture: true, passive: true });
  setInterval(tick, 1000);
}
