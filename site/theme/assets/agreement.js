// The picture of all verdicts: which row and column is pointed at, and its answer. The picture is whole without this.
"use strict";
const map = document.getElementById("map");
const said = document.getElementById("cell");
const cross = document.getElementById("map-cross");
const svg = map.querySelector("svg");
const left = Number(map.dataset.left);
const size = Number(map.dataset.cell);
const WORDS = { met: "met", not_met: "not met", open: "cannot tell", out: "not applicable", no_cut: "no cut given", unread: "cannot be read" };
const names = [...svg.querySelectorAll("a")];
const columns = names.filter((one) => one.querySelector("text").hasAttribute("transform"));
// The names of the rows stand at the foot of their line.
const rows = names
  .filter((one) => !columns.includes(one))
  .map((one) => ({ name: one.textContent, link: one, y: Number(one.querySelector("text").getAttribute("y")) - size + 3.5 }));
const title = (link) => link.querySelector("title").textContent;

function answer(link, column) {
  // The marks of a row are drawn after its name, one path for each answer.
  for (let one = link.nextElementSibling; one && one.tagName === "path"; one = one.nextElementSibling) {
    let x = left;
    const [begin, ...moves] = one.getAttribute("d").split("m");
    if (!begin) continue;
    for (const move of moves) {
      const [, by, , , drawn] = /^(\d+) ?(-?\d+)([hl])(\d*)/.exec(move);
      x += Number(by);
      if (Math.floor((x - left) / size) === column) return WORDS[one.getAttribute("class").slice(2)];
      x += Number(drawn);
    }
  }
  return "";
}

function point(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const column = Math.floor((at.x - left) / size);
  const row = rows.find((one) => at.y >= one.y && at.y < one.y + size);
  if (!row || column < 0 || column >= columns.length) return;
  const x = left + column * size;
  cross.setAttribute("d", `M${left} ${row.y}h${size * columns.length}v${size}H${left}zM${x} ${rows[0].y}h${size}V${rows.at(-1).y + size}H${x}z`);
  said.textContent = `${title(row.link)}: ${answer(row.link, column)}. ${title(columns[column])}.`;
}
said.hidden = false;
svg.addEventListener("pointermove", point);
svg.addEventListener("pointerdown", point);
