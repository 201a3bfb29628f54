// The form of filters: a period shows itself at once, and a list that is open closes by Escape or a click elsewhere.

export function startFilters() {
  for (const form of document.querySelectorAll("[data-fg-filters]")) {
    const period = form.querySelector('select[name="period"]');
    period?.addEventListener("change", () => {
      if (period.value !== "own") form.requestSubmit();
    });
  }
  document.addEventListener("click", (event) => closeExcept(event.target));
  document.addEventListener("focusin", (event) => closeExcept(event.target));
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".fg-several[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

function closeExcept(target) {
  for (const list of document.querySelectorAll(".fg-several[open]")) {
    if (!list.contains(target)) list.open = false;
  }
}
