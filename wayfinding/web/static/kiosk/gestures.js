// Drag, pinch, wheel and keys on the map. Each has a button too, or a tap (a tap centres the map there).

const TAP_PX = 8;
const KEY_PX = 80;
const KEYS = { ArrowUp: [0, KEY_PX], ArrowDown: [0, -KEY_PX], ArrowLeft: [KEY_PX, 0], ArrowRight: [-KEY_PX, 0] };

export function listen(frame, view, redraw) {
  const touches = new Map();
  let travelled = 0;
  const at = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  frame.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    frame.setPointerCapture(event.pointerId);
    touches.set(event.pointerId, at(event));
    if (touches.size === 1) travelled = 0;
  });

  frame.addEventListener("pointermove", (event) => {
    const before = touches.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const moved = [now[0] - before[0], now[1] - before[1]];
    travelled += Math.hypot(...moved);
    const others = [...touches].filter(([id]) => id !== event.pointerId);
    if (others.length) {
      const anchor = others[0][1];
      view.zoom(Math.hypot(now[0] - anchor[0], now[1] - anchor[1]) / Math.max(1, Math.hypot(before[0] - anchor[0], before[1] - anchor[1])), anchor);
    } else {
      view.pan(...moved);
    }
    touches.set(event.pointerId, now);
    redraw();
  });

  const lift = (event) => {
    const point = touches.get(event.pointerId);
    touches.delete(event.pointerId);
    if (!point || event.type !== "pointerup" || touches.size || travelled > TAP_PX) return;
    view.pan(view.width / 2 - point[0], view.height / 2 - point[1]);
    redraw();
  };
  frame.addEventListener("pointerup", lift);
  frame.addEventListener("pointercancel", lift);

  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(Math.exp(-event.deltaY / 400), at(event));
    redraw();
  }, { passive: false });

  frame.addEventListener("keydown", (event) => {
    if (event.target !== frame) return;
    if (KEYS[event.key]) view.pan(...KEYS[event.key]);
    else if (event.key === "+" || event.key === "=") view.zoom(1.4);
    else if (event.key === "-") view.zoom(1 / 1.4);
    else return;
    event.preventDefault();
    redraw();
  });
}
