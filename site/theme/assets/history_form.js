// The form of a history: shows plain data, and changes them where a reader fills something in.
import { fromWords, inWords, isBounds, namesFromWords } from "./values.js";

const form = document.getElementById("form");
const off = document.getElementById("form-off");
const trials = document.getElementById("trials");
const blank = document.getElementById("trial");
const all = document.getElementById("complete-all");
const kinds = [...document.querySelectorAll("#complete [data-span]")];
const alone = document.getElementById("text-alone");
const SHOWN = new Set(["history", "id", "title", "about", "source", "as_of", "complete", "trials", "trials_in"]);
const SPANS = ["life", "current-episode"];
let data = {};
let made = 0;

// One field: its element, and how it is filled and read.
class Field {
  constructor(box) {
    this.path = box.dataset.path.split(".");
    this.kind = box.dataset.kind;
    this.entry = box.querySelector("select, input");
    this.score = box.querySelector("input.figure[hidden], select + input.figure");
    if (this.entry === this.score) this.score = null;
    this.kept = undefined;
  }

  show(holder) {
    const value = this.path.reduce((part, key) => (isBounds(part) ? part[key] : undefined), holder);
    this.kept = value;
    this.entry.querySelector?.("option[data-kept]")?.remove();
    if (this.entry.tagName !== "SELECT") {
      const words = inWords(value);
      this.entry.value = words ?? JSON.stringify(value);
      this.entry.readOnly = words === null;
      return;
    }
    const scale = isBounds(value) && Object.keys(value).length === 1 && inWords(Object.values(value)[0]) !== null;
    const wanted = value === undefined ? "" : this.score && scale ? `scale:${Object.keys(value)[0]}` : String(value);
    if (Array.isArray(value) || ![...this.entry.options].some((one) => one.value === wanted)) {
      // Several possible values, or a slip: shown as the text has it, and left alone unless another is chosen.
      const words = Array.isArray(value) ? value.join(" or ") : typeof value === "object" ? JSON.stringify(value) : String(value);
      const option = new Option(words, "kept");
      option.dataset.kept = "";
      this.entry.append(option);
      this.entry.value = "kept";
    } else {
      this.entry.value = wanted;
    }
    if (this.score) {
      this.score.hidden = !this.entry.value.startsWith("scale:");
      this.score.value = this.score.hidden ? "" : inWords(Object.values(value)[0]);
    }
  }

  read() {
    const typed = this.entry.value;
    if (this.entry.tagName !== "SELECT") {
      if (this.entry.readOnly) return this.kept;
      if (this.kind === "treatment") return namesFromWords(typed);
      if (this.kind === "number") return fromWords(typed);
      if (this.kind === "dose") return fromWords(typed, "mg/day");
      if (typed.trim() === "") return undefined;
      return /^\d{4}$/.test(typed.trim()) ? Number(typed) : typed.trim();
    }
    if (this.score) this.score.hidden = !typed.startsWith("scale:");
    if (typed === "") return undefined;
    if (typed === "kept") return this.kept;
    if (this.kind === "truth") return typed === "true";
    if (typed.startsWith("scale:")) {
      const figure = fromWords(this.score.value);
      return figure === undefined ? undefined : { [typed.slice(6)]: figure };
    }
    return typed;
  }

  // Puts what was filled in into the data; a part that is left without a fact goes too.
  write(holder) {
    const value = this.read();
    this.kept = value;
    const last = this.path.at(-1);
    let part = holder;
    for (const key of this.path.slice(0, -1)) {
      if (!isBounds(part[key])) {
        if (value === undefined) return;
        part[key] = {};
      }
      part = part[key];
    }
    if (value === undefined) delete part[last];
    else part[last] = value;
    if (this.path.length === 2 && Object.keys(part).length === 0) delete holder[this.path[0]];
  }
}

const about = [...form.querySelectorAll(".field")].map((box) => new Field(box));

function title(box) {
  const number = [...trials.children].indexOf(box) + 1;
  const name = box.querySelector("[data-kind=treatment] input").value;
  box.querySelector("legend").textContent = `Trial ${number}${name ? `: ${name}` : ""}`;
}

function addTrial(entry) {
  made += 1;
  const box = blank.content.firstElementChild.cloneNode(true);
  for (const one of box.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace("NUMBER", `trial-${made}`));
    }
  }
  box.entry = entry;
  box.fields = [...box.querySelectorAll(".field")].map((one) => new Field(one));
  for (const field of box.fields) field.show(entry);
  trials.append(box);
  title(box);
  return box;
}

function showComplete(value) {
  const everything = value === "all";
  const spans = isBounds(value) ? value : { life: Array.isArray(value) ? value : [] };
  all.checked = everything;
  for (const one of kinds) {
    const full = spans[one.dataset.span] === "all";
    one.checked = !everything && (full || (Array.isArray(spans[one.dataset.span]) && spans[one.dataset.span].includes(one.value)));
    one.disabled = everything;
  }
}

function readComplete() {
  for (const one of kinds) one.disabled = all.checked;
  if (all.checked) return "all";
  const spans = {};
  for (const span of SPANS) {
    const ticked = kinds.filter((one) => one.dataset.span === span && one.checked).map((one) => one.value);
    if (ticked.length) spans[span] = ticked;
  }
  if (Object.keys(spans).length === 0) return "none";
  return "current-episode" in spans ? spans : spans.life;
}

// Shows a history in the form. What is no history switches the form off and changes nothing.
export function show(shown) {
  const fits = isBounds(shown) && (shown.trials === undefined || (Array.isArray(shown.trials) && shown.trials.every(isBounds)));
  off.hidden = fits;
  form.inert = !fits;
  if (!fits) return;
  data = shown;
  for (const field of about) field.show(data);
  trials.replaceChildren();
  made = 0;
  for (const entry of data.trials ?? []) addTrial(entry);
  showComplete(data.complete);
  for (const part of form.querySelectorAll("details")) {
    if ([...part.querySelectorAll(".field select, .field input")].some((one) => one.value !== "")) part.open = true;
  }
  const others = Object.keys(data).filter((key) => !SHOWN.has(key) && !about.some((field) => field.path[0] === key));
  alone.textContent = `In the text alone: ${others.join(", ")}. The form leaves that as it is.`;
  alone.hidden = others.length === 0;
}

// The field of a missing fact, named as in `trials[1].weeks`: its label, and a way there; null where there is none.
export function fieldOf(fact) {
  const inTrial = fact.match(/^trials\[(\d+)\]\.(.+)$/);
  const box = inTrial ? trials.children[Number(inTrial[1]) - 1] : null;
  if (inTrial && !box) return null;
  // A present score is entered with the severity.
  const name = inTrial ? inTrial[2] : fact.replace(/^episode\.score\..*/, "episode.severity");
  const among = inTrial ? box.fields : about;
  const field = among.find((one) => one.path.join(".") === name) ?? among.find((one) => one.kind === "score" && name.startsWith(`${one.path[0]}.`));
  if (!field) return null;
  const label = field.entry.labels[0].textContent;
  return {
    label: inTrial ? `trial ${inTrial[1]}: ${label}` : label,
    go: () => {
      const details = field.entry.closest("details");
      if (details) details.open = true;
      field.entry.focus();
    },
  };
}

// Calls with the history without a trial, and the name of that trial, when somebody asks what changes.
export function onWithout(call) {
  trials.addEventListener("click", ({ target }) => {
    if (!target.matches(".without")) return;
    const box = target.closest(".trial");
    const left = [...trials.children].filter((one) => one !== box).map((one) => one.entry).filter((entry) => Object.keys(entry).length);
    const whole = { history: 1, id: "my-history", complete: "none", ...data };
    delete whole.trials;
    if (left.length) whole.trials = left;
    call(whole, box.querySelector("legend").textContent.toLowerCase());
  });
}

// Calls with the whole history whenever something in the form was changed.
export function onChange(call) {
  const changed = () => {
    const entries = [...trials.children].map((box) => box.entry).filter((entry) => Object.keys(entry).length);
    const whole = { history: 1, id: "my-history", complete: "none", ...data };
    delete whole.trials;
    if (entries.length) whole.trials = entries;
    data = whole;
    call(whole);
  };
  form.addEventListener("input", ({ target }) => {
    const box = target.closest(".trial");
    const field = (box ? box.fields : about).find((one) => one.entry === target || one.score === target);
    field?.write(box ? box.entry : data);
    if (box) title(box);
    if (target === all || kinds.includes(target)) data.complete = readComplete();
    changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  trials.addEventListener("click", ({ target }) => {
    if (!target.matches(".remove")) return;
    const box = target.closest(".trial");
    const next = box.nextElementSibling ?? box.previousElementSibling;
    box.remove();
    for (const one of trials.children) title(one);
    (next?.querySelector("input") ?? document.getElementById("add")).focus();
    changed();
  });
  document.getElementById("add").addEventListener("click", () => addTrial({}).querySelector("input").focus());
}
