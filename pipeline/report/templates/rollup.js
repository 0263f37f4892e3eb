"use strict";
// Sorting and search: all that they order and find is in the page without them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const by = id => document.getElementById(id);
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const table = by("table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const first = new Map(rows.map((row, at) => [row, at]));
  const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

  // A title becomes a button: once for rising, again for falling, a third time for the order that the page came in.
  const value = (row, at, isNumber) => {
    const text = row.cells[at].textContent.trim();
    return isNumber ? Number(text.match(/\d+/)?.[0] ?? -1) : text;
  };
  const compare = (head, at) => {
    if ("rank" in head.dataset) return (one, other) => first.get(one) - first.get(other);
    const isNumber = "number" in head.dataset;
    const values = new Map(rows.map(row => [row, value(row, at, isNumber)]));
    return (one, other) => {
      const [a, b] = [values.get(one), values.get(other)];
      return isNumber ? a - b : (a === "") - (b === "") || words.compare(a, b);
    };
  };
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const sort = (head, at) => {
    const order = next[head.getAttribute("aria-sort") ?? "none"];
    all("th[aria-sort]", table).forEach(other => other.removeAttribute("aria-sort"));
    if (order !== "none") head.setAttribute("aria-sort", order);
    const by = order === "none" ? (one, other) => first.get(one) - first.get(other) : compare(head, at);
    const turn = order === "descending" ? -1 : 1;
    body.append(...[...rows].sort((one, other) => turn * by(one, other) || first.get(one) - first.get(other)));
  };
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    if ("fixed" in head.dataset) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head, at));
  });

  // Search: rows that lack a word are put aside, on the screen alone.
  const search = by("search");
  const texts = new Map();
  const textOf = row => {
    if (!texts.has(row)) texts.set(row, fold(row.textContent));
    return texts.get(row);
  };
  const chosen = () => document.querySelector(".show input:checked").id.slice("show-".length);
  const filter = () => {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    let hits = 0;
    for (const row of rows) {
      const isHit = wanted.every(word => textOf(row).includes(word));
      row.classList.toggle("missed", !isHit);
      hits += isHit && (chosen() === "all" || row.dataset.rank === chosen());
    }
    by("submissions").classList.toggle("no-hits", wanted.length > 0 && !hits);
    by("found").textContent = wanted.length ? `Shows ${hits} of ${rows.length} submissions` : "";
  };
  by("find").hidden = false;
  search.addEventListener("input", filter);
  all(".show input").forEach(input => input.addEventListener("change", filter));
  search.addEventListener("keydown", event => {
    if (event.key === "Escape") { event.preventDefault(); search.value = ""; filter(); }
  });
})();
