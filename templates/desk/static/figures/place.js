// Puts a part of the page in place of another so that its reader stays where they were: scroll, open tables, focus.

const FOCUSABLE = "a[href], summary, [tabindex], button";

export function keepPlace(root, change) {
  const open = opened(root).map((each) => each.id);
  const rolled = scrolled(root);
  const focus = focused(root);
  const anchor = topmost(root);
  change();
  for (const each of root.querySelectorAll("details[id]")) each.open = open.includes(each.id);
  for (const [key, left] of rolled) {
    const found = region(root, key);
    if (found) found.scrollLeft = left;
  }
  if (anchor) hold(anchor);
  if (focus) refocus(root, focus);
}

function opened(root) {
  return [...root.querySelectorAll("details[id][open]")];
}

function scrolled(root) {
  const wide = [...root.querySelectorAll(".fg-scroll")].filter((each) => each.scrollLeft > 0);
  return wide.map((each) => [each.getAttribute("aria-labelledby"), each.scrollLeft]);
}

function region(root, key) {
  return root.querySelector(`.fg-scroll[aria-labelledby="${CSS.escape(key)}"]`);
}

// Where the focus is: the section, and either the address of the link or how many come before it.
function focused(root) {
  const it = document.activeElement;
  if (!it || !root.contains(it)) return null;
  const section = it.closest("section[id]");
  const within = section || root;
  const at = [...within.querySelectorAll(FOCUSABLE)].indexOf(it);
  return { section: section ? section.id : "", href: it.getAttribute("href"), at };
}

function refocus(root, { section, href, at }) {
  const within = (section && document.getElementById(section)) || root;
  const all = [...within.querySelectorAll(FOCUSABLE)];
  const same = href ? all.find((each) => each.getAttribute("href") === href) : null;
  (same || all[at] || null)?.focus({ preventScroll: true });
}

// The section that begins last above the upper edge of the window, and how far.
function topmost(root) {
  const above = [...root.querySelectorAll("section[id]")].filter((each) => each.getBoundingClientRect().top <= 0);
  const it = above.at(-1);
  return it ? { id: it.id, top: it.getBoundingClientRect().top } : null;
}

function hold({ id, top }) {
  const it = document.getElementById(id);
  if (it) scrollBy({ top: it.getBoundingClientRect().top - top, behavior: "instant" });
}
