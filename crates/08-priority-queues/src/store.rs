//! The stores of a queue: the store alone decides which item comes out next.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

/// The items of a [`Queue`](crate::Queue), and the order in which they come out.
///
/// asyncio has the same seam: `PriorityQueue` and `LifoQueue` override the methods
/// `_put` and `_get` of `asyncio.Queue`, and nothing else.
pub trait Store: Default {
    /// The type of the items.
    type Item;

    /// Adds an item.
    fn put(&mut self, item: Self::Item);

    /// Removes the next item and returns it.
    fn get(&mut self) -> Option<Self::Item>;

    /// The number of items.
    fn len(&self) -> usize;

    /// Whether the store is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// First in, first out.
impl<T> Store for VecDeque<T> {
    type Item = T;

    fn put(&mut self, item: T) {
        self.push_back(item);
    }

    fn get(&mut self) -> Option<T> {
        self.pop_front()
    }

    fn len(&self) -> usize {
        VecDeque::len(self)
    }
}

/// Last in, first out.
impl<T> Store for Vec<T> {
    type Item = T;

    fn put(&mut self, item: T) {
        self.push(item);
    }

    fn get(&mut self) -> Option<T> {
        self.pop()
    }

    fn len(&self) -> usize {
        Vec::len(self)
    }
}

/// Smallest priority first; among equals, first in, first out.
#[derive(Debug)]
pub struct ByPriority<P, T> {
    heap: BinaryHeap<Entry<P, T>>,
    /// The number of the next arrival. A heap keeps no order among equals, and so the
    /// arrival decides between them. One a nanosecond lasts for 584 years.
    next: u64,
}

impl<P: Ord, T> Store for ByPriority<P, T> {
    type Item = (P, T);

    fn put(&mut self, (priority, item): (P, T)) {
        let arrival = self.next;
        self.next += 1;
        self.heap.push(Entry {
            priority,
            arrival,
            item,
        });
    }

    fn get(&mut self) -> Option<(P, T)> {
        let entry = self.heap.pop()?;
        Some((entry.priority, entry.item))
    }

    fn len(&self) -> usize {
        self.heap.len()
    }
}

// By hand, because the derive would ask for `P: Default` and `T: Default`.
impl<P: Ord, T> Default for ByPriority<P, T> {
    fn default() -> Self {
        ByPriority {
            heap: BinaryHeap::new(),
            next: 0,
        }
    }
}

#[derive(Debug)]
struct Entry<P, T> {
    priority: P,
    arrival: u64,
    /// Takes no part in comparisons: it may be anything.
    item: T,
}

impl<P: Ord, T> Ord for Entry<P, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        // The other way round: the heap of std gives the greatest, a queue the smallest.
        let by_priority = other.priority.cmp(&self.priority);
        by_priority.then_with(|| other.arrival.cmp(&self.arrival))
    }
}

impl<P: Ord, T> PartialOrd for Entry<P, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<P: Ord, T> PartialEq for Entry<P, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<P: Ord, T> Eq for Entry<P, T> {}
