// What is said about an event: one plain sentence, and what caused it.

const run = new Run();

function nameOf(task) { return task === 0 ? "main" : `task ${task}`; }

/** A task's name in a sentence; whose it is, where it is none of the program's. */
function who(task) {
  if (!run.library[task]) return nameOf(task);
  const parent = run.parent[task];
  return parent < 0 ? `${nameOf(task)} (a library's helper)` : `${nameOf(task)} (a library's helper for ${nameOf(parent)})`;
}

const IN_SECONDS = run.length >= 200_000 || run.length === 0;

function time(us) {
  if (us >= 1e12) return `${(us / 1e6).toPrecision(6)} s`;
  if (IN_SECONDS) return `${(us / 1e6).toFixed(2)} s`;
  return `${(us / 1e3).toFixed(run.virtual_clock && us % 1000 === 0 ? 0 : 2)} ms`;
}

/** What the waiting that began at this event is for, as a noun; empty where tokio does not tell. */
function waitsFor(change) {
  const on = run.detail[change];
  if (on === 0) return "";
  const text = run.text(on - 1);
  return text.startsWith("sleep ") ? `sleep of ${text.slice(6)}` : text;
}

/** Where only the wake that ends the waiting tells what it was for: who will do it. */
function waitsUntil(change) {
  const end = run.until[change];
  if (end >= run.events) return "to the end of the recording";
  if (run.code[end] === Code.YIELDED) return "for the others to have a turn";
  if (run.code[end] !== Code.WOKEN) return "";
  const by = run.detail[end], task = by - By.TASK;
  if (by >= By.TASK && run.library[task]) {
    // Its own helper would be no news.
    const parent = run.parent[task], others = parent >= 0 && !run.library[parent] && parent !== run.task[change];
    return others ? `for a helper of ${nameOf(parent)}` : "for a library's helper";
  }
  if (by >= By.TASK) return `for ${nameOf(task)}`;
  return ["until it is woken", "for the timer", "for a socket", "for another thread"][by];
}

function atLine(step) {
  const place = run.place[step];
  if (!place) return "";
  const line = run.placeLine[place - 1];
  return run.exampleLine[place - 1] ? `line ${line}` : `line ${line} of another file`;
}

/** Who woke the task. */
function wakerName(step) {
  const by = run.detail[step], task = by - By.TASK;
  if (by < By.TASK) return ["somebody", "the timer", "a socket", "another thread"][by];
  return task === run.task[step] ? "itself" : who(task);
}

/** Whether the task that woke this one is done at the step. */
function wakerIsDone(woken, step) {
  const task = run.detail[woken] - By.TASK;
  return task >= 0 && run.state(task, step) === "done";
}

/** The wait that this wake ends; -1 if it ends none. */
function waitBefore(step) {
  const past = run.change(run.task[step], step - 1);
  return past >= 0 && run.code[past] === Code.WAITING ? past : -1;
}

function isSleep(wait) { return wait >= 0 && run.detail[wait] > 0 && run.isSleep[run.detail[wait] - 1] === 1; }

/** The sleep that a wake by the timer ends, where there is no doubt which. */
function sleepOver(woken) {
  const wait = waitBefore(woken);
  const known = run.detail[woken] === By.TIMER && isSleep(wait) && !run.several[wait];
  return known ? `its ${waitsFor(wait)} is over` : "";
}

/** One plain sentence: [what happened, a text of the program's in it]. */
function sentence(step) {
  const task = run.task[step], subject = who(task), past = run.change(task, step - 1);
  switch (run.code[step]) {
    case Code.SPAWNED: {
      if (task === 0) return ["the run begins: main is ready"];
      const parent = run.parent[task];
      const by = parent < 0 ? `${subject} is spawned` : `${nameOf(parent)} spawns ${subject}`;
      if (run.kind[task] === Kind.BLOCKING) return [`${by}: a closure for the pool of blocking threads`];
      if (run.kind[task] === Kind.THREAD) return [`${subject} joins in: it is a thread of the program, not a task`];
      return [`${by}: it is ready, but does not run yet`];
    }
    case Code.POLLED: {
      if (past < 0 || run.code[past] === Code.SPAWNED) return [`${subject} runs for the first time`];
      if (run.code[past] === Code.YIELDED) return [`${subject} has its turn again`];
      if (run.code[past] !== Code.WOKEN) return [`${subject} runs`];
      if (sleepOver(past)) return [`${subject} runs again: ${sleepOver(past)}`];
      return [`${subject} runs again: ${wakerName(past)} woke it${wakerIsDone(past, step) ? ", and is done" : ""}`];
    }
    case Code.YIELDED: return [`${subject} only gave up its turn: it is ready again`];
    case Code.WAITING: {
      const line = atLine(step);
      const on = waitsFor(step), where = line && isSleep(step) ? ` at ${line}` : "";
      // A lock or a channel is recorded with the line where it was made.
      const of = line && on && !isSleep(step) ? `, on the one of ${line}` : "";
      const also = past >= 0 && run.code[past] === Code.WAITING;
      const rest = run.several[step] && !also ? ", and for what it waited for before" : "";
      return [`${subject} ${also ? "also waits" : "waits"}${where}${on ? `: ${on}${of}` : ` ${waitsUntil(step)}`}${rest}`];
    }
    case Code.WOKEN: {
      const wait = waitBefore(step);
      if (run.state(task, step) === "runs") return [`${subject} is woken by ${wakerName(step)} while it runs: it will have another turn`];
      if (sleepOver(step)) return [`${subject} is woken by the timer: ${sleepOver(step)}`];
      const known = wait >= 0 && waitsFor(wait) && !isSleep(wait) && !run.several[wait];
      const by = `${wakerName(step)}${wakerIsDone(step, step) ? ", which is done" : ""}`;
      return [`${subject} is woken by ${by}${known ? `: it waited for ${waitsFor(wait)}` : ""}`];
    }
    case Code.PRINTED: return [`${subject} prints `, run.text(run.detail[step])];
    case Code.PRINTED_STDERR: return [`${subject} prints to stderr `, run.text(run.detail[step])];
    case Code.COMPLETED: return [`${subject} is done`];
    case Code.CANCELLED: return [`${subject} is cancelled: it is dropped before it could return`];
    case Code.PANICKED: return [`${subject} panics, and is over`];
  }
  return [""];
}

/** What else there is to say, in small print. */
function more(step) {
  const said = [];
  const before = step > 0 ? run.at[step] - run.at[step - 1] : 0;
  if (before > 0 && (before >= 1000 || run.virtual_clock)) {
    if (!run.isBusy(step - 1)) {
      const clock = run.virtual_clock ? "the virtual clock jumped" : "the loop slept";
      said.push(`Nobody was ready: ${clock} from ${time(run.at[step - 1])} to ${time(run.at[step])}.`);
    }
  }
  if (run.printed(step) && run.place[step]) {
    const line = run.exampleLine[run.place[step] - 1];
    if (line && run.annotations[line]) said.push(run.annotations[line]);
  }
  if (run.code[step] === Code.WOKEN && run.state(run.task[step], step) === "ready") {
    said.push("It may run again, when its turn comes.");
  }
  if (run.code[step] === Code.WAITING) {
    said.push(run.isBusy(step) ? "It gives the thread back: whoever is ready can run." : "Nobody is ready now: the loop waits until somebody is woken.");
  }
  if (step === run.events - 1) {
    const length = time(run.length);
    if (run.slept === 0) said.push(`The end, after ${length}.`);
    else if (run.slept <= run.length) said.push(`The end: ${time(run.slept)} of sleep in ${length}.`);
    else said.push(`The end: ${time(run.slept)} of sleep in ${length}, because sleeps pass side by side.`);
  }
  return said.join(" ");
}

/** What the task does since this event, for its row. */
function stateWords(change) {
  if (change < 0) return "not spawned yet";
  switch (run.code[change]) {
    case Code.WAITING: {
      const line = two ? atLine(change) : "";
      const on = waitsFor(change) ? `: ${waitsFor(change)}` : ` ${waitsUntil(change)}`;
      return `waits${on}${run.several[change] ? " and more" : ""}${line && `, ${line}`}`;
    }
    case Code.POLLED: return "runs";
    case Code.SPAWNED: return "ready, has not run yet";
    case Code.YIELDED: return "ready, gave up its turn";
    case Code.WOKEN: {
      const by = run.detail[change] - By.TASK;
      if (run.detail[change] === By.UNKNOWN) return "ready, woken";
      return `ready, woken by ${by >= 0 && run.library[by] ? "a helper" : wakerName(change)}`;
    }
    case Code.COMPLETED: return "done";
    case Code.CANCELLED: return "cancelled";
    case Code.PANICKED: return "panicked";
  }
  return "";
}

/** What caused the event: [its step, how the button that goes there is called]; null for none. */
function cause(step) {
  const task = run.task[step];
  const past = run.change(task, step - 1);
  const to = (cause, label) => cause < 0 || !isShown(cause) ? null : [cause, label];
  switch (run.code[step]) {
    case Code.SPAWNED: {
      const parent = run.parent[task];
      return parent < 0 ? null : to(run.change(parent, step), `why? ${nameOf(parent)} ran`);
    }
    case Code.WOKEN: {
      let by = run.detail[step] - By.TASK;
      if (by < 0) return to(waitBefore(step), "why? its wait began");
      // A library's task works for whoever spawned it.
      while (!all && by >= 0 && !run.lane[by]) by = run.parent[by];
      return by < 0 ? null : to(lastOf(by, step - 1), `who? ${nameOf(by)}`);
    }
    case Code.POLLED: return to(past, "why? it was ready");
    case Code.YIELDED: return to(past, "why? it gave way");
    default: return past >= 0 && run.code[past] === Code.POLLED ? to(past, "why? it ran") : null;
  }
}

/** The last event of the task up to the step, printing too. */
function lastOf(task, step) {
  const change = run.change(task, step);
  let printed = lowerBound(prints, step + 1) - 1;
  for (; printed >= 0 && prints[printed] > change; printed--) {
    if (run.task[prints[printed]] === task) return prints[printed];
  }
  return change;
}
