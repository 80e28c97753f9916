//! The player in a real browser: every step of a run, and what must not happen.

#[path = "../common/mod.rs"]
mod common;

mod browser;
mod model;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use recording::{
    Clock, Event, EventKind, Outcome, Owner, Place, Stream, TaskKind, Wait, Waits,
    WakeSource,
};
use serde_json::{Value, json};
use views::{Replay, Story, Subject, explain};

use browser::{Browser, HEIGHT, WIDTH};
use model::{SHOWN, expected};

/// Keys of the WebDriver protocol.
const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';
const PAGE_DOWN: char = '\u{e00f}';
const PAGE_UP: char = '\u{e00e}';
const END: char = '\u{e010}';
const HOME: char = '\u{e011}';
const TAB: char = '\u{e004}';

const SIMPLE: &str = "crates/03-gather-vs-wait/examples/simple.rs";

/// The recording of the lesson's example, and its page.
fn simple(browser: &Browser) -> (Story, PathBuf) {
    let recording =
        common::run(&["run", "gather-vs-wait", "simple", "--json", "--fast"]);
    let file = browser.file("simple.jsonl");
    fs::write(&file, recording.succeeds()).expect("it is written");
    (read(&file), page_of(browser, &file))
}

fn read(file: &Path) -> Story {
    let bytes = fs::read(file).expect("it is there");
    Story::read(&*bytes).expect("it is in order")
}

/// The page that the command makes from a recording.
fn page_of(browser: &Browser, recording: &Path) -> PathBuf {
    let page = browser.file("page.html");
    let paths = [recording, &page].map(|path| path.to_str().expect("it is UTF-8"));
    common::run(&["timeline", "--from", paths[0], "--html", paths[1]]).succeeds();
    page
}

/// Asserts that the page shows what has to be seen at the stop of the replay.
#[track_caller]
fn assert_shows(browser: &Browser, replay: &Replay<'_>, file: &str, all: bool) {
    assert_same(&browser.drawn(SHOWN), &expected(replay, file, all));
}

#[track_caller]
fn assert_same(shown: &Value, wanted: &Value) {
    for (key, wanted) in wanted.as_object().expect("it is one") {
        let step = &shown["step"];
        // Where a mark has its line twice, the order does not matter.
        let sorted = |value: &Value| match value.as_array() {
            Some(items) if key == "marks" => {
                let mut items = items.iter().map(Value::to_string).collect::<Vec<_>>();
                items.sort();
                json!(items)
            }
            _ => value.clone(),
        };
        assert_eq!(
            sorted(&shown[key]),
            sorted(wanted),
            "{key} at {step}: {shown:#}"
        );
    }
}

fn replay(story: &Story, all: bool) -> Replay<'_> {
    Replay::new(story, all).expect("it is short")
}

/// Forward through the whole run, and back again.
fn walk(browser: &Browser, story: &Story, file: &str, all: bool) {
    let mut replay = replay(story, all);
    browser.key(HOME);
    let last = replay.stops().len() - 1;
    for stop in (0..=last).chain((0..last).rev()) {
        if stop > replay.at() {
            browser.key(RIGHT);
        } else if stop < replay.at() {
            browser.key(LEFT);
        }
        replay.go(stop);
        assert_shows(browser, &replay, file, all);
    }
    browser.key(LEFT);
    assert_shows(browser, &replay, file, all);
}

/// To every stop in leaps, as by clicks here and there.
fn visit(browser: &Browser, story: &Story, file: &str, all: bool) {
    let mut replay = replay(story, all);
    let count = replay.stops().len();
    // A prime that is not a factor of the count: no stop is left out.
    let stops = (0..count)
        .map(|number| number * 89 % count)
        .collect::<Vec<_>>();
    let script = format!(
        "return arguments[0].map((step) => {{ goTo(step); drawNow(); return {SHOWN}; }})"
    );
    let shown = browser.script(&script, json!(stops));
    for (stop, shown) in stops.iter().zip(shown.as_array().expect("it is one")) {
        replay.go(*stop);
        assert_same(shown, &expected(&replay, file, all));
    }
}

#[track_caller]
fn text(browser: &Browser, id: &str) -> String {
    let script = "return document.getElementById(arguments[0]).textContent";
    let text = browser.script(script, json!(id));
    text.as_str().expect("it has a text").to_owned()
}

#[track_caller]
fn step(browser: &Browser) -> u64 {
    let step = browser.script(
        "return document.getElementById('player').dataset.step",
        Value::Null,
    );
    step.as_str()
        .and_then(|step| step.parse().ok())
        .expect("it has a number")
}

#[track_caller]
fn assert_quiet(browser: &Browser, page: &Path) {
    assert_eq!(browser.console(), [""; 0]);
    let name = page
        .file_name()
        .expect("it has one")
        .to_str()
        .expect("it is UTF-8");
    for url in browser.requests() {
        assert!(url.starts_with("file:///") && url.ends_with(name), "{url}");
    }
}

#[test]
fn a_whole_run_forward_and_back() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let (story, page) = simple(&browser);
    browser.open(&page);
    walk(&browser, &story, SIMPLE, false);
    browser.key('a');
    walk(&browser, &story, SIMPLE, true);
    assert_quiet(&browser, &page);
}

/// Every kind of event there is, most of them in a file that is not shown.
#[test]
fn every_event_is_shown() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let recording =
        common::root().join("crates/backstage/classroom/tests/every_event.jsonl");
    let story = read(&recording);
    let page = page_of(&browser, &recording);
    browser.open(&page);
    // The program is not in the course, so there are no lines to light.
    visit(&browser, &story, "", true);
    assert_quiet(&browser, &page);
}

/// Any order that a recording may have, likely or not: woken twice, woken while it runs,
/// polled out of nowhere, printing after the end.
fn any_order() -> Vec<Event> {
    // Knuth's MMIX generator; the high bits are the good ones.
    let mut random = 7_u64;
    let mut below = move |limit: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let mut events = vec![Event {
        at_us: 0,
        task: 0,
        kind: began(),
        place: None,
    }];
    let mut over = vec![false];
    let mut at_us = 0;
    while events.len() < 130 {
        let tasks = over.len() as u64;
        let task = below(tasks);
        if below(3) == 0 {
            at_us += below(3) * 500_000;
        }
        let what = match below(14) {
            0 if tasks < 5 => EventKind::Spawned {
                parent: (below(4) > 0).then_some(task as u32),
                kind: TaskKind::Task,
                owner: match tasks == 2 {
                    true => Owner::Library("hyper-util".to_owned()),
                    false => Owner::Program,
                },
            },
            1 if below(6) == 0 => EventKind::Finished {
                how: [Outcome::Completed, Outcome::Cancelled, Outcome::Panicked]
                    [below(3) as usize],
            },
            2..4 => EventKind::Printed {
                text: format!("{} says {}", task, below(5)),
                stream: [Stream::Stdout, Stream::Stderr][below(2) as usize],
            },
            4 => EventKind::Yielded,
            5..8 => EventKind::Woken {
                by: [
                    None,
                    Some(WakeSource::Timer),
                    Some(WakeSource::Task(below(tasks) as u32)),
                ][below(3) as usize],
            },
            8..11 => EventKind::Waiting {
                on: [
                    None,
                    Some(Wait::Sleep {
                        ms: 1000,
                        until_us: at_us + 1_000_000,
                    }),
                    Some(Wait::Named("Mutex::lock".to_owned())),
                ][below(3) as usize]
                    .clone(),
                more: below(2) as u32,
                stack: [].into(),
            },
            _ => EventKind::Polled,
        };
        let spawns = matches!(what, EventKind::Spawned { .. });
        let prints = matches!(what, EventKind::Printed { .. });
        let ends = matches!(what, EventKind::Finished { .. });
        let is_library = task == 2;
        if over[task as usize] && !prints && !spawns
            || ends && task == 0
            || prints && is_library
        {
            continue;
        }
        over[task as usize] |= ends;
        let task = if spawns { tasks } else { task };
        if spawns {
            over.push(false);
        }
        let place = match below(4) {
            0 => None,
            1 => Some(Place::new("crates/elsewhere.rs", 7)),
            _ => Some(Place::new(SIMPLE, 1 + below(30) as u32)),
        };
        events.push(Event {
            at_us,
            task: task as u32,
            kind: what,
            place,
        });
    }
    events
}

#[test]
fn any_order_is_shown_as_it_is() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let events = any_order();
    let story = Story::of(&events).expect("it is in order");
    let page = open_events(&browser, &events);
    let lanes = story.lanes(false);
    assert!(lanes.len() < story.tasks().len(), "a library has a task");
    for all in [false, true] {
        visit(&browser, &story, SIMPLE, all);
        browser.key('a');
    }
    assert_quiet(&browser, &page);
}

#[test]
fn it_plays_and_jumps_and_finds_causes() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let (story, page) = simple(&browser);
    let mut replay = replay(&story, false);
    let stops = replay.stops().len() as u64;
    browser.open(&page);
    let sentence = |browser: &Browser| text(browser, "sentence");

    // To the next lines of output, to polls, and by the address.
    browser.key('n');
    assert_eq!(sentence(&browser), "task 1 prints “Waiting:  1” (line 15).");
    browser.key('n');
    assert_eq!(sentence(&browser), "task 2 prints “Waiting:  2” (line 15).");
    browser.key('p');
    browser.key(PAGE_DOWN);
    assert_eq!(sentence(&browser), "task 2 runs for the first time.");
    browser.key(PAGE_UP);
    assert_eq!(sentence(&browser), "task 1 runs for the first time.");
    browser.script("location.hash = 'step=17'", Value::Null);
    assert_eq!(browser.drawn("1"), 1);
    let woken = "The timer wakes task 1: its sleep of 1s has expired.";
    assert_eq!(sentence(&browser), woken);
    let slider =
        "return document.getElementById('slider').getAttribute('aria-valuetext')";
    assert_eq!(
        browser.script(slider, Value::Null),
        format!("step 17 of 35, 1.00 s: {woken}")
    );

    // Why is task 1 awake? Because its sleep began, in a poll, …
    browser.key('w');
    assert_eq!(sentence(&browser), "task 1 waits: sleep 1s (line 16).");
    browser.key('w');
    assert_eq!(sentence(&browser), "task 1 runs for the first time.");

    // A click on the mark of a wake goes to its cause, here through a helper.
    let mark = "const lanes = document.getElementById('picture').getBoundingClientRect(); \
        return [lanes.left + toX(stops[arguments[0] - 1].at_us), lanes.top + 36]";
    let mark = browser.script(mark, json!(28));
    let [x, y] = [0, 1].map(|axis| mark[axis].as_f64().expect("it is a number"));
    browser.click(x, y);
    assert_eq!(sentence(&browser), "task 3 is done.");
    browser.key('a');
    browser.drawn("1");
    browser.click(x, y);
    let helper = "task 6 runs for the first time.";
    assert_eq!(sentence(&browser), helper);
    browser.key('a');

    // A click elsewhere on a lane, and on a line of output.
    browser.drawn("1");
    browser.click(x - 60.0, y - 20.0);
    assert_eq!(sentence(&browser), "task 2 is done.");
    browser.key(END);
    browser.script(
        "document.querySelectorAll('#output button')[1].click()",
        Value::Null,
    );
    assert_eq!(sentence(&browser), "task 2 prints “Waiting:  2” (line 15).");

    // While no task is ready the clock runs on, at the speed of the run.
    browser.script("location.hash = 'step=15'", Value::Null);
    browser.drawn("1");
    browser.key(' ');
    let began = Instant::now();
    let mut times = Vec::new();
    while step(&browser) == 15 {
        times.push(text(&browser, "clock"));
        assert!(began.elapsed() < Duration::from_secs(20), "{times:?}");
        browser.drawn("1");
    }
    assert!(
        began.elapsed() > Duration::from_millis(900),
        "{:?}",
        began.elapsed()
    );
    let between = |time: &String| time.starts_with("0.") && time.as_str() > "0.10 s";
    assert!(times.iter().any(between), "{times:?}");
    browser.key('3');
    while step(&browser) < stops {
        assert!(
            began.elapsed() < Duration::from_secs(40),
            "it plays to the end"
        );
        browser.drawn("1");
    }
    // The address follows when the reader has come to rest.
    while browser.drawn("location.hash") != "#step=35" {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "it stays as it was"
        );
    }
    assert_eq!(text(&browser, "play"), "▶ play");
    replay.go(stops as usize);
    assert_eq!(text(&browser, "more"), explain(&replay).detail);
    assert_shows(&browser, &replay, SIMPLE, false);
    assert_quiet(&browser, &page);
}

/// The end of a deadlock: all of it can be read on a projector, and in the lanes.
#[test]
fn a_deadlock_is_seen_at_its_end() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let recording = common::run(&["run", "locks", "oops_deadlock", "--json", "--fast"]);
    let file = browser.file("deadlock.jsonl");
    fs::write(&file, &recording.stdout).expect("it is written");
    let page = page_of(&browser, &file);
    browser.open(&page);
    browser.key(END);
    browser.drawn("1");
    let detail = text(&browser, "more");
    for task in ["task 1", "task 2"] {
        let waits = format!("{task} waits: to.lock() (line ");
        assert!(detail.contains(&waits), "{detail}");
    }
    let fits = "return ['sentence', 'more'].every((id) => { \
            const box = document.getElementById(id); \
            return box.scrollHeight <= box.clientHeight + 1 \
                && box.getBoundingClientRect().bottom <= document.getElementById('controls').getBoundingClientRect().top; \
        })";
    assert_eq!(browser.script(fits, Value::Null), true);
    let waits = "return [1, 2].map((task) => toX(unit()) - toX(unit(run.tasks[task].phases.at(-1))))";
    let waits = browser.script(waits, Value::Null);
    for wait in waits.as_array().expect("it is one") {
        assert!(wait.as_f64() > Some(80.0), "{waits}");
    }
    assert_quiet(&browser, &page);
}

#[test]
fn a_projector_shows_all_of_it_and_the_keyboard_reaches_it() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let (_, page) = simple(&browser);
    browser.open(&page);
    browser.key(END);
    let fits = "const page = document.documentElement; \
        const boxes = ['sentence', 'slider', 'lines', 'lanes', 'output'].map((id) => document.getElementById(id).getBoundingClientRect()); \
        return [page.scrollWidth, page.scrollHeight, innerWidth, innerHeight, \
            Math.max(...boxes.map((box) => box.bottom)), Math.min(...boxes.map((box) => box.height)), \
            document.getElementById('lanes').scrollHeight - document.getElementById('lanes').clientHeight]";
    let sizes = browser.script(fits, Value::Null);
    let sizes = sizes
        .as_array()
        .expect("it is one")
        .iter()
        .map(|size| size.as_f64().expect("a number") as u32);
    let [wide, high, width, height, bottom, least, hidden] =
        sizes.collect::<Vec<_>>()[..]
    else {
        panic!()
    };
    assert_eq!([wide, high, width, height], [WIDTH, HEIGHT, WIDTH, HEIGHT]);
    assert!(
        bottom <= HEIGHT && least > 10 && hidden == 0,
        "{bottom} {least} {hidden}"
    );

    // All that can be clicked can be reached, and the focus is seen.
    browser.key(LEFT);
    let mut reached = Vec::new();
    for _ in 0..30 {
        browser.key(TAB);
        let focus = "const at = document.activeElement, style = getComputedStyle(at); \
            return [at.id || at.dataset.speed || at.tagName, style.outlineStyle, parseFloat(style.outlineWidth)]";
        let focus = browser.script(focus, Value::Null);
        let id = focus[0].as_str().expect("it has a name").to_owned();
        if id == "BODY" {
            break;
        }
        assert!(
            focus[1] == "solid" && focus[2].as_f64() >= Some(2.0),
            "{focus}"
        );
        reached.push(id);
    }
    for id in [
        "all", "help", "why", "first", "back", "play", "slider", "0.25", "lines",
        "axis-by", "lanes", "output",
    ] {
        assert!(
            reached.iter().any(|reached| reached == id),
            "{id}: {reached:?}"
        );
    }
    browser.key('?');
    assert_eq!(
        browser.script("return document.getElementById('keys').open", Value::Null),
        true
    );
}

/// What could break out of a page, and what could turn a terminal upside down.
const HOSTILE: [&str; 8] = [
    "</script><script>window.pwned = 1</script>",
    "<!-- <script> -->",
    "<img src=x onerror='window.pwned = 1'>",
    "{{script}} ${window.pwned = 1} {{data}}",
    "\u{1b}]0;owned\u{7}\u{1b}[2J",
    "\u{202e}txt.exe\u{2066}",
    "__proto__",
    "\"'`;\u{2028}window.pwned = 1//\0",
];

#[test]
fn a_hostile_recording_runs_nothing() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let at_us = 0;
    let event = |task, what, file: &str| Event {
        at_us,
        task,
        kind: what,
        place: Some(Place::new(file, u32::MAX)),
    };
    let mut events = vec![
        event(0, began(), HOSTILE[0]),
        event(0, EventKind::Polled, HOSTILE[1]),
    ];
    for text in HOSTILE {
        let (text, stream) = (text.to_owned(), Stream::Stderr);
        let on = Some(text.clone());
        events.push(event(0, EventKind::Printed { text, stream }, HOSTILE[2]));
        events.push(event(
            0,
            EventKind::Waiting {
                on: on.map(Wait::Named),
                more: 7,
                stack: [].into(),
            },
            HOSTILE[3],
        ));
        events.push(event(0, EventKind::Polled, "../../etc/passwd"));
    }
    let long = "long ".repeat(200_000);
    events.push(event(
        0,
        EventKind::Printed {
            text: long,
            stream: Stream::Stdout,
        },
        "x",
    ));
    let mut late = event(0, EventKind::Polled, "x");
    late.at_us = u64::MAX;
    events.push(late);
    let recording = browser.file("<img src=x onerror=pwned>.jsonl");
    let lines = events.iter().map(|event| recording::to_json(event) + "\n");
    fs::write(&recording, lines.collect::<String>()).expect("it is written");
    let page = page_of(&browser, &recording);
    browser.open(&page);
    // Each event, one pause, and the end.
    for stop in 1..=events.len() + 2 {
        assert_eq!(
            browser.drawn("document.getElementById('player').dataset.step"),
            stop.to_string()
        );
        browser.key(RIGHT);
    }
    let look = "return [document.querySelectorAll('img').length, document.scripts.length, typeof window.pwned]";
    assert_eq!(
        browser.script(look, Value::Null),
        json!([0, 1, "undefined"])
    );
    let output = browser.script(
        "return document.getElementById('output').textContent",
        Value::Null,
    );
    let output = output.as_str().expect("it is text");
    assert!(
        output.contains(HOSTILE[0]) && output.contains(HOSTILE[2]),
        "{output}"
    );
    assert!(
        output.contains(r"\u{1b}]0;owned\u{7}") && output.contains(r"\u{202e}txt"),
        "{output}"
    );
    assert!(
        output.contains("(996000 more characters)") && output.len() < 10_000,
        "{}",
        output.len()
    );
    assert_quiet(&browser, &page);

    // If something came in all the same, it would not be allowed to run.
    let break_in = "const script = document.createElement('script'); \
        script.textContent = 'window.pwned = 1'; document.body.append(script); \
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned = 1\">'); \
        return fetch('https://example.com/').then(() => 'fetched', () => typeof window.pwned)";
    assert_eq!(browser.script(break_in, Value::Null), "undefined");
    assert!(
        browser
            .console()
            .iter()
            .any(|line| line.contains("Content Security Policy"))
    );
}

fn began() -> EventKind {
    EventKind::Began {
        clock: Clock::Virtual,
        waits: Waits::Recorded,
    }
}

/// Writes the page of these events, and opens it.
fn open_events(browser: &Browser, events: &[Event]) -> PathBuf {
    let story = Story::of(events).expect("it is in order");
    let page = browser.file("events.html");
    let mut bytes = Vec::new();
    let subject = Subject {
        heading: "events of a test".to_owned(),
        file: SIMPLE.to_owned(),
        source: (1..=30).map(|line| format!("line_{line}();")).collect(),
        ..Subject::default()
    };
    views::html::write(&story, &subject, &mut bytes).expect("a Vec takes all");
    fs::write(&page, bytes).expect("it is written");
    browser.open(&page);
    page
}

/// As many events as can be stepped through, and as many tasks.
#[test]
fn a_hundred_thousand_events_open() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let event = |at_us: u32, task, kind| Event {
        at_us: at_us.into(),
        task,
        kind,
        place: None,
    };
    let mut events = vec![event(0, 0, began())];
    for task in 1..50_000 {
        let spawned = EventKind::Spawned {
            parent: Some(task - 1),
            kind: TaskKind::Task,
            owner: Owner::Program,
        };
        events.push(event(task, task, spawned));
    }
    for task in 0..50_000 {
        let text = format!("line {task}");
        let stream = Stream::Stdout;
        events.push(event(60_000, task, EventKind::Printed { text, stream }));
    }
    let page = open_events(&browser, &events);
    browser.key(END);
    browser.key(LEFT);
    assert_eq!(
        text(&browser, "sentence"),
        "task 49999 prints “line 49999”."
    );
    let rows = browser
        .drawn("[...document.querySelectorAll('.row')].map((row) => row.dataset.task)");
    let rows = rows.as_array().expect("it is one");
    assert!(
        (5..50).contains(&rows.len()) && rows.contains(&json!("49999")),
        "{rows:?}"
    );
    assert!(text(&browser, "ready").ends_with("and 49995 more"));
    let lines = "return document.querySelectorAll('#output button').length";
    assert_eq!(browser.script(lines, Value::Null), 200);
    assert_quiet(&browser, &page);
}
