// Elements from code: text only ever goes in as text, so no data can become markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

export const pictogram = (name, className = "picto") =>
  svg("svg", { class: className, viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" },
    svg("use", { href: `#p-${name}` }));

export function show(node, ...children) {
  node.replaceChildren(...children.flat().filter(Boolean));
}
