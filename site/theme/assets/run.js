// The page "Run a history": what is typed goes to the program in this browser and nowhere else.
import * as choices from "./choices.js";
import * as form from "./history_form.js";

const base = new URL(document.body.dataset.root, location.href).href;
const box = document.getElementById("history");
const state = document.getElementById("state");
const list = document.getElementById("findings");
const table = document.getElementById("verdicts");
const why = document.getElementById("why");
const whyTitle = document.getElementById("why-title");
const explanation = document.getElementById("explanation");
const picture = document.getElementById("picture");
const examples = document.getElementById("example");
// Heading -> name -> title; the histories themselves are files of the site.
const shelves = JSON.parse(document.getElementById("examples").textContent);
const SIGNS = { met: "●", "not met": "✕", "cannot tell": "?", "no cut given": "○", "not applicable": "–" };
const PAUSE = 500;
const show = document.getElementById("show");
const without = document.getElementById("without");
const withoutTitle = document.getElementById("without-title");
const withoutSays = document.getElementById("without-says");
const withoutList = document.getElementById("without-list");
let worker = null;
let starting = null;
let explained = null;
// The text that the verdicts on the page are about; the box may hold another by now.
let judged = "";
let asked = 0;
let run = 0;
const waiting = new Map();

function ask(name, ...given) {
  asked += 1;
  const number = asked;
  worker.postMessage({ number, name, given });
  return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
}

async function load() {
  state.textContent = "Loading the program (6 MB, once) ...";
  const code = await (await fetch(`${base}assets/worker.js`)).text();
  worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.error === undefined) resolve(data.answer);
    else reject(new Error(data.error));
  });
  const unknown = choices.start(JSON.parse(await ask("start", base)), (one) => (one ? again(one) : judge()));
  if (unknown.length) state.textContent = `The address names what is not here: ${unknown.join(", ")}.`;
  else state.textContent = ["Ready.", choices.inWords()].filter(Boolean).join(" ");
}

// Whether the program is there; a failure is told, once.
async function isReady() {
  try {
    starting ??= load();
    await starting;
    return true;
  } catch (error) {
    state.textContent = `The program could not be started: ${error.message}`;
    return false;
  }
}

function cell(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function showFindings(found) {
  list.replaceChildren(
    ...found.map((one) => {
      const line = cell("li", `Line ${one.line}, column ${one.column}: ${one.message} `);
      line.append(cell("span", one.remedy), " ", cell("code", one.code));
      return line;
    }),
  );
  list.hidden = found.length === 0;
  box.setAttribute("aria-invalid", String(found.length > 0));
}

const settled = (one) => JSON.stringify(choices.readingsOf(one));

async function explain(one) {
  explained = one;
  const text = await ask("explain", judged, one.reference, settled(one));
  if (explained !== one) return;
  why.textContent = text;
  whyTitle.textContent = `Why: ${one.short}`;
  const controls = choices.readingControls(one);
  const readings = document.getElementById("readings");
  readings.replaceChildren(...controls);
  readings.parentElement.hidden = controls.length === 0;
  const row = table.querySelector(`tr[data-id="${one.id}"]`);
  if (!row) return;
  const place = cell("td", "", { colspan: "5" });
  place.append(explanation);
  const below = document.createElement("tr");
  below.className = "why";
  below.append(place);
  table.querySelector("tr.why")?.remove();
  row.after(below);
  explanation.hidden = false;
}

// Takes the reasons out of the table before its rows are made anew.
function putAway() {
  explanation.hidden = true;
  table.closest(".scroll").after(explanation);
  table.querySelector("tr.why")?.remove();
}

function rowOf(one, told) {
  const row = document.createElement("tr");
  const head = cell("th", "", { scope: "row" });
  head.append(cell("a", one.short, { href: `${base}d/${one.id}/${one.latest ? "" : `${one.version}/`}` }));
  if (one.status === "draft") head.append(" ", cell("span", "draft", { class: "badge draft" }));
  const changed = Object.entries(choices.readingsOf(one));
  if (changed.length) head.append(cell("div", changed.map(([reading, option]) => `${reading}: ${option}`).join(", "), { class: "small" }));
  const verdict = cell("td", `${SIGNS[told.verdict]} ${told.verdict}`, { class: told.verdict.replaceAll(" ", "-") });
  const deciding = told.missing.filter((fact) => fact.decisive).map((fact) => fact.fact);
  const named = (deciding.length ? deciding : told.missing.map((fact) => fact.fact)).map(nameOf);
  const missing = cell("td", deciding.length ? "would decide: " : "");
  named.forEach((name, number) => missing.append(number ? ", " : "", name));
  const button = cell("button", "Why?", { type: "button", "aria-label": `Why ${one.short}?` });
  button.addEventListener("click", async () => {
    await explain(one);
    whyTitle.focus();
  });
  const last = document.createElement("td");
  last.append(button);
  row.append(head, verdict, cell("td", told.value), missing, last);
  row.dataset.id = one.id;
  row.dataset.verdict = told.verdict;
  row.dataset.told = inShort(told);
  return row;
}

const judgedRows = () => [...table.tBodies[0].rows].filter((row) => row.dataset.id);

function summarise() {
  const rows = judgedRows();
  const counts = Object.keys(SIGNS).map((verdict) => [verdict, rows.filter((row) => row.dataset.verdict === verdict).length]);
  const told = counts.filter(([, number]) => number).map(([verdict, number]) => `${number} ${verdict}`);
  state.textContent = `Judged by ${rows.length} ${rows.length === 1 ? "definition" : "definitions"}: ${told.join(", ")}.`;
  const chosen = show.value;
  show.replaceChildren(new Option("every verdict", ""), ...counts.filter(([, number]) => number).map(([verdict, number]) => new Option(`${verdict} (${number})`, verdict)));
  show.value = [...show.options].some((one) => one.value === chosen) ? chosen : "";
  filter();
}

function filter() {
  for (const row of judgedRows()) row.hidden = show.value !== "" && row.dataset.verdict !== show.value;
  if (explanation.closest("tr")?.previousElementSibling?.hidden) putAway();
}

// A missing fact as the form calls it, leading to its field; one that the form does not have as the text calls it.
function nameOf(fact) {
  const field = form.fieldOf(fact);
  if (!field) return cell("code", fact);
  const button = cell("button", field.label, { type: "button", class: "link" });
  button.addEventListener("click", field.go);
  return button;
}

// One definition once more, because it is read in another way.
async function again(one) {
  const row = rowOf(one, JSON.parse(await ask("judge", judged, one.reference, settled(one))));
  putAway();
  table.querySelector(`tr[data-id="${one.id}"]`)?.replaceWith(row);
  await explain(one);
  summarise();
}

function nothingToShow(found) {
  state.textContent = `${found.length} ${found.length === 1 ? "thing is" : "things are"} to be mended before it can be judged.`;
  putAway();
  table.tBodies[0].replaceChildren();
  without.hidden = true;
  picture.hidden = true;
  document.getElementById("save").disabled = true;
}

async function judge() {
  run += 1;
  const mine = run;
  const text = box.value;
  if (!(await isReady()) || mine !== run || text.trim() === "") return;
  const found = JSON.parse(await ask("read", text));
  if (mine !== run) return;
  showFindings(found);
  if (found.length) {
    nothingToShow(found);
    return;
  }
  const drawn = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await ask("timeline", text))}`;
  picture.replaceChildren(cell("img", "", { src: drawn, alt: "The treatments over time, drawn from the history above" }));
  picture.hidden = false;
  judged = text;
  const rows = [];
  const wanted = fitting(text);
  without.hidden = true;
  table.setAttribute("aria-busy", "true");
  for (const one of wanted) {
    const told = JSON.parse(await ask("judge", text, one.reference, settled(one)));
    if (mine !== run) return;
    rows.push(rowOf(one, told));
    if (rows.length % 10 === 0) state.textContent = `${rows.length} of ${wanted.length} judged ...`;
  }
  const wasOpen = !explanation.hidden;
  putAway();
  table.tBodies[0].replaceChildren(...rows);
  table.removeAttribute("aria-busy");
  document.getElementById("save").disabled = rows.length === 0;
  const still = wanted.find((one) => one.reference === explained?.reference);
  if (still && wasOpen) await explain(still);
  if (mine === run) summarise();
}

// Phenotypes read dated entries alone: of a history without them they can say nothing, unless they are chosen by name.
function fitting(text) {
  const wanted = choices.chosen();
  const left = /^records:/m.test(text) || choices.areNamed() ? [] : wanted.filter((one) => one.records);
  document.getElementById("left-out").textContent = left.length ? `Left out: ${left.length} phenotypes, which read dispensings; this history holds none.` : "";
  return wanted.filter((one) => !left.includes(one));
}

// What every definition says when one trial is left out, against what it says now.
async function judgeWithout(data, name) {
  const mine = run;
  const now = new Map(judgedRows().map((row) => [row.dataset.id, row.dataset.told]));
  withoutTitle.textContent = `Without ${name}`;
  withoutSays.textContent = "Judging ...";
  withoutList.replaceChildren();
  without.hidden = false;
  withoutTitle.focus();
  const text = await ask("write", JSON.stringify(data), "");
  const wrong = JSON.parse(await ask("read", text));
  if (wrong.length) {
    withoutSays.textContent = `Without it the history cannot be judged: ${wrong[0].message}`;
    return;
  }
  let changes = 0;
  let tried = 0;
  for (const one of fitting(text)) {
    const told = JSON.parse(await ask("judge", text, one.reference, settled(one)));
    if (mine !== run) return;
    tried += 1;
    const then = inShort(told);
    if (!now.has(one.id) || now.get(one.id) === then) continue;
    changes += 1;
    const line = document.createElement("li");
    line.append(cell("a", one.short, { href: `${base}d/${one.id}/` }), `: ${now.get(one.id)} with it, ${then} without`);
    withoutList.append(line);
  }
  withoutSays.textContent = `${changes} of ${tried} definitions give another answer.`;
}

const inShort = (told) => (told.value ? `${told.verdict} (${told.value})` : told.verdict);

let pause = 0;
function later(call) {
  clearTimeout(pause);
  pause = setTimeout(call, PAUSE);
}

async function showForm() {
  if (await isReady()) form.show(box.value.trim() === "" ? {} : JSON.parse(await ask("data", box.value)));
}

function typed() {
  later(() => {
    showForm();
    judge();
  });
}

form.onChange((data) => {
  state.textContent = "";
  later(async () => {
    if (!(await isReady())) return;
    box.value = await ask("write", JSON.stringify(data), box.value);
    judge();
  });
});
form.onWithout(async (data, name) => {
  if (await isReady()) judgeWithout(data, name);
});
show.addEventListener("change", filter);
for (const [label, names] of Object.entries(shelves)) {
  const group = cell("optgroup", "", { label });
  for (const [name, title] of Object.entries(names)) group.append(cell("option", title, { value: name }));
  if (group.children.length) examples.append(group);
}
examples.addEventListener("change", async () => {
  const wanted = examples.value;
  if (!wanted) return;
  let text = "";
  try {
    const got = await fetch(`${base}histories/${wanted}.yaml`);
    if (!got.ok) throw new Error(got.statusText);
    text = await got.text();
  } catch (error) {
    state.textContent = `The example could not be loaded: ${error.message}`;
    return;
  }
  if (examples.value !== wanted) return; // Another was chosen meanwhile.
  box.value = text;
  showForm();
  judge();
});
box.addEventListener("input", typed);
document.getElementById("judge").addEventListener("click", async () => {
  await judge();
  document.getElementById("verdicts-title").scrollIntoView();
});
document.getElementById("family").addEventListener("focus", isReady);
document.getElementById("share").addEventListener("click", async ({ target }) => {
  try {
    await navigator.clipboard.writeText(location.href);
    target.textContent = "Copied: the link holds no patient data";
  } catch {
    target.textContent = "Copy the address of this page: it holds no patient data";
  }
});
document.getElementById("save").addEventListener("click", async () => {
  const wanted = JSON.stringify(fitting(box.value).map((one) => one.reference));
  const written = await ask("receipt", box.value, wanted, JSON.stringify(choices.allReadings()));
  for (const [name, text, type] of [["receipt.json", written, "application/json"], ["history.yaml", box.value, "text/yaml"]]) {
    const link = cell("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
});
document.getElementById("not-started").hidden = true;
document.getElementById("tool").hidden = false;
const example = new URLSearchParams(location.hash.slice(1)).get("example");
if ([...examples.options].some((one) => one.value === example && example)) {
  examples.value = example;
  examples.dispatchEvent(new Event("change"));
} else if (location.hash.length > 1) isReady();
