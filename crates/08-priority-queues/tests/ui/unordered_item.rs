//! What the compiler says about a heap of pairs whose second half has no order.

use std::collections::BinaryHeap;

fn main() {
    let mut orders = BinaryHeap::new();
    orders.push((1, 0.5)); // priority and weight
}
