// What a field is typed into: a line, or the choices that it may hold.

import { facts, make } from "./facts.js";

// {element, value(), focus()} for a field; `read` is {value, code} as it stands now, or undefined.
export function inputFor(name, read) {
  const choices = facts.choices[name];
  if (!choices) return line(read ? read.value : "");
  const chosen = new Set((read?.code || "").split(/[,;]/));
  return choices.many ? boxes(choices.options, chosen) : select(choices.options, chosen);
}

function line(value) {
  const element = make("input", { lang: "ja", maxlength: "500", autocomplete: "off" });
  element.value = value;
  return { element, value: () => element.value.trim(), focus: () => { element.focus(); element.select(); } };
}

function select(options, chosen) {
  const element = make("select", {}, make("option", { value: "" }, "—"));
  for (const [code, text] of options) element.append(make("option", { value: code, selected: chosen.has(code) }, text));
  return { element, value: () => element.value, focus: () => element.focus() };
}

function boxes(options, chosen) {
  const inputs = options.map(([code]) => make("input", { type: "checkbox", value: code, checked: chosen.has(code) }));
  const element = make("span", { class: "options" });
  for (const [at, [, text]] of options.entries()) element.append(make("label", {}, inputs[at], ` ${text}`));
  const ticked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { element, value: () => ticked().join(","), focus: () => inputs[0].focus() };
}
