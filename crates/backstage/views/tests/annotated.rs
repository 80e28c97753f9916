//! The annotated view: when its rows come, and how it writes times.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use recording::{Clock, Event, EventKind, Owner, Stream, TaskKind, Waits, WakeSource};
use views::Subject;
use views::annotated::{Annotated, Plan};

/// What the view has written so far, without colours.
#[derive(Clone, Default)]
struct Out(Rc<RefCell<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Out {
    fn text(&self) -> String {
        let plain = anstream::adapter::strip_bytes(&self.0.borrow()).into_vec();
        String::from_utf8(plain).expect("it is text")
    }
}

struct Run {
    out: Out,
    view: Annotated<Out>,
}

impl Run {
    fn begin(clock: Clock, waits: Waits) -> Run {
        let subject = Subject {
            heading: "1 · a run".to_owned(),
            ..Subject::default()
        };
        let plan = Plan {
            subject,
            expected: None,
            real_clock: false,
            width: 80,
        };
        let out = Out::default();
        let view = Annotated::begin(plan, out.clone()).expect("memory takes all");
        let mut run = Run { out, view };
        run.event(0, 0, EventKind::Began { clock, waits });
        run
    }

    fn event(&mut self, at_us: u64, task: u32, kind: EventKind) {
        let event = Event {
            at_us,
            task,
            kind,
            place: None,
        };
        self.view.event(&event).expect("memory takes all");
    }

    fn print(&mut self, at_us: u64, task: u32) {
        let (text, stream) = ("line".to_owned(), Stream::Stdout);
        self.event(at_us, task, EventKind::Printed { text, stream });
    }

    fn end(self) -> String {
        self.view.end(None).expect("memory takes all");
        self.out.text()
    }
}

/// All times of a run have the decimals that one of them needs.
#[test]
fn a_millisecond_is_seen_on_the_virtual_clock() {
    let mut run = Run::begin(Clock::Virtual, Waits::Recorded);
    run.print(0, 0);
    run.print(1_000, 0);
    let shown = run.end();
    assert!(
        shown.contains("\n 0.000  main     line\n 0.001  main "),
        "{shown}"
    );
    assert!(shown.contains("1 task · 0.001 s"), "{shown}");
}

/// In class each line appears as it is printed.
#[test]
fn on_the_real_clock_no_line_waits() {
    let mut run = Run::begin(Clock::Real, Waits::Recorded);
    run.print(1_234, 0);
    assert!(
        run.out.text().contains("  0.00  main     line"),
        "{}",
        run.out.text()
    );
    run.view
        .other("past the recorder")
        .expect("memory takes all");
    assert!(run.out.text().contains("past the recorder"));
}

/// A run that prints without end is not held back without end.
#[test]
fn on_the_virtual_clock_few_lines_wait() {
    let mut run = Run::begin(Clock::Virtual, Waits::Recorded);
    for _ in 0..1_000 {
        run.print(0, 0);
    }
    assert!(run.out.text().lines().count() > 1_000);
}

/// The reason in brackets: the end of the task behind a helper, or the library's name.
#[test]
fn the_reason_names_what_woke_the_task() {
    for (owner, reason) in [
        (
            Owner::BuildingBlock("gather-vs-wait".to_owned()),
            "(woken by task 1)",
        ),
        (
            Owner::Library("hyper-util".to_owned()),
            "(woken by hyper-util)",
        ),
    ] {
        let mut run = Run::begin(Clock::Virtual, Waits::Recorded);
        let spawned = |parent, owner| EventKind::Spawned {
            parent: Some(parent),
            kind: TaskKind::Task,
            owner,
        };
        run.event(0, 1, spawned(0, Owner::Program));
        run.event(
            0,
            0,
            EventKind::Waiting {
                on: None,
                more: 0,
                stack: [].into(),
            },
        );
        run.event(0, 1, EventKind::Polled);
        run.event(0, 2, spawned(1, owner));
        let how = recording::Outcome::Completed;
        run.event(0, 1, EventKind::Finished { how });
        let by = Some(WakeSource::Task(2));
        run.event(0, 0, EventKind::Woken { by });
        run.event(0, 0, EventKind::Polled);
        run.print(0, 0);
        let shown = run.end();
        assert!(shown.contains(reason), "{shown}");
    }
}

#[test]
fn missing_waits_are_named_with_their_cause() {
    let mut run = Run::begin(Clock::Real, Waits::OtherRuntime);
    run.print(700_000, 0);
    let shown = run.end().replace('\n', " ");
    assert!(
        shown.contains("write classroom::run(async { … })"),
        "{shown}"
    );
}
