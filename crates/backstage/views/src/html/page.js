// The page around the picture: sentence, source, board and output. Text of the run only
// ever becomes textContent.

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function show() {
  $("player").dataset.step = position + 1;
  $("sentence").textContent = stop.sentence;
  $("more").textContent = stop.detail;
  $("why").hidden = stop.cause === null;
  $("why").textContent = `↰ why? step ${stop.cause + 1}`;
  showControls();
  showSource();
  showBoard();
  showOutput();
  followLanes();
  draw();
  remember();
}

function showClock() { $("clock").textContent = time(clock); }

function showControls() {
  showClock();
  const slider = $("slider"), number = `step ${position + 1} of ${stops.length}`;
  slider.value = position;
  slider.setAttribute("aria-valuetext", `${number}, ${time(stop.at_us)}: ${stop.sentence}`);
  $("number").textContent = number;
  const end = position === stops.length - 1;
  $("first").disabled = $("back").disabled = position === 0;
  $("forward").disabled = $("last").disabled = end;
  $("play").textContent = playing ? "⏸ pause" : "▶ play";
  for (const button of document.querySelectorAll("[data-speed]")) {
    button.setAttribute("aria-pressed", Number(button.dataset.speed) === speed);
  }
}

// Source.

const TOKENS = /(\/\/.*)|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)')|(\.await\b)|\b(async|await|fn|let|mut|use|move|match|if|else|for|while|loop|in|return|struct|enum|impl|pub|const|static|break|continue|type|trait|where|mod|ref|self|Self|as|dyn)\b/g;
const TOKEN_CLASS = ["comment", "string", "await", "word"];

function fillSource() {
  run.source.forEach((line, index) => {
    const item = make("li"), code = make("span", "code");
    let from = 0;
    for (const found of line.matchAll(TOKENS)) {
      code.append(line.slice(from, found.index));
      code.append(make("span", TOKEN_CLASS[found.slice(1).findIndex((group) => group !== undefined)], found[0]));
      from = found.index + found[0].length;
    }
    code.append(line.slice(from));
    item.append(make("span", "no", index + 1), code);
    $("lines").append(item);
  });
  $("file").textContent = run.file || "the source of this program is not in the course; its lines are only named";
}

let marked = [];

function mark(item, className, text) {
  item.append(make("span", className, text));
  marked.push(item);
}

function showSource() {
  for (const item of marked) {
    item.classList.remove("lit");
    for (const tag of item.querySelectorAll(".tag")) tag.remove();
  }
  marked = [];
  $("elsewhere").hidden = !stop.elsewhere;
  $("elsewhere").textContent = stop.elsewhere ?? "";
  const items = $("lines").children, lit = items[stop.line - 1];
  if (lit) {
    lit.classList.add("lit");
    mark(lit, "tag here", `${SIGN[phaseOf(stop.task, stop.happened)?.state ?? "none"]} ${nameOf(stop.task)}`);
    keepInView($("lines"), lit);
  }
  // The tasks that wait, at the lines of their awaits.
  const waiting = new Map();
  for (const task of lanes) {
    const phase = phaseOf(task, stop.happened), item = items[phase?.line - 1];
    if (phase?.state !== "waits" || !item || task === stop.task) continue;
    waiting.set(item, [...waiting.get(item) ?? [], task]);
  }
  for (const [item, tasks] of waiting) mark(item, "tag", `${SIGN.waits} ${namesOf(tasks)}`);
  if (position === stops.length - 1 && marked.length > 0) keepInView($("lines"), marked[0]);
}

function keepInView(box, item) {
  const above = item.offsetTop, below = above + item.offsetHeight, margin = 40;
  if (above - margin < box.scrollTop || below + margin > box.scrollTop + box.clientHeight) {
    box.scrollTop = above - box.clientHeight / 2;
  }
}

// The board: the tasks in each state.

const MAX_CHIPS = 5;

function showBoard() {
  const now = { runs: [], ready: [], waits: [], done: [], cancelled: [], panicked: [], thread: [] };
  const hidden = { runs: 0, ready: 0, waits: 0, done: 0, cancelled: 0, panicked: 0, thread: 0 };
  run.tasks.forEach((task, number) => {
    const phase = phaseOf(number, stop.happened);
    if (!phase) return;
    if (all || task.lane) now[phase.state].push([phase.step, number]);
    else hidden[phase.state]++;
  });
  const chips = (id, state) => {
    const tasks = now[state].sort(([one], [other]) => one - other).map(([, task]) => task);
    const shown = tasks.slice(0, MAX_CHIPS), rest = tasks.length - shown.length;
    $(id).replaceChildren(...shown.map((task) => make("span", `chip ${state}`, nameOf(task))));
    if (rest > 0) $(id).append(`and ${rest} more`);
    else if (hidden[state] > 0) $(id).append(`${shown.length > 0 ? "and " : ""}${hidden[state]} helper${hidden[state] > 1 ? "s" : ""}`);
    else if (shown.length === 0) $(id).append("none");
  };
  chips("running", "runs");
  chips("ready", "ready");
  chips("waiting", "waits");
  const ended = ["done", "cancelled", "panicked"].reduce((sum, state) => sum + now[state].length, 0);
  $("ended").textContent = `${ended} ended`;
}

// Output.

/** Maximum number of lines of output that are in the page at a time. */
const MAX_LINES = 200;
let shownPrints = -1;

function showOutput() {
  const count = countBefore(prints, (print) => stops[print].happened <= stop.happened);
  if (count === shownPrints) return;
  shownPrints = count;
  const from = Math.max(0, count - MAX_LINES);
  const lines = prints.slice(from, count).map(outputLine);
  if (from > 0) lines.unshift(make("p", "before", `… ${from} earlier lines`));
  if (count === 0) lines.push(make("p", "before", "nothing printed yet"));
  else lines[lines.length - 1].classList.add("last");
  $("output").replaceChildren(...lines);
  $("output").scrollTop = $("output").scrollHeight;
}

function outputLine(print) {
  const line = make("button"), { at_us, task, printed, stderr } = stops[print];
  line.tabIndex = -1; // n and p go there by key
  line.dataset.to = print;
  if (stderr) line.classList.add("stderr");
  line.append(make("span", "when", time(at_us)), make("span", "who", nameOf(task)), make("span", "text", printed));
  return line;
}
