// The picture: a lane for each task, of which only those on the screen are drawn. In a
// lane, changes that share a pixel are skipped by a binary search for the next pixel: a
// lane costs as much as it is wide, however much happened in it.

/** Browsers lay out no taller box; beyond it the rows are scrolled in proportion. */
const TALLEST = 8_000_000;
let two = true, rowHeight = 40;
/** The width of a row's words, as in player.css. */
const LABELS = 236;

/** How many pixels of rows are above the window. */
function rowsAbove() {
  const box = $("lanes"), real = lanes.length * rowHeight;
  if (real <= TALLEST) return box.scrollTop;
  return box.scrollTop / (TALLEST - box.clientHeight) * (real - box.clientHeight);
}

function scrollRowsTo(above) {
  const box = $("lanes"), real = lanes.length * rowHeight;
  box.scrollTop = real <= TALLEST ? above : above / (real - box.clientHeight) * (TALLEST - box.clientHeight);
}

function followLanes() {
  const row = lowerBound(lanes, run.task[step]) * rowHeight, tall = $("lanes").clientHeight, above = rowsAbove();
  if (row < above) scrollRowsTo(Math.max(0, row - rowHeight));
  else if (row + rowHeight > above + tall) scrollRowsTo(row + 2 * rowHeight - tall);
  followWindow();
}

let byStep = false, zoom = 1;
/** Where the window of the axis begins: µs, or events shown. */
let from = 0;

function whole() { return byStep ? steps.length : Math.max(run.length, 1); }
function unit(event) { return byStep ? lowerBound(steps, event) : run.at[Math.min(event, run.events - 1)]; }
function cursorUnit() { return byStep ? position + .5 : clock; }

function followWindow() {
  const width = whole() / zoom, cursor = cursorUnit();
  if (cursor < from || cursor > from + width) from = cursor - width * .3;
  from = Math.max(0, Math.min(from, whole() - width));
}

function setZoom(wanted) {
  const most = Math.max(1, byStep ? steps.length / 8 : steps.length);
  const cursor = cursorUnit(), share = (cursor - from) / (whole() / zoom);
  zoom = Math.max(1, Math.min(wanted, most));
  from = cursor - share * (whole() / zoom);
  followWindow();
  draw();
}

function setAxis(wanted) {
  byStep = wanted;
  from = 0;
  zoom = 1;
  if (byStep) zoom = Math.max(1, steps.length / Math.max(20, Math.floor($("picture").clientWidth / 11)));
  $("axis-by").textContent = byStep ? "axis: events" : "axis: time";
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
function measure() {
  perUnit = ($("picture").clientWidth - SIDE - SIDE_RIGHT) / (whole() / zoom);
}
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
  const above = rowsAbove(), first = Math.floor(above / rowHeight);
  const last = Math.min(lanes.length, Math.ceil((above + height) / rowHeight));
  const rows = [];
  for (let index = first; index < last; index++) {
    const task = lanes[index], y = index * rowHeight - above, change = run.change(task, step);
    rows.push(row(task, change, y));
    drawLane(pen, task, y, width);
  }
  $("rows").replaceChildren(...rows);
  drawArrow(pen, above);
  // What is still to come stands back.
  const now = byStep ? toX(position + 1) : toX(clock) + 1;
  pen.globalAlpha = .55;
  pen.fillStyle = colours.page;
  pen.fillRect(now, 0, width, height);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.cursor;
  if (byStep) pen.fillRect(toX(position) - 1, 0, 1, height);
  pen.fillRect(now - 2, 0, byStep ? 1 : 2, height);
  drawAxis(toX(cursorUnit()));
}

function row(task, change, y) {
  const state = change < 0 ? "none" : STATE[run.code[change]];
  const element = make("div", `row ${two ? "two" : "one"}${task === run.task[step] ? " now" : ""}`);
  element.setAttribute("role", "listitem");
  element.dataset.task = task;
  element.dataset.state = state;
  element.style.cssText = `position:absolute;width:${LABELS}px;height:${rowHeight}px;top:${y}px`;
  const words = stateWords(change);
  const label = run.library[task] ? `${nameOf(task)} (library)` : nameOf(task);
  element.append(make("span", "sign", SIGN[state]), make("span", "name", label), two ? "" : " ", make("span", "state", words));
  element.title = `${label}: ${words}`;
  return element;
}

/** The first event at or after this pixel. */
function eventAt(x) {
  const value = fromX(x);
  if (byStep) return value >= steps.length ? run.events : steps[Math.max(0, Math.ceil(value))] ?? run.events;
  return lowerBound(run.at, value);
}

function drawLane(pen, task, y, width) {
  const end = run.changesBegin[task + 1], middle = y + rowHeight / 2, bar = rowHeight * .56, top = middle - bar / 2;
  pen.fillStyle = colours.line;
  pen.fillRect(0, y + rowHeight - 1, width, 1);
  const begin = eventAt(0);
  let i = Math.max(run.changesBegin[task], run.changeIndex(task, Math.max(0, begin - 1)));
  const ticks = [], marks = [];
  while (i < end) {
    const change = run.changes[i], x = toX(unit(change));
    if (x > width) break;
    const until = run.until[change], state = STATE[run.code[change]];
    const wide = toX(byStep && until >= run.events ? steps.length : unit(until)) - x;
    if (state === "waits" || state === "ready") drawWait(pen, change, state, x, top, wide, bar, width);
    else if (state === "runs") ticks.push([x, wide]);
    else drawEnd(pen, state, x, middle);
    if (run.code[change] === Code.WOKEN) marks.push(x);
    if (wide < 1) {
      // Many changes in one pixel: look at the first few, and go on behind it.
      const next = lowerBound(run.changes, eventAt(Math.floor(x) + 1), i + 1, end);
      if (next - i > 6) {
        ticks.push([Math.floor(x), 1]);
        i = next - 1;
        continue;
      }
    }
    i++;
  }
  pen.fillStyle = colours.runs;
  for (const [x, wide] of ticks) pen.fillRect(byStep ? x : x - 1, top - 2, Math.max(wide, byStep ? 1 : 3), bar + 4);
  if (marks.length < width / 4) {
    pen.fillStyle = colours.ready;
    for (const x of marks) {
      pen.beginPath();
      pen.moveTo(x, y + rowHeight - 10);
      pen.lineTo(x + 5, y + rowHeight - 1);
      pen.lineTo(x - 5, y + rowHeight - 1);
      pen.fill();
    }
  }
}

function drawWait(pen, change, state, x, top, wide, bar, width) {
  const left = Math.max(x, -2), right = Math.min(x + Math.max(wide, .5), width + 2);
  pen.fillStyle = colours[`${state}-bar`];
  if (state === "waits") pen.fillRect(left, top, right - left, bar);
  else pen.fillRect(left, top + bar / 4, right - left, bar / 2);
  if (state === "waits" && right - left > 46) {
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left - 4, bar);
    pen.clip();
    pen.fillStyle = colours.text;
    pen.font = `${two ? 14 : 12}px system-ui, "DejaVu Sans", sans-serif`;
    pen.textBaseline = "middle";
    const on = run.detail[change];
    pen.fillText(on > 0 ? run.text(on - 1).slice(0, 80) : "waits", Math.max(left, SIDE) + 8, top + bar / 2 + 1);
    pen.restore();
  }
}

function drawEnd(pen, state, x, middle) {
  pen.fillStyle = state === "done" ? colours.runs : colours.bad;
  pen.font = `bold 14px system-ui, "DejaVu Sans", sans-serif`;
  pen.textBaseline = "middle";
  pen.fillText(SIGN[state], x + 5, middle);
}

/** From who wakes or spawns to who is woken or spawned, at this step. */
function drawArrow(pen, above) {
  const task = run.task[step];
  let other = -1;
  if (run.code[step] === Code.WOKEN && run.detail[step] >= By.TASK) other = run.detail[step] - By.TASK;
  if (run.code[step] === Code.SPAWNED) other = run.parent[task];
  const index = lowerBound(lanes, other), to = lowerBound(lanes, task);
  if (other < 0 || other === task || lanes[index] !== other) return;
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
  for (let value = Math.ceil(from / gap) * gap, most = 0; most < 100; value += gap, most++) {
    const x = toX(byStep ? value + .5 : value);
    if (x > width || value > (byStep ? steps.length - 1 : whole())) break;
    pen.fillStyle = colours.quiet;
    pen.fillRect(x, height - 6, 1, 6);
    const label = byStep ? `${steps[value] + 1}` : axisTime(value, gap);
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
  if (us >= 1e12) return `${(us / 1e6).toPrecision(4)} s`;
  if (us === 0) return "0";
  const [of, name] = gap >= 1e4 && IN_SECONDS ? [1e6, "s"] : [1e3, "ms"];
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(gap / of) - 1e-9)));
  return `${(us / of).toFixed(decimals)} ${name}`;
}

/** The task whose lane is at this height of the picture; -1 if there is none. */
function laneAt(y) { return lanes[Math.floor((rowsAbove() + y) / rowHeight)] ?? -1; }

/** What a click there goes to: a wake goes to who caused it, all else to what is there. */
function target(x, y) {
  const task = laneAt(y);
  if (task < 0) return -1;
  const begin = run.changesBegin[task], end = run.changesBegin[task + 1], near = 6;
  const first = lowerBound(run.changes, eventAt(x - near), begin, end);
  const behind = lowerBound(run.changes, eventAt(x + near), begin, end);
  const low = (rowsAbove() + y) % rowHeight > rowHeight - 12;
  for (let i = first; low && i < Math.min(behind, first + 20); i++) {
    const found = run.code[run.changes[i]] === Code.WOKEN ? cause(run.changes[i]) : null;
    if (found) return found[0];
  }
  if (first < behind) return run.changes[first];
  return Math.max(0, eventAt(x) - 1);
}

/** The last step at or before this place of the axis. */
function stepAtX(x) {
  if (byStep) return steps[Math.max(0, Math.min(steps.length - 1, Math.floor(fromX(x))))];
  return Math.max(0, eventAt(x + 1) - 1);
}

/** Goes to the step, or to the last before it that is shown. */
function goBackTo(wanted) {
  const index = lowerBound(steps, wanted + 1) - 1;
  goTo(steps[Math.max(0, index)]);
}
