//! The timelines of any run, also of one that was made up: no line is too wide, nothing
//! from outside comes through as it is, and every printed line is named.

use std::time::Instant;

use proptest::prelude::*;
use recording::{
    Clock, Event, EventKind, Outcome, Owner, Place, Stream, TaskKind, Wait, Waits,
    WakeSource,
};
use views::{By, Story, Subject, describe, svg, timeline};

fn subject() -> Subject {
    Subject {
        heading: "3 · gather vs wait › simple".to_owned(),
        title: "The longest wait is the total".to_owned(),
        command: Some("just timeline gather-vs-wait simple".to_owned()),
        ..Subject::default()
    }
}

fn text(story: &Story, subject: &Subject, by: By, width: usize, ascii: bool) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    let settings = timeline::Settings {
        by,
        width,
        ascii,
        all: false,
    };
    timeline::draw(story, subject, settings, &mut out).expect("a Vec takes every byte");
    String::from_utf8(out.into_inner()).expect("it is text")
}

fn coloured(story: &Story, subject: &Subject, by: By) -> String {
    let mut out = Vec::new();
    let settings = timeline::Settings {
        by,
        width: 80,
        ascii: false,
        all: true,
    };
    timeline::draw(story, subject, settings, &mut out).expect("a Vec takes every byte");
    String::from_utf8(out).expect("it is text")
}

fn picture(story: &Story, subject: &Subject, by: By) -> String {
    let mut out = Vec::new();
    let settings = svg::Settings { by, all: false };
    svg::write(story, subject, settings, &mut out).expect("a Vec takes every byte");
    String::from_utf8(out).expect("it is text")
}

/// All text that a reader of the picture sees, and hears.
fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("it is well-formed");
    let elements = document.descendants().filter(|node| node.is_element());
    let shown = elements.filter(|node| !node.has_tag_name("style"));
    shown
        .filter_map(|node| Some(node.text()?.to_owned()))
        .collect()
}

fn width(line: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(line)
}

/// The events of a run, made as they come.
struct Run {
    at_us: u64,
    events: Vec<Event>,
    tasks: u32,
}

impl Run {
    fn new() -> Run {
        let mut run = Run {
            at_us: 0,
            events: Vec::new(),
            tasks: 1,
        };
        run.add(
            0,
            EventKind::Began {
                clock: Clock::Virtual,
                waits: Waits::Recorded,
            },
        );
        run
    }

    fn add(&mut self, task: u32, what: EventKind) {
        let place = Some(Place::new("crates/03-gather-vs-wait/examples/simple.rs", 7));
        self.events.push(Event {
            at_us: self.at_us,
            task,
            kind: what,
            place,
        });
    }

    fn spawn(&mut self, parent: u32) -> u32 {
        let task = self.tasks;
        self.tasks += 1;
        let spawned = EventKind::Spawned {
            parent: Some(parent),
            kind: TaskKind::Task,
            owner: Owner::Program,
        };
        self.add(task, spawned);
        task
    }

    fn print(&mut self, task: u32, text: &str) {
        let text = text.to_owned();
        let stream = Stream::Stdout;
        self.add(task, EventKind::Printed { text, stream });
    }

    fn waits(&mut self, task: u32, on: Option<&str>) {
        let on = on.map(|name| Wait::Named(name.to_owned()));
        self.add(
            task,
            EventKind::Waiting {
                on,
                more: 0,
                stack: [].into(),
            },
        );
    }

    fn sleeps(&mut self, task: u32, ms: u64) {
        let until_us = self.at_us + ms * 1000;
        let on = Some(Wait::Sleep { ms, until_us });
        self.add(
            task,
            EventKind::Waiting {
                on,
                more: 0,
                stack: [].into(),
            },
        );
    }

    fn finish(&mut self, task: u32, how: Outcome) {
        self.add(task, EventKind::Finished { how });
    }

    fn story(&self) -> Story {
        Story::of(&self.events).expect("it can have happened")
    }
}

/// Three waits of 1, 2 and 4 seconds.
fn three_sleeps() -> Run {
    let mut run = Run::new();
    run.add(0, EventKind::Polled);
    let sleeps = [1, 2, 4].map(|seconds| (run.spawn(0), seconds));
    run.waits(0, None);
    for (task, seconds) in sleeps {
        run.add(task, EventKind::Polled);
        run.print(task, &format!("Waiting:  {seconds}"));
        run.sleeps(task, seconds * 1000);
    }
    for (task, seconds) in sleeps {
        run.at_us = seconds * 1_000_000;
        let by = Some(WakeSource::Timer);
        run.add(task, EventKind::Woken { by });
        run.add(task, EventKind::Polled);
        if seconds == 4 {
            let by = Some(WakeSource::Task(task));
            run.add(0, EventKind::Woken { by });
        }
        run.finish(task, Outcome::Completed);
    }
    run.add(0, EventKind::Polled);
    run.print(0, "TIME:  4.00");
    run.finish(0, Outcome::Completed);
    run
}

#[test]
fn three_sleeps_side_by_side() {
    let story = three_sleeps().story();
    let by_time = text(&story, &subject(), By::Time, 80, true);
    assert_eq!(
        by_time,
        "\
3, gather vs wait > simple                         The longest wait is the total
seconds  0                1                2                3                4
         +----------------+----------------+----------------+----------------+
main     | waits, woken by task 3 -------------------------------------------D+
task 1   A sleep 1s ------+
task 2   B sleep 2s -----------------------+
task 3   C sleep 4s ---------------------------------------------------------+

A  0.00  task 1   Waiting:  1
B  0.00  task 2   Waiting:  2
C  0.00  task 3   Waiting:  4
D  4.00  main     TIME:  4.00

A printed, see above   | runs for a moment (a poll)   - waits   + done
4 tasks, 7.00 s of sleep in 4.00 s
which task ran when: just timeline gather-vs-wait simple --by step
"
    );
    let by_step = text(&story, &subject(), By::Step, 80, true);
    let lanes = by_step.lines().skip(1).take(6).collect::<Vec<_>>();
    assert_eq!(
        lanes,
        [
            "seconds  0.00                         1.00        2.00        4.00",
            "         +-----------------------      +-----      +-----      +-----------",
            "main     ###### waits, woken by task 3 ------------------------------D#####+",
            "task 1         A##### sleep 1s --------######+",
            "task 2         ::::::B##### sleep 2s --------------######+",
            "task 3         ::::::::::::C##### sleep 4s --------------------######+",
        ]
    );
    assert_eq!(
        describe(&story),
        "4 tasks, 4.00 s. main: waits until 4.00, woken by task 3. task 1: sleep 1s until \
         1.00. task 2: sleep 2s until 2.00. task 3: sleep 4s until 4.00."
    );
}

/// What a terminal or a browser would obey.
const HOSTILE: [&str; 9] = [
    "\x1b[2J\x1b[31mred",
    "\x07\x08\r\x0b\u{9b}31m",
    "</text><script>alert(1)</script>",
    "\"&<>'&amp;<!--]]>",
    "\u{202e}gnp.exe",
    "\u{fffe}\u{ffff}\u{0}",
    "a\u{2028}b\u{2066}c",
    "]]>%n${x}",
    "\x1b]0;title\x07",
];

#[test]
fn nothing_hostile_comes_through() {
    for hostile in HOSTILE {
        let mut run = Run::new();
        run.add(0, EventKind::Polled);
        run.print(0, hostile);
        run.waits(0, Some(hostile));
        run.at_us = 1_000_000;
        run.add(0, EventKind::Woken { by: None });
        run.add(0, EventKind::Polled);
        let text = hostile.to_owned();
        let stream = Stream::Stderr;
        run.add(0, EventKind::Printed { text, stream });
        let story = run.story();
        let all = Subject {
            heading: hostile.to_owned(),
            title: hostile.to_owned(),
            command: Some(hostile.to_owned()),
            ..subject()
        };
        for by in [By::Time, By::Step] {
            let terminal = coloured(&story, &all, by);
            // Colours are all there is: ESC [ digits m.
            let mut rest = terminal.as_str();
            while let Some((_, after)) = rest.split_once('\x1b') {
                let end = after.trim_start_matches(|c: char| {
                    "[;".contains(c) || c.is_ascii_digit()
                });
                assert!(
                    after.starts_with('[') && end.starts_with('m'),
                    "{terminal:?}"
                );
                let code = &after[1..after.len() - end.len()];
                assert!(code.len() <= 2, "{code} in {terminal:?}");
                rest = end;
            }
            for forbidden in ["\x07", "\r", "\u{9b}", "\u{202e}", "\u{2066}", "\u{0}"] {
                assert!(!terminal.contains(forbidden), "{terminal:?}");
            }
            let svg = picture(&story, &all, by);
            let document = roxmltree::Document::parse(&svg).expect("it is well-formed");
            let elements = document.descendants().filter(|node| node.is_element());
            for element in elements {
                assert_ne!(element.tag_name().name(), "script");
            }
            for forbidden in ["\x1b", "\u{fffe}", "\u{ffff}", "\u{202e}", "\u{2028}"] {
                assert!(!svg.contains(forbidden), "{svg}");
            }
        }
        let _ = describe(&story);
    }
}

#[test]
fn ten_megabytes_in_a_line_take_a_few_rows() {
    let mut run = Run::new();
    run.print(0, &"word ".repeat(2 << 20));
    run.print(0, &"no\n".repeat(1 << 20));
    let story = run.story();
    let shown = text(&story, &subject(), By::Time, 80, false);
    assert!(shown.lines().count() < 60, "{}", shown.lines().count());
    assert!(
        shown.contains("(and more, 3145728 bytes in all)"),
        "{shown}"
    );
    assert!(picture(&story, &subject(), By::Time).len() < 10_000);
}

#[test]
fn a_thousand_tasks_share_a_row() {
    let mut run = Run::new();
    for number in 0..1_000 {
        let task = run.spawn(0);
        run.at_us += 1_000;
        run.add(task, EventKind::Polled);
        run.waits(
            task,
            Some(if number % 10 == 0 {
                "Mutex::lock"
            } else {
                "sleep 1s"
            }),
        );
    }
    run.print(700, "seven hundred");
    for task in 1..=990 {
        let how = if task % 99 == 0 {
            Outcome::Cancelled
        } else {
            Outcome::Completed
        };
        run.at_us += 1_000;
        run.finish(task, how);
    }
    let story = run.story();
    for by in [By::Time, By::Step] {
        let shown = text(&story, &subject(), by, 80, false);
        assert!(shown.lines().count() < 60, "{shown}");
        assert!(shown.contains("\n+962 "), "{shown}");
        let rest = "962 more tasks: 10 cancelled, 942 done, 10 not ended; they wait for \
                    sleep 1s";
        assert!(shown.replace('\n', " ").contains(rest), "{shown}");
        assert!(shown.contains("task 700   seven hundred"), "{shown}");
        assert!(texts(&picture(&story, &subject(), by)).contains(&"+942".to_owned()));
    }
}

/// What happens within one unit of a lane is one shape, however much it is.
#[test]
fn a_long_run_is_a_small_picture() {
    let mut run = Run::new();
    let tasks = [(); 3].map(|()| run.spawn(0));
    for turn in 0..20_000 {
        let task = tasks[turn % 3];
        run.at_us += 7;
        run.add(task, EventKind::Polled);
        run.sleeps(task, 3);
        let by = Some(WakeSource::Task(tasks[(turn + 1) % 3]));
        run.add(task, EventKind::Woken { by });
    }
    let story = run.story();
    for by in [By::Time, By::Step] {
        let svg = picture(&story, &subject(), by);
        assert!(svg.len() < 6_000, "{} bytes", svg.len());
        assert!(svg.contains("wakes, too many to draw"), "{svg}");
        let shown = text(&story, &subject(), by, 80, false);
        assert!(shown.lines().count() < 20, "{shown}");
    }
}

#[test]
fn without_waits_only_the_output_is_drawn() {
    let mut run = Run::new();
    let clock = Clock::Virtual;
    run.events[0].kind = EventKind::Began {
        clock,
        waits: Waits::FlagMissing,
    };
    run.print(0, "");
    run.at_us = 3_000_000;
    run.print(0, "two\n\nthree");
    let shown = text(&run.story(), &subject(), By::Time, 80, false);
    assert!(
        shown.contains("A  0.00  main     (an empty line)"),
        "{shown}"
    );
    assert!(
        shown.contains("B  3.00  main     two\n\n                  three"),
        "{shown}"
    );
    assert!(shown.contains("waits are not recorded"), "{shown}");
    assert!(!shown.contains('░') && !shown.contains('▸'), "{shown}");
}

/// A cluster of characters is as wide as a terminal makes it, at the end of a row too.
#[test]
fn a_wait_with_a_wide_name_fits() {
    let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
    for name in [family.to_owned(), family.repeat(4), "❤\u{fe0f}".repeat(9)] {
        for begin in [0, 50, 93, 99] {
            let mut run = Run::new();
            run.at_us = begin;
            run.waits(0, Some(&name));
            run.at_us = 100;
            run.add(0, EventKind::Polled);
            for by in [By::Time, By::Step] {
                let shown = text(&run.story(), &subject(), by, 80, false);
                assert!(shown.lines().all(|line| width(line) <= 80), "{shown}");
            }
        }
    }
}

/// Tasks in a chain, each spawned by the one before at one instant: to find the task that a
/// wake comes from takes one look, and not as many as the chain is long.
#[test]
fn a_long_chain_of_helpers_takes_time_in_proportion() {
    let story = |tasks: u32| {
        let mut run = Run::new();
        for task in 1..tasks {
            let spawned = EventKind::Spawned {
                parent: Some(task - 1),
                kind: TaskKind::Task,
                owner: Owner::Library("hyper-util".to_owned()),
            };
            run.add(task, spawned);
        }
        for task in 1..tasks {
            let by = Some(WakeSource::Task(task));
            run.waits(0, None);
            run.add(0, EventKind::Woken { by });
        }
        run.story()
    };
    let fastest = |story: &Story| {
        let draw = || {
            let began = Instant::now();
            text(story, &subject(), By::Time, 80, false);
            began.elapsed()
        };
        (0..3).map(|_| draw()).min().expect("three times")
    };
    let (short, long) = (fastest(&story(1_000)), fastest(&story(64_000)));
    // 64 times as many take 64 times as long, or some more on a busy machine; a walk up
    // the chain would take 4,096 times as long.
    assert!(long < 1_000 * short, "{short:?} and {long:?}");
}

/// A deadlock begins with the last event: its waits are drawn all the same.
#[test]
fn the_waits_of_a_deadlock_are_drawn() {
    for at_us in [0, 1_000_000] {
        let mut run = Run::new();
        let task = run.spawn(0);
        run.waits(0, None);
        run.at_us = at_us;
        run.add(task, EventKind::Polled);
        run.waits(task, Some("Mutex::lock"));
        let story = run.story();
        for by in [By::Time, By::Step] {
            let shown = text(&story, &subject(), by, 80, true);
            assert!(shown.contains(" Mutex::lock -"), "{shown}");
            let texts = texts(&picture(&story, &subject(), by));
            assert!(texts.contains(&"Mutex::lock".to_owned()), "{texts:?}");
        }
    }
}

/// The arrow of a wake leaves from the lane of the task that wakes, also where a helper
/// of a building block does it.
#[test]
fn a_wake_is_an_arrow() {
    for owner in [
        None,
        Some(Owner::BuildingBlock("gather-vs-wait".to_owned())),
    ] {
        let mut run = Run::new();
        let task = run.spawn(0);
        run.waits(0, None);
        run.at_us = 1_000_000;
        run.add(task, EventKind::Polled);
        let by = match owner {
            None => task,
            Some(owner) => {
                let (parent, kind) = (Some(task), TaskKind::Task);
                let spawned = EventKind::Spawned {
                    parent,
                    kind,
                    owner,
                };
                run.add(task + 1, spawned);
                run.finish(task, Outcome::Completed);
                task + 1
            }
        };
        let by = Some(WakeSource::Task(by));
        run.add(0, EventKind::Woken { by });
        run.add(0, EventKind::Polled);
        let svg = picture(&run.story(), &subject(), By::Time);
        let document = roxmltree::Document::parse(&svg).expect("it is well-formed");
        let arrows = document.descendants().filter(|node| {
            let arrows = node.attribute("marker-end").is_some();
            arrows && node.has_tag_name("g")
        });
        let arrows = arrows.flat_map(|group| group.children());
        let paths = arrows.filter_map(|arrow| arrow.attribute("d"));
        // From the lane of task 1 up to that of main, at the end.
        assert_eq!(paths.collect::<Vec<_>>(), ["M923 144Q911 135 923 126"]);
        assert!(svg.contains("waits, woken by task 1"), "{svg}");
    }
}

/// `main` of a program with several runtimes ends several times.
#[test]
fn each_end_of_main_is_drawn() {
    let mut run = Run::new();
    let began = run.events[0].kind.clone();
    for second in 0..3 {
        run.at_us = second * 1_000_000;
        if second > 0 {
            run.add(0, began.clone());
        }
        run.add(0, EventKind::Polled);
        run.sleeps(0, 500);
        run.at_us += 500_000;
        run.add(0, EventKind::Polled);
        run.finish(0, Outcome::Completed);
    }
    let shown = text(&run.story(), &subject(), By::Time, 80, true);
    let lane = shown.lines().find(|line| line.starts_with("main"));
    let ends = lane.map(|lane| lane.matches('+').count());
    assert_eq!(ends, Some(3), "{shown}");
}

/// A piece of a run: the task, what happens, how much later, and a text.
fn pieces() -> impl Strategy<Value = Vec<(u32, u8, u64, String)>> {
    let text = prop_oneof![
        "[ -~]{0,100}",
        "[生产消费 ]{0,60}",
        "\\PC{0,30}",
        Just(String::new()),
        proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
    ];
    let later = prop_oneof![Just(0), Just(1), 0..5_000_000_u64, Just(1_000_000)];
    proptest::collection::vec((any::<u32>(), any::<u8>(), later, text), 0..120)
}

/// A run in which these things happen, as far as they can.
fn run_of(pieces: &[(u32, u8, u64, String)]) -> (Run, Vec<String>) {
    let mut run = Run::new();
    let mut over = vec![false];
    let mut printed = Vec::new();
    for (who, what, later, text) in pieces {
        run.at_us += later;
        let task = who % run.tasks;
        if over[task as usize] {
            run.print(task, text);
            printed.push(text.clone());
            continue;
        }
        match what % 9 {
            0 | 1 => {
                run.spawn(task);
                over.push(false);
            }
            2 | 3 => run.add(task, EventKind::Polled),
            4 => run.waits(task, Some(text)),
            5 => run.waits(task, None),
            6 => {
                let by = [
                    Some(WakeSource::Task(*later as u32 % run.tasks)),
                    Some(WakeSource::Timer),
                    None,
                ];
                let by = by[*who as usize % 3];
                run.add(task, EventKind::Woken { by });
            }
            7 => {
                run.print(task, text);
                printed.push(text.clone());
            }
            _ => {
                let hows = [Outcome::Completed, Outcome::Cancelled, Outcome::Panicked];
                run.finish(task, hows[*who as usize % 3]);
                over[task as usize] = true;
            }
        }
    }
    (run, printed)
}

/// The letters of a text: where lines are broken does not matter.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_run_can_be_drawn(
        pieces in pieces(),
        columns in 80_usize..200,
        ascii: bool,
        real: bool,
    ) {
        let (mut run, printed) = run_of(&pieces);
        if real {
            let clock = Clock::Real;
            run.events[0].kind = EventKind::Began { clock, waits: Waits::Recorded };
        }
        let story = run.story();
        for by in [By::Time, By::Step] {
            let shown = text(&story, &subject(), by, columns, ascii);
            for line in shown.lines() {
                prop_assert!(width(line) <= columns, "{} columns: {line}", width(line));
            }
            let svg = picture(&story, &subject(), by);
            prop_assert_eq!(&svg, &picture(&story, &subject(), by));
            let drawn = texts(&svg).concat();
            for text in &printed {
                let escape_controls = views::columns::escape_controls(text);
                let wanted = letters(&escape_controls);
                prop_assert!(letters(&shown).contains(&wanted), "{wanted}: {shown}");
                let allowed = |letter: &char| !['\u{fffe}', '\u{ffff}'].contains(letter);
                let wanted = wanted.chars().filter(allowed).collect::<String>();
                prop_assert!(letters(&drawn).contains(&wanted), "{wanted}: {drawn}");
            }
            // main has a lane in every run.
            prop_assert!(shown.contains("main"));
        }
        let _ = describe(&story);
    }
}
