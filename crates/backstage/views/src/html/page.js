// The page around the picture: sentence, source, board and output. Text of the run only
// ever becomes textContent.

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function show() {
  $("player").dataset.step = step + 1;
  showSentence();
  showControls();
  showSource();
  showBoard();
  showOutput();
  followLanes();
  draw();
  remember();
}

function showSentence() {
  const [said, text] = sentence(step);
  $("sentence").replaceChildren(said);
  if (text !== undefined) $("sentence").append(make("span", "text", `“${text}”`));
  $("more").textContent = more(step);
  const found = cause(step);
  $("why").hidden = !found;
  if (found) $("why").textContent = `↰ ${found[1]}`;
}

function showClock() { $("clock").textContent = time(clock); }

function showControls() {
  showClock();
  const slider = $("slider");
  slider.value = position;
  slider.setAttribute("aria-valuetext", `event ${step + 1} of ${run.events}, ${time(run.at[step])}: ${$("sentence").textContent}`);
  $("number").textContent = `event ${step + 1} of ${run.events}`;
  const end = position === steps.length - 1;
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
  $("file").textContent = run.file || "the program is not in this course: its lines are only named";
}

let marked = [];
let lit = null;

function showSource() {
  for (const item of marked) {
    item.classList.remove("lit", "dim");
    for (const tag of item.querySelectorAll(".tag")) tag.remove();
  }
  marked = [];
  const place = run.place[step] - 1;
  const inExample = place >= 0 && run.exampleLine[place] > 0;
  const elsewhere = $("elsewhere");
  elsewhere.hidden = place < 0 || inExample && run.source.length > 0;
  if (!elsewhere.hidden) elsewhere.textContent = `${run.text(run.placeFile[place])}, line ${run.placeLine[place]}`;

  const items = $("lines").children;
  lit = items[run.line[step] - 1] ?? null;
  if (lit) {
    lit.classList.add(inExample ? "lit" : "dim");
    lit.append(make("span", "tag here", `${SIGN[run.state(run.task[step], step)] ?? ""} ${nameOf(run.task[step])}`));
    marked.push(lit);
  }
  const waiting = new Map();
  let looked = 0;
  for (const change of run.alive("waits", step)) {
    if (++looked > 1000) break;
    const task = run.task[change], at = run.place[change] - 1;
    if (at < 0 || !isShown(change) || task === run.task[step]) continue;
    const item = items[run.exampleLine[at] - 1];
    if (item) waiting.set(item, [...waiting.get(item) ?? [], task]);
  }
  for (const [item, tasks] of waiting) {
    const names = tasks.slice(0, 4).map(nameOf).join(", ") + (tasks.length > 4 ? ` and ${tasks.length - 4} more` : "");
    item.append(make("span", "tag", `${SIGN.waits} ${names}`));
    marked.push(item);
  }
  if (lit) keepInView($("lines"), lit);
}

function keepInView(box, item) {
  const above = item.offsetTop, below = above + item.offsetHeight, margin = 40;
  if (above - margin < box.scrollTop || below + margin > box.scrollTop + box.clientHeight) {
    box.scrollTop = above - box.clientHeight / 2;
  }
}

// The board: who runs, who is ready.

/** So many tasks at most are looked at for the chips, and so many are shown. */
const MOST_LOOKED = 2000, MOST_CHIPS = 5;

/** Shows who is in this state, in the order in which they came to be. */
function showChips(box, state, [others, withLane]) {
  const shown = [];
  let looked = 0;
  for (const change of run.alive(state, step)) {
    if (isShown(change)) shown.push(run.task[change]);
    if (++looked > MOST_LOOKED || shown.length === MOST_CHIPS) break;
  }
  const hidden = all ? 0 : others[state], rest = withLane[state] + others[state] - hidden - shown.length;
  box.replaceChildren(...shown.map((task) => make("span", `chip ${state}`, nameOf(task))));
  if (rest > 0) box.append(`and ${rest} more`);
  else if (hidden > 0) box.append(`${shown.length > 0 ? "and " : ""}${hidden} of a library`);
  else if (shown.length === 0) box.append("nobody");
}

function showBoard() {
  const counts = run.counts(step);
  showChips($("running"), "runs", counts);
  showChips($("ready"), "ready", counts);
  showChips($("waiting"), "waits", counts);
  const sum = (state) => counts[0][state] + counts[1][state];
  if (sum("runs") === 0 && sum("ready") > 0) $("running").textContent = "nobody: the event loop picks who is ready";
  else if (sum("runs") === 0 && sum("waits") > 0) $("running").textContent = "nobody: the event loop waits, as all do";
  $("over").textContent = `${counts[1].ended + (all ? counts[0].ended : 0)} over`;
}

// Output.

/** So many lines of output are in the page at a time. */
const MOST_LINES = 200;
let shownPrints = -1, shownFrom = 0;

function showOutput() {
  const count = lowerBound(prints, step + 1);
  if (count === shownPrints) return;
  shownPrints = count;
  shownFrom = Math.max(0, count - MOST_LINES);
  const lines = [];
  if (shownFrom > 0) lines.push(outputLine(prints[shownFrom - 1], `… ${shownFrom} earlier lines`));
  for (let i = shownFrom; i < count; i++) lines.push(outputLine(prints[i]));
  if (count === 0) lines.push(make("p", "before", "nothing printed yet"));
  if (count > 0) lines[lines.length - 1].classList.add("last");
  $("output").replaceChildren(...lines);
  $("output").scrollTop = $("output").scrollHeight;
}

function outputLine(at, instead) {
  const line = make("button");
  line.tabIndex = -1; // n and p go there by key
  line.dataset.to = at;
  if (instead) {
    line.classList.add("before");
    line.textContent = instead;
    return line;
  }
  if (run.code[at] === Code.PRINTED_STDERR) line.classList.add("stderr");
  line.append(make("span", "when", time(run.at[at])), make("span", "who", nameOf(run.task[at])), make("span", "text", run.text(run.detail[at])));
  return line;
}
