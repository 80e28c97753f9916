//! Oops: among equal priorities, the alphabet decided.
//!
//! Tutorial: none
//! Look for: apples before zucchini, though zucchini was ordered first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use classroom::println;

fn main() {
    let mut heap = BinaryHeap::new();
    for order in [(2, "zucchini"), (1, "milk"), (2, "apples"), (1, "bread")] {
        heap.push(Reverse(order)); // the whole pair is compared, name and all
    }
    while let Some(Reverse((priority, order))) = heap.pop() {
        println!("{priority} {order}"); // the smallest pair: by number, then by name
    }
}
