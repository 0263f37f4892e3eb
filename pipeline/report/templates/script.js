"use strict";
// Keys and search: all that they reach is in the page without them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const by = id => document.getElementById(id);
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Search: rows that lack a word are put aside, on the screen alone.
  const search = by("search");
  const units = all("#criteria .unit").map(unit => ({ unit, rows: all("tbody tr", unit) }));
  const texts = new Map();
  const textOf = (unit, row) => {
    if (!texts.has(row)) texts.set(row, fold(`${unit.querySelector("h3 span").textContent} ${row.textContent}`));
    return texts.get(row);
  };
  const filters = { "show-gaps": row => "gap" in row.dataset, "show-eye": row => row.classList.contains("doubt") };
  const isShown = row => Object.entries(filters).every(([id, keeps]) => !by(id).checked || keeps(row));
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let hits = 0, total = 0;
    for (const { unit, rows } of units) {
      let seen = 0;
      for (const row of rows) {
        const isHit = words.every(word => textOf(unit, row).includes(word));
        row.classList.toggle("missed", !isHit);
        seen += isHit && isShown(row);
      }
      unit.classList.toggle("no-hits", words.length > 0 && !seen);
      hits += seen;
      total += rows.length;
    }
    by("found").textContent = words.length ? `Shows ${hits} of ${total} criteria` : "";
  };
  const clear = () => { search.value = ""; filter(); };
  const reveal = place => { if (place?.closest(".missed") || place?.querySelector(".missed")) clear(); };
  if (search) {
    by("find").hidden = false;
    search.addEventListener("input", filter);
    all(".show input").forEach(input => input.addEventListener("change", filter));
    search.addEventListener("keydown", event => { if (event.key === "Escape") { event.preventDefault(); clear(); } });
    document.addEventListener("click", event => {
      const link = event.target.closest?.("a[href^='#']");
      if (link) reveal(by(link.hash.slice(1)));
    });
  }

  // From gap to gap: the row is the page's target and has the focus.
  const gaps = all("[data-gap]");
  const said = by("said");
  const current = () => document.activeElement.closest("[data-gap]") ?? document.querySelector("[data-gap]:target");
  const nearest = step => {
    // A row that is not shown is where its section is.
    const at = gap => gap.getClientRects().length ? gap : gap.closest("section");
    const isAhead = gap => at(gap).getBoundingClientRect().top > 0;
    return step > 0 ? gaps.findIndex(isAhead) : gaps.findLastIndex(gap => !isAhead(gap));
  };
  const go = step => {
    if (!gaps.length) { said.textContent = "There is no gap"; return; }
    const from = gaps.indexOf(current());
    const next = from < 0 ? nearest(step) : from + step;
    const at = Math.min(Math.max(next < 0 && step > 0 ? gaps.length - 1 : next, 0), gaps.length - 1);
    const gap = gaps[at];
    reveal(gap);
    location.replace(`#${gap.id}`);
    gap.tabIndex = -1;
    gap.focus({ preventScroll: true });
    gap.scrollIntoView({ block: "center" });
    said.textContent = `Gap ${at + 1} of ${gaps.length}`;
  };
  document.addEventListener("focusout", () => { said.textContent = ""; });

  // Keys: never in a field, never with another key held, and off where the reader says so.
  const help = by("help");
  const switched = by("keys-on");
  const memory = "coverage report: keys";
  try {
    switched.checked = localStorage.getItem(memory) !== "off";
    switched.addEventListener("change", () => localStorage.setItem(memory, switched.checked ? "on" : "off"));
  } catch { /* Where a browser keeps nothing for a file, the switch holds for this page. */ }
  const open = () => { if (!help.open) { help.showModal(); by("help-close").focus(); } };
  const keys = { j: () => go(1), k: () => go(-1), "?": open, "/": () => search?.focus() };
  const isField = at => at.isContentEditable || at.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (help.open || !switched.checked || isField(event.target) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  by("help-close").addEventListener("click", () => help.close());
  by("keys").addEventListener("click", open);
  by("keys").parentElement.hidden = false;
})();
