// What the page's attribute tells the scripts: places, words, and what the person may do.

const root = document.getElementById("evidence");

export const facts = JSON.parse(root.dataset.facts);
export const words = facts.words;
export const base = `/cases/${encodeURIComponent(facts.number)}`;

export function byId(id) {
  return document.getElementById(id);
}

// An element with attributes and children; text is always text, never markup.
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function say(text) {
  tell(byId("said"), text);
}

export function complain(text) {
  tell(byId("wrong"), text);
}

const timers = new Map();

function tell(place, text) {
  place.textContent = text;
  place.hidden = !text;
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => { place.hidden = true; }, place.id === "wrong" ? 9000 : 4500));
}
