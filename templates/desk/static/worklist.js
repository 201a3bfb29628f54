// Comfort only; without it every page of the worklist works by its buttons.
"use strict";
for (const form of document.querySelectorAll("[data-wl-filters]")) {
  for (const choice of form.querySelectorAll("select")) choice.addEventListener("change", () => form.requestSubmit());
}
for (const all of document.querySelectorAll("[data-wl-all]")) {
  const form = all.closest("form");
  const rows = [...form.querySelectorAll("input[name=case]")];
  const count = form.querySelector("[data-wl-count]");
  const tell = () => {
    const ticked = rows.filter((row) => row.checked).length;
    count.textContent = `${ticked} ${count.dataset.wlWords}`;
    all.checked = ticked > 0 && ticked === rows.length;
    all.indeterminate = ticked > 0 && ticked < rows.length;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    tell();
  });
  for (const row of rows) row.addEventListener("change", tell);
  for (const number of form.querySelectorAll("[data-wl-number]")) {
    number.addEventListener("input", () => {
      form.querySelector(`[data-wl-row="${number.dataset.wlNumber}"]`).checked = number.value.trim() !== "";
      tell();
    });
  }
  tell();
}
