// A small a–z keyboard on the screen: enough for pinyin and its initials, so nobody needs an input method.

import { el } from "./dom.js";
import { text } from "./strings.js";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

export function keyboard(lang, field, changed) {
  const press = (change) => () => {
    field.value = change(field.value);
    changed();
  };
  const key = (label, change, className = "key") => el("button", { type: "button", class: className, onclick: press(change) }, label);
  const rows = ROWS.map((row) => el("div", { class: "key-row" }, [...row].map((letter) => key(letter, (value) => value + letter))));
  rows.at(-1).append(key(`⌫ ${text(lang, "backspace")}`, (value) => value.slice(0, -1), "key wide"));
  rows.push(el("div", { class: "key-row" },
    key(text(lang, "space"), (value) => `${value} `, "key space"),
    key(text(lang, "clear"), () => "", "key wide")));
  return el("div", { class: "keyboard", role: "group", "aria-label": text(lang, "keyboard") }, rows);
}
