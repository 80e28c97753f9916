//! If no task has to wait, a heap is enough.
//!
//! Tutorial: none
//! Look for: std's heap gives the largest first; Reverse turns it round.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use classroom::println;

const NUMBERS: [u32; 7] = [19, 31, 63, 20, 83, 82, 40];

fn main() {
    let largest_first = BinaryHeap::from(NUMBERS);
    // the one that compares greatest
    println!("on top: {}", largest_first.peek().expect("it holds seven"));

    let mut smallest_first = BinaryHeap::from(NUMBERS.map(Reverse));
    while let Some(Reverse(number)) = smallest_first.pop() {
        println!("{number}"); // in Reverse, the smallest is the greatest
    }
}
