// Filters, sorts and sets side by side what stands in the table; its state lives in the address.
"use strict";

const table = document.querySelector(".matrix table");
const body = table.tBodies[0];
const rows = [...body.rows];
const heads = [...table.tHead.rows[0].cells];
const filters = document.getElementById("filters");
const side = document.getElementById("side");
const onlyDifferent = document.getElementById("only-different");
const psychotherapy = heads.findIndex((cell) => cell.dataset.key === "psychotherapy");
const MOST = 5;
let chosen = [];
let sorted = { key: "", down: false };

const textOf = (row, number) => (row.cells[number] ? row.cells[number].textContent.replace(/[*†]+$/, "").trim() : "");
const versionOf = (id) => document.getElementById(id).dataset.v;

function fits(row, wanted) {
  const year = Number(row.cells[1].textContent);
  return (
    (!wanted.family || row.dataset.f === wanted.family) &&
    (!wanted.kind || row.dataset.k === wanted.kind) &&
    (!wanted.status || row.dataset.s === wanted.status) &&
    (!wanted.psychotherapy || textOf(row, psychotherapy) === wanted.psychotherapy) &&
    (!wanted.from || year >= Number(wanted.from)) &&
    (!wanted.to || year <= Number(wanted.to)) &&
    (!wanted.name || `${row.id} ${row.cells[0].textContent}`.toLowerCase().includes(wanted.name.toLowerCase()))
  );
}

const wantedNow = () => Object.fromEntries([...new FormData(filters)].filter(([, value]) => value !== ""));

function filter() {
  const wanted = wantedNow();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !fits(row, wanted);
    shown += row.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length} definitions`;
}

function sort() {
  const number = heads.findIndex((cell) => cell.dataset.key === sorted.key);
  const ordered = [...rows];
  if (number >= 0) {
    ordered.sort((one, other) => textOf(one, number).localeCompare(textOf(other, number), "en", { numeric: true }));
    if (sorted.down) ordered.reverse();
  }
  body.append(...ordered);
  for (const cell of heads) {
    const state = cell.dataset.key !== sorted.key ? "none" : sorted.down ? "descending" : "ascending";
    cell.setAttribute("aria-sort", state);
  }
}

function write() {
  const state = new URLSearchParams(wantedNow());
  if (sorted.key) state.set("sort", `${sorted.down ? "-" : ""}${sorted.key}`);
  if (chosen.length) state.set("show", chosen.map((id) => `${id}@${versionOf(id)}`).join("~"));
  const text = state.toString().replaceAll("%40", "@").replaceAll("%7E", "~");
  history.replaceState(null, "", text ? `#${text}` : location.pathname);
}

function read() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const field of filters.elements) {
    if (field.name) field.value = state.get(field.name) ?? "";
  }
  const by = state.get("sort") ?? "";
  sorted = { key: by.replace(/^-/, ""), down: by.startsWith("-") };
  const asked = (state.get("show") ?? "").split("~").filter(Boolean).map((one) => one.split("@")[0]);
  chosen = asked.filter((id) => rows.some((row) => row.id === id)).slice(0, MOST);
}

async function dimensionsOf(id) {
  try {
    const answer = await fetch(`../api/v1/definitions/${id}/${versionOf(id)}.json`);
    return (await answer.json()).dimensions;
  } catch {
    // A page opened as a file may not read other files: the short answers of the table stand in.
    const row = document.getElementById(id);
    return Object.fromEntries(heads.slice(2).map((cell, number) => [cell.dataset.key, { value: textOf(row, number + 2), says: textOf(row, number + 2), otherwise: [] }]));
  }
}

function cell(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

async function showSide() {
  side.hidden = chosen.length === 0;
  if (side.hidden) return;
  const ids = [...chosen];
  const found = await Promise.all(ids.map(dimensionsOf));
  if (ids.join() !== chosen.join()) return;
  const head = document.createElement("tr");
  head.append(cell("th", "Question", { scope: "col" }));
  for (const id of ids) {
    const top = cell("th", "", { scope: "col" });
    const link = cell("a", document.getElementById(id).cells[0].querySelector("a").textContent, { href: `../d/${id}/` });
    top.append(link, ` ${document.getElementById(id).cells[1].textContent}`);
    head.append(top);
  }
  const thead = document.createElement("thead");
  thead.append(head);
  const tbody = document.createElement("tbody");
  for (const column of heads.slice(2)) {
    const key = column.dataset.key;
    const answers = found.map((one) => (one[key] ? one[key].says : "not known: a record"));
    const differs = new Set(answers).size > 1;
    const row = document.createElement("tr");
    row.className = differs ? "differs" : "";
    row.hidden = onlyDifferent.checked && !differs;
    row.append(cell("th", column.textContent.trim(), { scope: "row" }));
    answers.forEach((says, number) => {
      const made = cell("td", says);
      const silent = found[number][key]?.silent ?? [];
      if (silent.length) made.append(cell("div", `chosen here where the publication is silent (${silent.join(", ")})`, { class: "small" }));
      for (const other of found[number][key]?.otherwise ?? []) {
        made.append(cell("div", `${other.says} under ${other.reading}=${other.option}`, { class: "small" }));
      }
      row.append(made);
    });
    tbody.append(row);
  }
  document.getElementById("side-table").replaceChildren(thead, tbody);
}

function update() {
  filter();
  sort();
  for (const row of rows) row.cells[0].querySelector("input").checked = chosen.includes(row.id);
  showSide();
}

for (const row of rows) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", `Set ${row.cells[0].textContent.trim()} side by side`);
  box.addEventListener("change", () => {
    chosen = box.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id);
    if (chosen.length > MOST) chosen = chosen.slice(-MOST);
    write();
    update();
  });
  row.cells[0].prepend(box);
}
for (const head of heads) {
  const button = cell("button", head.textContent, { type: "button" });
  button.addEventListener("click", () => {
    sorted = { key: head.dataset.key, down: sorted.key === head.dataset.key && !sorted.down };
    write();
    update();
  });
  head.replaceChildren(button);
}
filters.hidden = false;
document.querySelector(".needs-script").hidden = true;
filters.addEventListener("input", () => { write(); filter(); });
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(() => { write(); filter(); }));
onlyDifferent.addEventListener("change", showSide);
document.getElementById("clear-choice").addEventListener("click", () => { chosen = []; write(); update(); });
document.getElementById("copy-address").addEventListener("click", async () => {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = "Copied.";
  } catch {
    said.textContent = location.href;
  }
});
addEventListener("hashchange", () => { if (!document.getElementById(location.hash.slice(1))) { read(); update(); } });
read();
update();
