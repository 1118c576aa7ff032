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
const files = JSON.parse(document.getElementById("examples").textContent);
const SIGNS = { met: "●", "not met": "✕", "cannot tell": "?", "no cut given": "○", "not applicable": "–" };
const PAUSE = 500;
let worker = null;
let starting = null;
let explained = null;
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
  state.textContent = unknown.length ? `The address names what is not here: ${unknown.join(", ")}.` : "Ready.";
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
  const text = await ask("explain", box.value, one.reference, settled(one));
  if (explained !== one) return;
  why.textContent = text;
  whyTitle.textContent = `Why: ${one.short}`;
  const controls = choices.readingControls(one);
  document.getElementById("readings").replaceChildren(...(controls.length ? [cell("h3", "How it is read"), ...controls] : []));
  explanation.hidden = false;
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
  const missing = deciding.length ? `would decide: ${deciding.join(", ")}` : told.missing.map((fact) => fact.fact).join(", ");
  const button = cell("button", "Why?", { type: "button", "aria-label": `Why ${one.short}?` });
  button.addEventListener("click", async () => {
    await explain(one);
    whyTitle.focus();
  });
  const last = document.createElement("td");
  last.append(button);
  row.append(head, verdict, cell("td", told.value), cell("td", missing), last);
  row.dataset.id = one.id;
  row.dataset.verdict = told.verdict;
  return row;
}

function summarise() {
  const rows = [...table.tBodies[0].rows];
  const met = rows.filter((row) => row.dataset.verdict === "met").length;
  state.textContent = `Judged by ${rows.length} ${rows.length === 1 ? "definition" : "definitions"}: ${met} met.`;
}

// One definition once more, because it is read in another way.
async function again(one) {
  const row = rowOf(one, JSON.parse(await ask("judge", box.value, one.reference, settled(one))));
  table.querySelector(`tr[data-id="${one.id}"]`)?.replaceWith(row);
  await explain(one);
  summarise();
}

function nothingToShow(found) {
  state.textContent = `${found.length} ${found.length === 1 ? "thing is" : "things are"} to be mended before it can be judged.`;
  table.tBodies[0].replaceChildren();
  explanation.hidden = true;
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
  const rows = [];
  const wanted = choices.chosen();
  table.setAttribute("aria-busy", "true");
  for (const one of wanted) {
    const told = JSON.parse(await ask("judge", text, one.reference, settled(one)));
    if (mine !== run) return;
    rows.push(rowOf(one, told));
    if (rows.length % 10 === 0) state.textContent = `${rows.length} of ${wanted.length} judged ...`;
  }
  table.tBodies[0].replaceChildren(...rows);
  table.removeAttribute("aria-busy");
  document.getElementById("save").disabled = rows.length === 0;
  const still = wanted.find((one) => one.reference === explained?.reference);
  if (still && !explanation.hidden) await explain(still);
  else explanation.hidden = true;
  if (mine === run) summarise();
}

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
for (const one of Object.keys(files)) examples.append(cell("option", files[one].title, { value: one }));
examples.addEventListener("change", async () => {
  if (!examples.value) return;
  box.value = files[examples.value].text;
  showForm();
  judge();
});
box.addEventListener("input", typed);
document.getElementById("judge").addEventListener("click", judge);
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
  const wanted = JSON.stringify(choices.chosen().map((one) => one.reference));
  const written = await ask("receipt", box.value, wanted, JSON.stringify(choices.allReadings()));
  for (const [name, text, type] of [["receipt.json", written, "application/json"], ["history.yaml", box.value, "text/yaml"]]) {
    const link = cell("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
});
document.getElementById("not-started").hidden = true;
document.getElementById("tool").hidden = false;
if (location.hash.length > 1) isReady();
