// The picture: a lane for each task, of which only those on the screen are drawn.

let two = true, rowHeight = 40;
/** The width of a row's words, as in player.css. */
const LABELS = 236;

function followLanes() {
  const box = $("lanes"), index = lanes.indexOf(stop.task), row = index * rowHeight;
  if (index >= 0 && row < box.scrollTop) box.scrollTop = Math.max(0, row - rowHeight);
  else if (row + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = row + 2 * rowHeight - box.clientHeight;
  followWindow();
}

let byStep = false, zoom = 1;
/** The begin of the window of the axis: µs, or stops. */
let from = 0;
/** Whether waits begin at the very end: then the axis goes on after it, to show them. */
const hangs = run.tasks.some(({ phases }) => phases.at(-1)?.state === "waits" && phases.at(-1).at_us === run.length_us);

function whole() { return (byStep ? stops.length : Math.max(run.length_us, 1)) * (hangs ? 1.4 : 1); }
function cursorUnit() { return byStep ? position + .5 : clock; }

/** The place of a state's begin on the axis; the end of the axis where there is none. */
function unit(phase) {
  if (!phase) return whole();
  return byStep ? countBefore(stops, ({ happened }) => happened <= phase.step) : phase.at_us;
}

function followWindow() {
  const width = whole() / zoom, cursor = cursorUnit();
  if (cursor < from || cursor > from + width) from = cursor - width * .3;
  from = Math.max(0, Math.min(from, whole() - width));
}

function setZoom(wanted) {
  const most = Math.max(1, byStep ? stops.length / 8 : stops.length);
  const cursor = cursorUnit(), share = (cursor - from) / (whole() / zoom);
  zoom = Math.max(1, Math.min(wanted, most));
  from = cursor - share * (whole() / zoom);
  followWindow();
  draw();
}

function setAxis(wanted) {
  byStep = wanted;
  from = 0;
  zoom = byStep ? Math.max(1, stops.length / Math.max(20, Math.floor($("picture").clientWidth / 11))) : 1;
  $("axis-by").textContent = byStep ? "axis: steps" : "axis: time";
  followWindow();
  draw();
}

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const key of ["page", "text", "quiet", "line", "panel", "runs", "ready", "waits", "waits-bar", "ready-bar", "cursor", "bad"]) {
    colours[key] = style.getPropertyValue(`--${key}`).trim();
  }
}

/** Room beside the axis, in pixels: on the right for how the last tasks end. */
const SIDE = 8, SIDE_RIGHT = 30;
/** The pixels of one unit of the axis; measured before each picture, as that is slow. */
let perUnit = 1;
function measure() { perUnit = ($("picture").clientWidth - SIDE - SIDE_RIGHT) / (whole() / zoom); }
function toX(value) { return SIDE + (value - from) * perUnit; }
function fromX(x) { return from + (x - SIDE) / perUnit; }

function surface(canvas) {
  const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

let drawWanted = false;
/** Draws before the next frame. */
function draw() {
  if (drawWanted) return;
  drawWanted = true;
  requestAnimationFrame(() => { drawWanted = false; drawNow(); });
}

function drawNow() {
  measure();
  const { pen, width, height } = surface($("picture"));
  const above = $("lanes").scrollTop, first = Math.floor(above / rowHeight);
  const visible = lanes.slice(first, Math.ceil((above + height) / rowHeight));
  const rows = visible.map((task, index) => {
    const y = (first + index) * rowHeight - above;
    drawLane(pen, run.tasks[task].phases, y, width);
    return row(task, phaseOf(task, stop.happened), y);
  });
  $("rows").replaceChildren(...rows);
  drawArrow(pen, above);
  // What is still to come is faded.
  const now = byStep ? toX(position + 1) : toX(clock) + 1;
  pen.globalAlpha = .55;
  pen.fillStyle = colours.page;
  if (position < stops.length - 1) pen.fillRect(now, 0, width, height);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.cursor;
  if (byStep) pen.fillRect(toX(position) - 1, 0, 1, height);
  pen.fillRect(now - 2, 0, byStep ? 1 : 2, height);
  drawAxis(toX(cursorUnit()));
}

function row(task, phase, y) {
  const state = phase?.state ?? "none", words = phase?.words ?? "not spawned yet";
  const element = make("div", `row ${two ? "two" : "one"}${task === stop.task ? " now" : ""}`);
  element.setAttribute("role", "listitem");
  element.dataset.task = task;
  element.dataset.state = state;
  element.style.cssText = `position:absolute;width:${LABELS}px;height:${rowHeight}px;top:${y}px`;
  element.append(make("span", "sign", SIGN[state]), make("span", "name", nameOf(task)), two ? "" : " ", make("span", "state", words));
  element.title = `${nameOf(task)}: ${words}`;
  return element;
}

function drawLane(pen, phases, y, width) {
  const middle = y + rowHeight / 2, bar = rowHeight * .56, top = middle - bar / 2;
  pen.fillStyle = colours.line;
  pen.fillRect(0, y + rowHeight - 1, width, 1);
  const polls = [], wakes = [];
  let lastPixel = -Infinity;
  for (let i = 0; i < phases.length; i++) {
    const phase = phases[i], x = toX(unit(phase)), end = toX(unit(phases[i + 1])), long = end - x;
    if (end < 0) continue;
    if (x > width) break;
    // One change a pixel is drawn.
    if (long < 1 && x < lastPixel + .5) continue;
    lastPixel = x;
    if (phase.state === "waits" || phase.state === "ready") drawWait(pen, phase, x, top, long, bar, width);
    else if (phase.state === "runs") polls.push([x, long]);
    else if (phase.state !== "thread") drawEnd(pen, phase.state, x, middle);
    if (phase.woken) wakes.push(x);
  }
  pen.fillStyle = colours.runs;
  for (const [x, long] of polls) pen.fillRect(byStep ? x : x - 1, top - 2, Math.max(long, byStep ? 1 : 3), bar + 4);
  pen.fillStyle = colours.ready;
  for (const x of wakes) {
    pen.beginPath();
    pen.moveTo(x, y + rowHeight - 10);
    pen.lineTo(x + 5, y + rowHeight - 1);
    pen.lineTo(x - 5, y + rowHeight - 1);
    pen.fill();
  }
}

function drawWait(pen, phase, x, top, long, bar, width) {
  const left = Math.max(x, -2), right = Math.min(x + Math.max(long, .5), width + 2);
  pen.fillStyle = colours[`${phase.state}-bar`];
  if (phase.state === "ready") {
    pen.fillRect(left, top + bar / 4, right - left, bar / 2);
    return;
  }
  pen.fillRect(left, top, right - left, bar);
  if (right - left < 46) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, right - left - 4, bar);
  pen.clip();
  pen.fillStyle = colours.text;
  pen.font = `${two ? 14 : 12}px system-ui, "DejaVu Sans", sans-serif`;
  pen.textBaseline = "middle";
  pen.fillText(phase.name, Math.max(left, SIDE) + 8, top + bar / 2 + 1);
  pen.restore();
}

function drawEnd(pen, state, x, middle) {
  pen.fillStyle = state === "done" ? colours.runs : colours.bad;
  pen.font = `bold 14px system-ui, "DejaVu Sans", sans-serif`;
  pen.textBaseline = "middle";
  pen.fillText(SIGN[state], x + 5, middle);
}

/** From the task that wakes or spawns to the one that is woken or spawned, at this stop. */
function drawArrow(pen, above) {
  const index = lanes.indexOf(stop.from), to = lanes.indexOf(stop.task);
  if (index < 0 || to < 0 || index === to) return;
  const x = toX(cursorUnit()), y0 = (index + .5) * rowHeight - above, y1 = (to + .5) * rowHeight - above;
  const bend = Math.min(34, 14 + Math.abs(y1 - y0) / 8) * (x > 60 ? -1 : 1);
  pen.strokeStyle = pen.fillStyle = colours.cursor;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x, y0);
  pen.bezierCurveTo(x + bend, y0, x + bend, y1, x + Math.sign(bend) * 6, y1);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x, y1);
  pen.lineTo(x + Math.sign(bend) * 9, y1 - 5);
  pen.lineTo(x + Math.sign(bend) * 9, y1 + 5);
  pen.fill();
}

function drawAxis(cursor) {
  const { pen, width, height } = surface($("axis"));
  // The least of 1, 2, 5, 10, … that leaves room for the numbers.
  let gap = 10 ** Math.floor(Math.log10(70 / perUnit));
  for (const factor of [1, 2, 5, 10]) if (gap * factor * perUnit >= 70) { gap *= factor; break; }
  if (byStep) gap = Math.max(1, gap);
  pen.font = `13px system-ui, "DejaVu Sans", sans-serif`;
  pen.textBaseline = "middle";
  for (let value = Math.ceil(from / gap) * gap, count = 0; count < 100; value += gap, count++) {
    const x = toX(byStep ? value + .5 : value);
    if (x > width || value > (byStep ? stops.length - 1 : run.length_us)) break;
    pen.fillStyle = colours.quiet;
    pen.fillRect(x, height - 6, 1, 6);
    const label = byStep ? `${value + 1}` : axisTime(value, gap);
    const wide = pen.measureText(label).width;
    pen.fillText(label, Math.max(1, Math.min(x - wide / 2, width - wide - 1)), 11);
  }
  pen.fillStyle = colours.cursor;
  pen.beginPath();
  pen.moveTo(cursor, height);
  pen.lineTo(cursor - 6, height - 9);
  pen.lineTo(cursor + 6, height - 9);
  pen.fill();
}

function axisTime(us, gap) {
  if (us === 0) return "0";
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(gap / 1e6) - 1e-9)));
  return `${(us / 1e6).toFixed(decimals)} s`;
}

/** The stop at this place of the axis. */
function stopAt(x) {
  const value = fromX(x);
  if (byStep) return Math.floor(value);
  return countBefore(stops, ({ at_us }) => at_us <= value + 1 / perUnit) - 1;
}

/** The stop that a click there goes to: to the cause of a wake, or to the next change. */
function stopOfClick(x, y) {
  const inRows = $("lanes").scrollTop + y, task = lanes[Math.floor(inRows / rowHeight)];
  if (task === undefined) return -1;
  const near = run.tasks[task].phases.filter((phase) => Math.abs(toX(unit(phase)) - x) < 6);
  const stopOf = ({ step }) => countBefore(stops, ({ happened }) => happened <= step);
  const woken = near.find((phase) => phase.woken);
  if (woken && inRows % rowHeight > rowHeight - 12) return stops[stopOf(woken)].cause ?? stopOf(woken);
  return near.length > 0 && !byStep ? stopOf(near[0]) : stopAt(x);
}
