"use strict";
// The data of the run, as html/mod.rs makes them: the tasks with their states, and the
// stops with their sentences. Nothing is derived here but positions.

const SIGN = { none: "·", ready: "▷", runs: "▶", waits: "◷", done: "✓", cancelled: "✗", panicked: "‼", thread: "·" };

const data = document.getElementById("data");
const run = JSON.parse(new TextDecoder().decode(fromBase64(data.textContent)));
data.remove(); // the text is larger than what it holds

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The number of items before the first that is not `isBefore`. */
function countBefore(items, isBefore) {
  let from = 0, to = items.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(items[middle])) from = middle + 1; else to = middle;
  }
  return from;
}

function time(us) { return `${(us / 1e6).toFixed(run.decimals)} s`; }

/** The index of the state that the task is in after that number of events; -1 before its begin. */
function phaseIndex(task, happened) {
  return countBefore(run.tasks[task].phases, (phase) => phase.step < happened) - 1;
}

function phaseOf(task, happened) { return run.tasks[task].phases[phaseIndex(task, happened)]; }

function nameOf(task) { return run.tasks[task].name; }

/** `task 1, task 2 and 3 more`. */
function namesOf(tasks) {
  const more = tasks.length > 4 ? ` and ${tasks.length - 4} more` : "";
  return tasks.slice(0, 4).map(nameOf).join(", ") + more;
}
