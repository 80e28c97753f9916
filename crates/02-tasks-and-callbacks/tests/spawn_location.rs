//! Where tokio says that a task was spawned.
//!
//! A test of its own program: tracing decides once for the process whether a place in
//! the code is of interest, and another test's thread, without a subscriber, could
//! decide against.

#[cfg(not(tokio_unstable))]
#[test]
fn seen_by_tokio() {
    testing::not_run("the compiler flag --cfg tokio_unstable is not set");
}

// Without it, tokio does not report what its tasks do.
#[cfg(tokio_unstable)]
mod with_the_flag {
    use std::sync::{Arc, Mutex};

    use tasks_and_callbacks::{create_task, ensure_future};
    use tokio::runtime::Builder;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id};
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

    /// Collects the places (file and line) where tokio says that tasks were spawned.
    #[derive(Clone, Default)]
    struct Places(Arc<Mutex<Vec<(String, u64)>>>);

    impl<S: tracing::Subscriber> Layer<S> for Places {
        fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
            if attributes.metadata().name() == "runtime.spawn" {
                let mut place = Place::default();
                attributes.record(&mut place);
                // The body of `block_on` is reported too, as another kind.
                if place.kind == "task" {
                    let mut places = self.0.lock().expect("no panic");
                    places.push((place.file, place.line));
                }
            }
        }
    }

    #[derive(Default)]
    struct Place {
        kind: String,
        file: String,
        line: u64,
    }

    impl Visit for Place {
        fn record_u64(&mut self, field: &Field, value: u64) {
            if field.name() == "loc.line" {
                self.line = value;
            }
        }

        fn record_str(&mut self, field: &Field, value: &str) {
            match field.name() {
                "kind" => self.kind = value.to_owned(),
                "loc.file" => self.file = value.to_owned(),
                _ => {}
            }
        }

        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            self.record_str(field, &format!("{value:?}"));
        }
    }

    /// The recorder shows where a task was created: that is the line of the lesson, not a
    /// line of this crate.
    #[test]
    fn tasks_are_spawned_at_the_line_of_the_caller() {
        let places = Places::default();
        let subscriber = tracing_subscriber::registry().with(places.clone());
        let first = tracing::subscriber::with_default(subscriber, || {
            let runtime = Builder::new_current_thread()
                .build()
                .expect("it needs nothing of the system");
            let _inside = runtime.enter();
            let first = line!() + 1;
            create_task(async {});
            ensure_future(async {});
            first
        });
        let here = |line: u32| (file!().to_owned(), u64::from(line));
        let seen = places.0.lock().expect("no panic").clone();
        assert_eq!(seen, [here(first), here(first + 1)]);
    }
}
