// Runs the registry's own program. Started from the page's memory, so that the page's policy holds here too.
"use strict";

let desk = null;

async function start(root) {
  const { loadPyodide } = await import(`${root}run/pyodide/pyodide.mjs`);
  const python = await loadPyodide({ indexURL: `${root}run/pyodide/` });
  const answer = await fetch(`${root}run/program.zip`);
  if (!answer.ok) throw new Error("the program could not be loaded");
  python.unpackArchive(await answer.arrayBuffer(), "zip", { extractDir: "/program" });
  python.runPython("import sys; sys.path.insert(0, '/program')");
  desk = python.pyimport("trd_registry.publishing.in_browser");
}

self.addEventListener("message", async ({ data }) => {
  const { number, name, given } = data;
  try {
    if (name === "start") {
      await start(...given);
      self.postMessage({ number, answer: desk.definitions() });
    } else {
      self.postMessage({ number, answer: desk[name](...given) });
    }
  } catch (error) {
    self.postMessage({ number, error: String(error.message ?? error) });
  }
});
