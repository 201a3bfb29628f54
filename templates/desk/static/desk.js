// Keys that every page of the desk has: g w goes to the worklist, / to its search.

const LINK = 1500; // milliseconds in which the second key must follow
let went = 0;

function isTyping(target) {
  return target.closest('textarea, select, input:not([type="checkbox"], [type="radio"])') !== null;
}

function search() {
  const field = document.querySelector('input[type="search"]');
  if (field) field.focus();
  else location.href = "/#search";
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "g") went = Date.now();
  else if (event.key === "w" && Date.now() - went < LINK) location.href = "/";
  else if (event.key === "/") {
    event.preventDefault();
    search();
  }
});

if (location.hash === "#search") document.querySelector('input[type="search"]')?.focus();
