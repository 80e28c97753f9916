"use strict";
// The run as it was recorded. The tables are read once, into typed arrays, and from then
// on every question is answered by a binary search or from a block of 256 events: what a
// task does at a step, who is ready. So a step back costs what a step forward costs, and
// nothing looks at all events again.

/** What happened, by the codes of html/mod.rs. */
const Code = {
  SPAWNED: 0, POLLED: 1, YIELDED: 2, WAITING: 3, WOKEN: 4, PRINTED: 5, PRINTED_STDERR: 6,
  COMPLETED: 7, CANCELLED: 8, PANICKED: 9,
};
/** Who woke a task: these, or the task's number + BY_TASK. */
const By = { UNKNOWN: 0, TIMER: 1, IO: 2, THREAD: 3, TASK: 4 };
const Kind = { TASK: 0, LOCAL: 1, BLOCKING: 2, THREAD: 3 };

/** The state that an event puts its task in. */
const STATE = ["ready", "runs", "ready", "waits", "ready", null, null, "done", "cancelled", "panicked"];
const SIGN = { none: "·", ready: "▷", runs: "▶", waits: "◷", done: "✓", cancelled: "✗", panicked: "‼" };

/** For so many events together is known who is alive among them. */
const BLOCK = 256;

class Bytes {
  constructor(id) {
    const element = document.getElementById(id);
    this.bytes = fromBase64(element.textContent);
    this.at = 0;
    element.remove(); // the text is as large as the bytes
  }
  byte() { return this.bytes[this.at++]; }
  number() {
    let value = 0, scale = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** The first index in [from, to) whose value is at least `wanted`; `to` if there is none. */
function lowerBound(sorted, wanted, from = 0, to = sorted.length) {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle] < wanted) from = middle + 1; else to = middle;
  }
  return from;
}

const utf8 = new TextDecoder(), utf8Bytes = new TextEncoder();

class Run {
  constructor() {
    const head = new Bytes("data-head");
    Object.assign(this, JSON.parse(utf8.decode(head.bytes)));
    this.readTexts(new Bytes("data-texts"));
    this.readTasks(new Bytes("data-tasks"));
    this.readEvents(new Bytes("data-events"));
  }

  readTexts(table) {
    this.textBytes = table.bytes;
    this.textBegin = new Uint32Array(this.texts);
    this.textEnd = new Uint32Array(this.texts);
    this.isSleep = new Uint8Array(this.texts);
    const isExample = new Uint8Array(this.texts);
    // A text is decoded when it is shown: there may be as many as events.
    const sleep = utf8Bytes.encode("sleep"), file = utf8Bytes.encode(this.file);
    const beginsWith = (at, wanted) => wanted.every((byte, i) => table.bytes[at + i] === byte);
    for (let i = 0; i < this.texts; i++) {
      const length = table.number();
      this.textBegin[i] = table.at;
      this.textEnd[i] = table.at += length;
      this.isSleep[i] = length >= sleep.length && beginsWith(this.textBegin[i], sleep);
      isExample[i] = length === file.length && beginsWith(this.textBegin[i], file);
    }
    this.placeFile = new Uint32Array(this.places);
    this.placeLine = new Uint32Array(this.places);
    /** The line in the program, or 0 where the place is in another file. */
    this.exampleLine = new Uint32Array(this.places);
    for (let i = 0; i < this.places; i++) {
      this.placeFile[i] = table.number();
      this.placeLine[i] = table.number();
      if (isExample[this.placeFile[i]]) this.exampleLine[i] = this.placeLine[i];
    }
  }

  text(number) {
    return utf8.decode(this.textBytes.subarray(this.textBegin[number], this.textEnd[number]));
  }

  readTasks(table) {
    this.kind = new Uint8Array(this.tasks);
    this.library = new Uint8Array(this.tasks);
    this.lane = new Uint8Array(this.tasks);
    this.parent = new Int32Array(this.tasks);
    for (let i = 0; i < this.tasks; i++) {
      const flags = table.byte();
      this.kind[i] = flags & 3;
      this.library[i] = flags >> 2 & 1;
      this.lane[i] = flags >> 3 & 1;
      this.parent[i] = table.number() - 1;
    }
  }

  readEvents(table) {
    const n = this.events, tasks = this.tasks;
    this.at = new Float64Array(n);
    this.code = new Uint8Array(n);
    this.task = new Uint32Array(n);
    this.detail = new Uint32Array(n);
    this.place = new Uint32Array(n); // + 1; 0 is nowhere
    /** The line of the program where the task, or else its parent, was last seen; 0 for none. */
    this.line = new Uint32Array(n);
    /** For an event that puts its task in a state: the one that ends the state, or n. */
    this.until = new Uint32Array(n);
    /** The task waits for more than what this event names. */
    this.several = new Uint8Array(n);
    const blocks = Math.ceil(n / BLOCK);
    /** For each block how long the states begun in it last, and what there was before. */
    this.lasts = { ready: new Uint32Array(blocks), runs: new Uint32Array(blocks), waits: new Uint32Array(blocks) };
    const counts = () => ({ ready: new Uint32Array(blocks), runs: new Uint32Array(blocks), waits: new Uint32Array(blocks), ended: new Uint32Array(blocks) });
    this.before = [counts(), counts()]; // of the tasks without a lane, and with one
    const now = [0, 1].map(() => ({ ready: 0, runs: 0, waits: 0, ended: 0 }));

    const last = new Int32Array(tasks).fill(-1);
    const lastLine = new Uint32Array(tasks);
    const changes = new Uint32Array(tasks + 1);
    const asleepSince = new Float64Array(tasks).fill(-1);
    this.slept = 0;
    let at = 0;
    for (let i = 0; i < n; i++) {
      if (i % BLOCK === 0) {
        const block = i / BLOCK;
        for (const lane of [0, 1]) for (const name in now[lane]) this.before[lane][name][block] = now[lane][name];
      }
      const flags = table.byte(), code = flags & 15;
      if (flags & 32) at += table.number();
      const task = table.number();
      const hasDetail = code === Code.WAITING || code === Code.WOKEN || code === Code.PRINTED || code === Code.PRINTED_STDERR;
      const detail = hasDetail ? table.number() : 0;
      this.at[i] = at;
      this.code[i] = code;
      this.task[i] = task;
      this.detail[i] = detail;
      if (flags & 16) {
        const place = table.number();
        this.place[i] = place + 1;
        if (this.exampleLine[place]) lastLine[task] = this.exampleLine[place];
      }
      if (code === Code.SPAWNED && !lastLine[task] && this.parent[task] >= 0) lastLine[task] = lastLine[this.parent[task]];
      this.line[i] = lastLine[task];

      if (code === Code.WAITING) {
        const sleeps = detail > 0 && this.isSleep[detail - 1];
        if (sleeps && !this.library[task] && asleepSince[task] < 0) asleepSince[task] = at;
      } else if ((code === Code.WOKEN || code >= Code.COMPLETED) && asleepSince[task] >= 0) {
        this.slept += at - asleepSince[task];
        asleepSince[task] = -1;
      }

      // Whoever is woken while it runs goes on running.
      const state = STATE[code], past = last[task];
      if (code === Code.WAITING) {
        const also = past >= 0 && this.code[past] === Code.WAITING;
        this.several[i] = also || flags & 64 ? 1 : 0;
      }
      const runsOn = code === Code.WOKEN && past >= 0 && this.code[past] === Code.POLLED;
      if (state === null || runsOn) continue;
      if (past >= 0) {
        this.until[past] = i;
        const block = Math.floor(past / BLOCK), was = STATE[this.code[past]];
        this.lasts[was][block] = Math.max(this.lasts[was][block], i);
        now[this.lane[task]][was]--;
      }
      this.until[i] = n;
      now[this.lane[task]][this.lasts[state] ? state : "ended"]++;
      last[task] = i;
      changes[task + 1]++;
    }
    for (let task = 0; task < tasks; task++) {
      if (last[task] < 0) continue;
      const was = STATE[this.code[last[task]]];
      if (this.lasts[was]) this.lasts[was][Math.floor(last[task] / BLOCK)] = n;
    }
    // The events that changed the state of each task, task after task.
    for (let task = 0; task < tasks; task++) changes[task + 1] += changes[task];
    this.changesBegin = changes;
    this.changes = new Uint32Array(changes[tasks]);
    const free = changes.slice();
    for (let i = 0; i < n; i++) {
      if (this.until[i]) this.changes[free[this.task[i]]++] = i;
    }
  }

  get length() { return this.at[this.events - 1]; }

  /** The index in `changes` of what put the task in its state at the step; -1 before its begin. */
  changeIndex(task, step) {
    const begin = this.changesBegin[task];
    const found = lowerBound(this.changes, step + 1, begin, this.changesBegin[task + 1]) - 1;
    return found < begin ? -1 : found;
  }

  /** The event that put the task in its state at the step; -1 before its begin. */
  change(task, step) {
    const index = this.changeIndex(task, step);
    return index < 0 ? -1 : this.changes[index];
  }

  state(task, step) {
    const change = this.change(task, step);
    return change < 0 ? "none" : STATE[this.code[change]];
  }

  /** The events that put a task in this state, where it still is at the step; in their order. */
  * alive(state, step) {
    const lasts = this.lasts[state];
    for (let block = 0; block * BLOCK <= step; block++) {
      if (lasts[block] <= step) continue;
      const end = Math.min((block + 1) * BLOCK, step + 1);
      for (let i = block * BLOCK; i < end; i++) {
        if (this.until[i] > step && STATE[this.code[i]] === state) yield i;
      }
    }
  }

  /** How many tasks are in which state at the step: those without a lane, and those with one. */
  counts(step) {
    const block = Math.floor(step / BLOCK);
    const now = this.before.map((before) => ({ ready: before.ready[block], runs: before.runs[block], waits: before.waits[block], ended: before.ended[block] }));
    const name = (code) => this.lasts[STATE[code]] ? STATE[code] : "ended";
    for (let i = block * BLOCK; i <= step; i++) {
      if (!this.until[i]) continue;
      const task = this.task[i], counts = now[this.lane[task]], past = this.change(task, i - 1);
      if (past >= 0) counts[name(this.code[past])]--;
      counts[name(this.code[i])]++;
    }
    return now;
  }

  /** Whether a task runs or could run at the step. */
  isBusy(step) { return this.counts(step).some(({ ready, runs }) => ready + runs > 0); }

  printed(step) { return this.code[step] === Code.PRINTED || this.code[step] === Code.PRINTED_STDERR; }
}
