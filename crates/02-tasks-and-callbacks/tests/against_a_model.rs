//! A task's callbacks against a plain model: whatever is added, taken back and cancelled,
//! and whenever, exactly those that are left run, once, in the order they were added.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use tasks_and_callbacks::{TaskError, create_task};
use tokio::runtime::Builder;
use tokio::time::{Instant, sleep, sleep_until};

/// What somebody does with the task.
#[derive(Clone, Debug)]
enum Step {
    /// Adds a callback.
    Add,
    /// Takes back the callback that was added so many before the last.
    Remove(usize),
    /// Cancels.
    Cancel,
    /// Lets so many milliseconds pass.
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Add),
        2 => (0usize..4).prop_map(Step::Remove),
        1 => Just(Step::Cancel),
        3 => (1u64..6).prop_map(|half| Step::Wait(half * 2)),
    ]
}

/// What the rules of asyncio say happens.
#[derive(Default)]
struct Model {
    now: u64,
    /// The callbacks that wait for the end, by number.
    registered: Vec<usize>,
    called: Vec<usize>,
    added: usize,
    /// When the task ended, and whether it was cancelled.
    ended: Option<bool>,
    cancel_asked: bool,
}

impl Model {
    /// The turns that the loop has while time passes up to `until`.
    fn advance(&mut self, until: u64, ends: u64) {
        if self.ended.is_none() {
            if self.cancel_asked {
                self.ended = Some(true);
            } else if ends <= until {
                self.ended = Some(false);
            }
        }
        if self.ended.is_some() {
            self.called.append(&mut self.registered);
        }
        self.now = until;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn callbacks_run_once_and_in_order(
        steps in proptest::collection::vec(step(), 0..20),
        ends in 0u64..20,
    ) {
        // Odd, so that it never falls together with a step.
        let ends = ends * 2 + 1;
        let runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime takes no more than memory");
        runtime.block_on(async {
            let mut model = Model::default();
            let called = Arc::new(Mutex::new(Vec::new()));
            let start = Instant::now();
            let task = create_task(async move {
                sleep(Duration::from_millis(ends)).await;
                "delivered"
            });
            let mut ids = Vec::new();
            for step in steps {
                match step {
                    Step::Add => {
                        let number = model.added;
                        let called = Arc::clone(&called);
                        ids.push(task.add_done_callback(move |task| {
                            assert!(task.done(), "called before the end");
                            called.lock().expect("nobody panics here").push(number);
                        }));
                        model.added += 1;
                        model.registered.push(number);
                    }
                    Step::Remove(back) => {
                        let Some(number) = model.added.checked_sub(back + 1) else {
                            continue;
                        };
                        let removed = task.remove_done_callback(ids[number]);
                        let place = model.registered.iter().position(|one| *one == number);
                        // Once the task is done its callbacks are queued: too late.
                        let place = place.filter(|_| model.ended.is_none());
                        prop_assert_eq!(removed, usize::from(place.is_some()));
                        if let Some(place) = place {
                            model.registered.remove(place);
                        }
                    }
                    Step::Cancel => {
                        prop_assert_eq!(task.cancel(), model.ended.is_none());
                        model.cancel_asked |= model.ended.is_none();
                    }
                    Step::Wait(time) => {
                        let until = model.now + time;
                        sleep_until(start + Duration::from_millis(until)).await;
                        model.advance(until, ends);
                        prop_assert_eq!(&*called.lock().expect("as above"), &model.called);
                    }
                }
                prop_assert_eq!(task.done(), model.ended.is_some());
                prop_assert_eq!(task.cancelled(), model.ended == Some(true));
                prop_assert_eq!(task.result(), match model.ended {
                    None => Err(TaskError::NotDone),
                    Some(true) => Err(TaskError::Cancelled),
                    Some(false) => Ok("delivered"),
                });
            }
            sleep(Duration::from_millis(100)).await;
            model.advance(model.now + 100, ends);
            prop_assert_eq!(&*called.lock().expect("as above"), &model.called);
            Ok(())
        })?;
    }
}
