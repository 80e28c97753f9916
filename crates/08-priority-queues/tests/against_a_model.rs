//! Any sequence of puts, gets, joins, cancellations and shutdowns does to the queue what
//! it does to a plain model of it: the same results, and the same waiters woken, neither
//! more nor fewer. The futures are polled by hand, so that a wake and the poll that
//! follows can lie as far apart as on the busiest of runtimes.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use priority_queues::{GetNowaitError, PriorityQueue, PutNowaitError};
use proptest::prelude::*;

/// The priority, and a number that no other item has.
type Item = (u8, u32);

#[derive(Debug, Clone)]
enum Step {
    Put(u8),
    PutNowait(u8),
    Get,
    GetNowait,
    Join,
    /// The waiter with this number (of those there are) runs.
    Poll(usize),
    /// The waiter with this number is dropped.
    Cancel(usize),
    TaskDone,
    Shutdown,
    ShutdownImmediate,
}

fn step() -> impl Strategy<Value = Step> {
    // Few priorities, so that many are equal.
    prop_oneof![
        8 => (0..4_u8).prop_map(Step::Put),
        3 => (0..4_u8).prop_map(Step::PutNowait),
        8 => Just(Step::Get),
        3 => Just(Step::GetNowait),
        3 => Just(Step::Join),
        8 => any::<usize>().prop_map(Step::Poll),
        5 => any::<usize>().prop_map(Step::Cancel),
        6 => Just(Step::TaskDone),
        1 => prop_oneof![
            3 => Just(Step::Shutdown),
            1 => Just(Step::ShutdownImmediate),
        ],
    ]
}

/// How a put, a get or a join ended.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Put(Item),
    Refused(Item),
    Got(Item),
    NothingComes,
    Joined,
}

#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A future of the queue that has been polled and was not ready.
struct Waiter {
    future: Pin<Box<dyn Future<Output = Outcome>>>,
    woken: Arc<Flag>,
    model: Waiting,
}

/// The same waiter in the model.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Waiting {
    Get { number: u32 },
    Put { number: u32, item: Item },
    Join { round: u32 },
}

/// What the queue is meant to be, in the plainest words.
#[derive(Default)]
struct Model {
    maxsize: usize,
    /// In the order of arrival.
    stored: Vec<Item>,
    /// The numbers of the gets that wait, in line.
    gets: Vec<u32>,
    /// Those of them that an item has come for.
    promised_gets: Vec<u32>,
    puts: Vec<u32>,
    promised_puts: Vec<u32>,
    unfinished: usize,
    round: u32,
    shut_down: bool,
    next_number: u32,
}

impl Model {
    fn item_is_free(&self) -> bool {
        self.stored.len() > self.promised_gets.len()
    }

    fn place_is_free(&self) -> bool {
        self.maxsize == 0 || self.stored.len() + self.promised_puts.len() < self.maxsize
    }

    /// Whoever is first in line is promised what is free.
    fn promise(&mut self) {
        while !self.shut_down && !self.gets.is_empty() && self.item_is_free() {
            self.promised_gets.push(self.gets.remove(0));
        }
        while !self.shut_down && !self.puts.is_empty() && self.place_is_free() {
            self.promised_puts.push(self.puts.remove(0));
        }
    }

    fn store(&mut self, item: Item) {
        self.stored.push(item);
        self.unfinished += 1;
    }

    fn take_smallest(&mut self) -> Option<Item> {
        // `min_by_key` gives the first of equals, and so the one that came first.
        let smallest = self
            .stored
            .iter()
            .enumerate()
            .min_by_key(|(_, item)| item.0);
        let index = smallest?.0;
        Some(self.stored.remove(index))
    }

    fn finish(&mut self, items: usize) {
        let before = self.unfinished;
        self.unfinished = before.saturating_sub(items);
        if before > 0 && self.unfinished == 0 {
            self.round += 1;
        }
    }

    fn number(&mut self) -> u32 {
        self.next_number += 1;
        self.next_number
    }

    fn is_woken(&self, waiting: Waiting) -> bool {
        match waiting {
            Waiting::Get { number } => {
                self.shut_down || self.promised_gets.contains(&number)
            }
            Waiting::Put { number, .. } => {
                self.shut_down || self.promised_puts.contains(&number)
            }
            Waiting::Join { round } => self.round != round,
        }
    }

    /// What a waiter gets when it runs now.
    fn poll(&mut self, waiting: Waiting) -> Poll<Outcome> {
        if !self.is_woken(waiting) {
            return Poll::Pending;
        }
        self.forget(waiting);
        let outcome = match waiting {
            Waiting::Get { .. } => {
                let taken = self.take_smallest();
                taken.map_or(Outcome::NothingComes, Outcome::Got)
            }
            Waiting::Put { item, .. } if self.shut_down => Outcome::Refused(item),
            Waiting::Put { item, .. } => {
                self.store(item);
                Outcome::Put(item)
            }
            Waiting::Join { .. } => Outcome::Joined,
        };
        self.promise();
        Poll::Ready(outcome)
    }

    fn forget(&mut self, waiting: Waiting) {
        if let Waiting::Get { number } | Waiting::Put { number, .. } = waiting {
            // Numbers are given once, so it stands in one of them at most.
            for line in [
                &mut self.gets,
                &mut self.promised_gets,
                &mut self.puts,
                &mut self.promised_puts,
            ] {
                line.retain(|other| *other != number);
            }
        }
    }
}

/// The queue beside its model.
struct Both {
    queue: Arc<PriorityQueue<u8, u32>>,
    model: Model,
    waiters: Vec<Waiter>,
    /// What the queue, not the model, has said.
    accepted: BTreeSet<Item>,
    got: Vec<Item>,
    next_item: u32,
}

impl Both {
    fn new(maxsize: usize) -> Self {
        Both {
            queue: Arc::new(PriorityQueue::new(maxsize)),
            model: Model {
                maxsize,
                ..Model::default()
            },
            waiters: Vec::new(),
            accepted: BTreeSet::new(),
            got: Vec::new(),
            next_item: 0,
        }
    }

    fn item(&mut self, priority: u8) -> Item {
        self.next_item += 1;
        (priority, self.next_item)
    }

    /// Polls a new future for the first time.
    fn begin(
        &mut self,
        future: impl Future<Output = Outcome> + 'static,
        model: Waiting,
    ) -> Result<(), TestCaseError> {
        // In the model, it queues up and is served at once if there is nobody before it.
        match model {
            Waiting::Get { number } => self.model.gets.push(number),
            Waiting::Put { number, .. } => self.model.puts.push(number),
            Waiting::Join { .. } => {}
        }
        self.model.promise();
        let waiter = Waiter {
            future: Box::pin(future),
            woken: Arc::default(),
            model,
        };
        self.poll(waiter)
    }

    fn poll(&mut self, mut waiter: Waiter) -> Result<(), TestCaseError> {
        let waker = Waker::from(Arc::clone(&waiter.woken));
        let polled = waiter
            .future
            .as_mut()
            .poll(&mut Context::from_waker(&waker));
        prop_assert_eq!(&polled, &self.model.poll(waiter.model));
        match polled {
            Poll::Pending => self.waiters.push(waiter),
            Poll::Ready(Outcome::Put(item)) => {
                self.accepted.insert(item);
            }
            Poll::Ready(Outcome::Got(item)) => self.got.push(item),
            Poll::Ready(_) => {}
        }
        Ok(())
    }

    /// Takes a waiter out; the numbers of a step fit any number of waiters.
    fn some_waiter(&mut self, number: usize) -> Option<Waiter> {
        let index = number.checked_rem(self.waiters.len())?;
        Some(self.waiters.remove(index))
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        let queue = Arc::clone(&self.queue);
        match step {
            Step::Put(priority) => {
                let item = self.item(priority);
                let number = self.model.number();
                let put = async move {
                    match queue.put(item).await {
                        Ok(()) => Outcome::Put(item),
                        Err(refused) => Outcome::Refused(refused.0),
                    }
                };
                self.begin(put, Waiting::Put { number, item })?;
            }
            Step::Get => {
                let number = self.model.number();
                let get = async move {
                    let got = queue.get().await;
                    got.map_or(Outcome::NothingComes, Outcome::Got)
                };
                self.begin(get, Waiting::Get { number })?;
            }
            Step::Join => {
                let round = self.model.round;
                let join = async move {
                    queue.join().await;
                    Outcome::Joined
                };
                if self.model.unfinished == 0 {
                    // Nothing to wait for, whatever round it is.
                    let round = round.wrapping_sub(1);
                    self.begin(join, Waiting::Join { round })?;
                } else {
                    self.begin(join, Waiting::Join { round })?;
                }
            }
            Step::PutNowait(priority) => {
                let item = self.item(priority);
                let expected = if self.model.shut_down {
                    Err(PutNowaitError::ShutDown(item))
                } else if self.model.place_is_free() {
                    self.model.store(item);
                    Ok(())
                } else {
                    Err(PutNowaitError::Full(item))
                };
                let put = queue.put_nowait(item);
                prop_assert_eq!(put, expected);
                if put.is_ok() {
                    self.accepted.insert(item);
                }
            }
            Step::GetNowait => {
                let free = self.model.item_is_free() || self.model.shut_down;
                let taken = free.then(|| self.model.take_smallest()).flatten();
                let expected = taken.ok_or(if self.model.shut_down {
                    GetNowaitError::ShutDown
                } else {
                    GetNowaitError::Empty
                });
                let got = queue.get_nowait();
                prop_assert_eq!(got, expected);
                self.got.extend(got);
            }
            Step::Poll(number) => {
                if let Some(waiter) = self.some_waiter(number) {
                    self.poll(waiter)?;
                }
            }
            Step::Cancel(number) => {
                if let Some(waiter) = self.some_waiter(number) {
                    self.model.forget(waiter.model);
                    drop(waiter);
                }
            }
            Step::TaskDone => {
                let expected = self.model.unfinished > 0;
                self.model.finish(1);
                prop_assert_eq!(queue.task_done().is_ok(), expected);
            }
            Step::Shutdown => {
                self.model.shut_down = true;
                queue.shutdown();
            }
            Step::ShutdownImmediate => {
                self.model.shut_down = true;
                // What is thrown away was accepted, and nobody may get it any more.
                for item in std::mem::take(&mut self.model.stored) {
                    prop_assert!(self.accepted.remove(&item));
                    self.model.finish(1);
                }
                queue.shutdown_immediate();
            }
        }
        self.model.promise();
        self.compare()
    }

    /// Whoever can go on has been woken, and nobody else.
    fn compare(&self) -> Result<(), TestCaseError> {
        for waiter in &self.waiters {
            let woken = waiter.woken.0.load(Ordering::SeqCst);
            prop_assert_eq!(woken, self.model.is_woken(waiter.model));
        }
        prop_assert_eq!(self.queue.qsize(), self.model.stored.len());
        prop_assert_eq!(self.queue.empty(), self.model.stored.is_empty());
        let full = self.model.maxsize > 0 && self.queue.qsize() >= self.model.maxsize;
        prop_assert_eq!(self.queue.full(), full);
        Ok(())
    }

    /// Lets everybody run to the end, and counts the items.
    fn finish(mut self) -> Result<(), TestCaseError> {
        self.take(Step::Shutdown)?;
        while !self.waiters.is_empty() {
            let joins_only = self
                .waiters
                .iter()
                .all(|waiter| matches!(waiter.model, Waiting::Join { .. }));
            if joins_only && self.model.unfinished > 0 {
                self.take(Step::TaskDone)?;
            } else {
                // Each time round the next one, since those that are not ready go last.
                self.take(Step::Poll(0))?;
            }
        }
        while self.queue.qsize() > 0 {
            self.take(Step::GetNowait)?;
        }
        let distinct = BTreeSet::from_iter(self.got.iter().copied());
        prop_assert_eq!(distinct.len(), self.got.len(), "an item came twice");
        prop_assert_eq!(distinct, self.accepted, "items lost or invented");
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Nothing is lost, nothing comes twice, and whoever can go on is woken.
    #[test]
    fn does_what_the_model_does(
        maxsize in 0..4_usize,
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut both = Both::new(maxsize);
        for step in steps {
            both.take(step)?;
        }
        both.finish()?;
    }

    /// What is put before anything is taken comes out as a stable sort gives it.
    #[test]
    fn sorts_stably(priorities in prop::collection::vec(0..10_u8, 0..200)) {
        let queue = PriorityQueue::new(0);
        let items: Vec<_> = priorities.into_iter().zip(0_u32..).collect();
        for item in &items {
            prop_assert_eq!(queue.put_nowait(*item), Ok(()));
        }
        let out = Vec::from_iter(std::iter::from_fn(|| queue.get_nowait().ok()));
        let mut sorted = items;
        sorted.sort_by_key(|(priority, _)| *priority);
        prop_assert_eq!(out, sorted);
    }
}
