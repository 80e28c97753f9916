// Where the reader is, and how the reader gets about: steps, play, keys and clicks.

const $ = (id) => document.getElementById(id);
/** The steps that are shown, in order; the tasks that have a lane; what they printed. */
let steps, lanes, prints;
/** The step shown, and its place among those that are. */
let step = 0, position = 0;
let all = false;
let speed = 1;
/** While it plays: since when this step is shown. */
let playing = null;
/** The moment shown on the clock, in µs: behind the step's while nobody is ready. */
let clock = 0;

function isShown(event) { return all || run.lane[run.task[event]] === 1; }

/** Chooses with or without the tasks of libraries. */
function choose(withAll) {
  all = withAll;
  const chosen = new Uint32Array(run.events);
  let count = 0, printed = 0;
  for (let i = 0; i < run.events; i++) {
    if (isShown(i)) chosen[count++] = i;
    if (run.printed(i)) printed++;
  }
  steps = count === run.events ? chosen : chosen.slice(0, count);
  prints = new Uint32Array(printed);
  for (let i = 0, to = 0; i < run.events; i++) if (run.printed(i)) prints[to++] = i;
  lanes = new Uint32Array(run.tasks);
  count = 0;
  for (let i = 0; i < run.tasks; i++) if (all || run.lane[i]) lanes[count++] = i;
  lanes = lanes.slice(0, count);
  $("slider").max = steps.length - 1;
  $("all").checked = all;
  two = lanes.length <= 7;
  rowHeight = two ? 40 : 24;
  $("height").style.height = `${Math.min(lanes.length * rowHeight, TALLEST)}px`;
  $("lanes").style.height = `${Math.min(lanes.length * rowHeight, 2000) + 1}px`;
  goTo(step);
}

/** Shows this step, or the next one after it that is shown. */
function goTo(wanted) {
  position = Math.min(lowerBound(steps, wanted), steps.length - 1);
  step = steps[position];
  clock = run.at[step];
  if (playing) playing = { since: performance.now() };
  show();
}

function move(by) {
  const next = Math.max(0, Math.min(steps.length - 1, position + by));
  if (next !== position) goTo(steps[next]);
}

/** To the next step that is `wanted`, in this direction. */
function moveTo(wanted, direction) {
  for (let i = position + direction; i >= 0 && i < steps.length; i += direction) {
    if (wanted(steps[i])) return goTo(steps[i]);
  }
  goTo(direction > 0 ? steps[steps.length - 1] : steps[0]);
}

function movePrint(direction) {
  const index = direction > 0 ? lowerBound(prints, step + 1) : lowerBound(prints, step) - 1;
  if (index >= 0 && index < prints.length) goTo(prints[index]);
}

function why() {
  const found = cause(step);
  if (found) goTo(found[0]);
}

// Play.

/** Events at one instant are shown for so long each, in milliseconds at ×1. */
const MOMENT = 800;
const still = matchMedia("(prefers-reduced-motion: reduce)");

function togglePlay() {
  if (playing) playing = null;
  else {
    if (position === steps.length - 1) goTo(0);
    playing = { since: performance.now() };
    requestAnimationFrame(playOn);
  }
  clock = run.at[step];
  showControls();
  draw();
}

function playOn(now) {
  if (!playing) return;
  if (position === steps.length - 1) {
    playing = null;
    showControls();
    return;
  }
  const idle = (run.at[steps[position + 1]] - run.at[step]) / 1000;
  const stay = Math.max(MOMENT, idle) / speed, passed = now - playing.since;
  if (passed >= stay) move(1);
  else if (idle > MOMENT && !still.matches) {
    clock = run.at[step] + Math.max(0, passed) / stay * idle * 1000;
    showClock();
    followWindow();
    draw();
  }
  requestAnimationFrame(playOn);
}

function setSpeed(wanted) {
  speed = wanted;
  if (playing) playing = { since: performance.now() };
  showControls();
}

// Keys and clicks.

let remembering = 0;
/** Keeps the step in the address; not at once, since browsers do not like haste there. */
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => history.replaceState(null, "", `#step=${step + 1}`), 400);
}

function readAddress() {
  const wanted = /^#step=(\d{1,9})$/.exec(location.hash);
  if (!wanted) return;
  const event = Math.max(0, Math.min(run.events - 1, Number(wanted[1]) - 1));
  if (!isShown(event)) choose(true);
  goTo(event);
}

const isPoll = (event) => run.code[event] === Code.POLLED;
const KEYS = {
  ArrowRight: () => move(1),
  ArrowLeft: () => move(-1),
  PageDown: () => moveTo(isPoll, 1),
  PageUp: () => moveTo(isPoll, -1),
  Home: () => goTo(0),
  End: () => goTo(run.events - 1),
  n: () => movePrint(1),
  p: () => movePrint(-1),
  " ": togglePlay,
  1: () => setSpeed(.25),
  2: () => setSpeed(1),
  3: () => setSpeed(4),
  w: why,
  t: () => setAxis(!byStep),
  "+": () => setZoom(zoom * 2),
  "=": () => setZoom(zoom * 2),
  "-": () => setZoom(zoom / 2),
  0: () => setZoom(1),
  l: () => { if (!$("all-label").hidden) choose(!all); },
  "?": () => $("keys").showModal(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || $("keys").open) return;
  // A button that has the focus is pressed by the space bar, as everywhere.
  if (event.key === " " && event.target.closest("button, input[type=checkbox]")) return;
  let key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.shiftKey && key === "ArrowRight") key = "PageDown";
  if (event.shiftKey && key === "ArrowLeft") key = "PageUp";
  if (!Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  KEYS[key]();
});

function listen() {
  const click = (id, action) => $(id).addEventListener("click", action);
  click("first", KEYS.Home);
  click("back", KEYS.ArrowLeft);
  click("play", togglePlay);
  click("forward", KEYS.ArrowRight);
  click("last", KEYS.End);
  click("why", why);
  click("help", KEYS["?"]);
  click("axis-by", KEYS.t);
  click("zoom-in", KEYS["+"]);
  click("zoom-out", KEYS["-"]);
  click("axis", (event) => goBackTo(stepAtX(event.offsetX)));
  click("picture", (event) => {
    const found = byStep && (rowsAbove() + event.offsetY) % rowHeight <= rowHeight - 12 ? stepAtX(event.offsetX) : target(event.offsetX, event.offsetY);
    if (found >= 0) goBackTo(found);
  });
  click("output", (event) => {
    const line = event.target.closest("[data-to]");
    if (line) goBackTo(Number(line.dataset.to));
  });
  for (const button of document.querySelectorAll("[data-speed]")) {
    button.addEventListener("click", () => setSpeed(Number(button.dataset.speed)));
  }
  $("slider").addEventListener("input", (event) => goTo(steps[Number(event.target.value)]));
  $("all").addEventListener("change", (event) => choose(event.target.checked));
  $("lanes").addEventListener("scroll", draw);
  addEventListener("resize", draw);
  addEventListener("hashchange", readAddress);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
}

document.title = `${run.heading} · Await and See`;
$("heading").textContent = run.heading;
$("title").textContent = run.waits_recorded ? run.title : `${run.title}. Waits are not recorded: tokio was built without --cfg tokio_unstable.`;
const hiddenTasks = run.tasks - run.lane.reduce((sum, lane) => sum + lane, 0);
$("all-label").hidden = hiddenTasks === 0;
$("all-text").textContent = `tasks of libraries (${hiddenTasks})`;
readColours();
fillSource();
listen();
choose(false);
setAxis(false);
readAddress();
