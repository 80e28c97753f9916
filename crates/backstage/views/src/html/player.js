// The reader's place in the run, and how to change it: steps, play, keys and clicks.

const $ = (id) => document.getElementById(id);
/** The stops of the walk; the tasks that have a lane; the stops that print. */
let stops, lanes, prints;
/** The current stop, and its index. */
let stop, position = 0;
let all = false;
let speed = 1;
/** While it plays: since when this stop is shown. */
let playing = null;
/** The moment shown on the clock, in µs: between two stops while the clock runs on. */
let clock = 0;

/** Chooses with or without the helper tasks of libraries. */
function choose(withAll) {
  const happened = stop?.happened ?? 0;
  all = withAll && run.walks.length > 1;
  stops = run.walks[Number(all)];
  prints = [...stops.keys()].filter((index) => stops[index].printed !== null);
  lanes = [...run.tasks.keys()].filter((task) => all || run.tasks[task].lane);
  shownPrints = -1;
  $("slider").max = stops.length - 1;
  $("all").checked = all;
  two = lanes.length <= 7;
  rowHeight = two ? 40 : 24;
  $("height").style.height = `${lanes.length * rowHeight}px`;
  $("lanes").style.height = `${Math.min(lanes.length * rowHeight, 2000) + 1}px`;
  goTo(countBefore(stops, (stop) => stop.happened < happened));
}

function goTo(wanted) {
  position = Math.max(0, Math.min(wanted, stops.length - 1));
  stop = stops[position];
  clock = stop.at_us;
  if (playing) playing = { since: performance.now() };
  show();
}

/** To the next stop of a poll, in this direction. */
function movePoll(direction) {
  let to = position + direction;
  while (stops[to] && !isPoll(stops[to])) to += direction;
  goTo(to);
}

function isPoll({ task, happened }) {
  const phase = task === null ? undefined : phaseOf(task, happened);
  return phase?.state === "runs" && phase.step === happened - 1;
}

function movePrint(direction) {
  const index = countBefore(prints, (print) => print < position + (direction > 0 ? 1 : 0));
  const to = prints[direction > 0 ? index : index - 1];
  if (to !== undefined) goTo(to);
}

function why() { if (stop.cause !== null) goTo(stop.cause); }

// Play.

/** How long a stop is shown, in milliseconds at ×1. */
const MOMENT = 800;
const still = matchMedia("(prefers-reduced-motion: reduce)");

function togglePlay() {
  if (playing) playing = null;
  else {
    if (position === stops.length - 1) goTo(0);
    playing = { since: performance.now() };
    requestAnimationFrame(playOn);
  }
  clock = stop.at_us;
  showControls();
  draw();
}

function playOn(now) {
  if (!playing) return;
  if (position === stops.length - 1) {
    playing = null;
    showControls();
    return;
  }
  const idle = (stops[position + 1].at_us - stop.at_us) / 1000;
  const stay = Math.max(MOMENT, idle) / speed, passed = now - playing.since;
  if (passed >= stay) goTo(position + 1);
  else if (idle > MOMENT && !still.matches) {
    clock = stop.at_us + Math.max(0, passed) / stay * idle * 1000;
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
/** Keeps the step in the address; after a while, since browsers limit how often. */
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => history.replaceState(null, "", `#step=${position + 1}`), 400);
}

function readAddress() {
  const wanted = /^#step=(\d{1,9})$/.exec(location.hash);
  if (wanted) goTo(Number(wanted[1]) - 1);
}

const KEYS = {
  ArrowRight: () => goTo(position + 1),
  ArrowLeft: () => goTo(position - 1),
  PageDown: () => movePoll(1),
  PageUp: () => movePoll(-1),
  Home: () => goTo(0),
  End: () => goTo(stops.length - 1),
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
  a: () => choose(!all),
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
  click("axis", (event) => goTo(stopAt(event.offsetX)));
  click("picture", (event) => {
    const found = stopOfClick(event.offsetX, event.offsetY);
    if (found >= 0) goTo(found);
  });
  click("output", (event) => {
    const line = event.target.closest("[data-to]");
    if (line) goTo(Number(line.dataset.to));
  });
  for (const button of document.querySelectorAll("[data-speed]")) {
    button.addEventListener("click", () => setSpeed(Number(button.dataset.speed)));
  }
  $("slider").addEventListener("input", (event) => goTo(Number(event.target.value)));
  $("all").addEventListener("change", (event) => choose(event.target.checked));
  $("lanes").addEventListener("scroll", draw);
  addEventListener("resize", draw);
  addEventListener("hashchange", readAddress);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
}

document.title = `${run.heading} · Await and See`;
$("heading").textContent = run.heading;
$("title").textContent = run.title;
$("notice").hidden = !run.notice;
$("notice").textContent = run.notice ?? "";
$("all-label").hidden = run.walks.length < 2;
$("all-text").textContent = `helper tasks (${run.tasks.filter((task) => !task.lane).length})`;
readColours();
fillSource();
listen();
choose(false);
// A run that takes no time is shown step by step.
setAxis(run.length_us === 0);
readAddress();
