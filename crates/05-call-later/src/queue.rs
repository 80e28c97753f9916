//! The callbacks that have not been called, in the order in which they will be.

use std::collections::BTreeMap;
use std::mem;
use std::time::Duration;

/// A place in the queue; the order of places is the order of the calls.
///
/// It is derived: first by deadline, and among equal deadlines by the number of the
/// call. That number makes every place unique, so it names the callback, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    due: Due,
    call: u64,
}

/// A deadline: nanoseconds on the clock of the loop, plus one. The zero is for
/// `call_soon`, which therefore comes before every timer.
///
/// Half the size of a `Duration`, which counts where there are a million of them; it is
/// enough for 584 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due(u64);

impl Due {
    pub(crate) const SOON: Due = Due(0);
    pub(crate) const NEVER: Due = Due(u64::MAX);

    pub(crate) fn at(when: Duration) -> Due {
        let nanos = u64::try_from(when.as_nanos()).unwrap_or(u64::MAX);
        Due(nanos.saturating_add(1))
    }

    pub(crate) fn when(self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(1))
    }
}

impl Place {
    pub(crate) fn when(self) -> Duration {
        self.due.when()
    }
}

/// The callbacks that have not been called yet.
///
/// A B-tree where CPython has a heap: it is as fast, and it finds a cancelled callback in
/// the middle, so that nothing of it is left behind.
pub(crate) struct Queue<C> {
    /// For later turns. It gets everything new, even what is due already: a callback
    /// that adds itself again must not keep the turn from ending.
    later: BTreeMap<Place, C>,
    /// The rest of the present turn. Not in a variable of the loop, because one callback
    /// may cancel another that is next.
    this_turn: BTreeMap<Place, C>,
    /// The number of calls so far.
    calls: u64,
}

impl<C> Default for Queue<C> {
    fn default() -> Self {
        Queue {
            later: BTreeMap::new(),
            this_turn: BTreeMap::new(),
            calls: 0,
        }
    }
}

impl<C> Queue<C> {
    pub(crate) fn add(&mut self, due: Due, callback: C) -> Place {
        let call = self.calls;
        self.calls += 1;
        let place = Place { due, call };
        self.later.insert(place, callback);
        place
    }

    /// Returns what was removed, for the caller to drop with the lock released: its
    /// destructor is foreign code.
    pub(crate) fn remove(&mut self, place: Place) -> Option<C> {
        let later = self.later.remove(&place);
        later.or_else(|| self.this_turn.remove(&place))
    }

    /// Begins a turn: what is due by `now` belongs to it.
    pub(crate) fn begin_turn(&mut self, now: Due) {
        let first_not_due = Place {
            due: Due(now.0.saturating_add(1)),
            call: 0,
        };
        let later = self.later.split_off(&first_not_due);
        self.this_turn = mem::replace(&mut self.later, later);
    }

    /// The next callback of this turn.
    pub(crate) fn next(&mut self) -> Option<C> {
        self.this_turn.pop_first().map(|(_, callback)| callback)
    }

    /// The deadline of the callback that is due first.
    pub(crate) fn next_due(&self) -> Due {
        let first = self.later.first_key_value();
        first.map_or(Due::NEVER, |(place, _)| place.due)
    }
}
