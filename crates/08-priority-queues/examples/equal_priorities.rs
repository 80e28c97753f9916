//! Equal priorities come out in the order in which they came in.
//!
//! Tutorial: none
//! Look for: zucchini before apples. Both are of priority 2, and zucchini came first.
//! Uses: look-alike

use classroom::println;
use priority_queues::PriorityQueue;

fn main() {
    classroom::run(async {
        let queue = PriorityQueue::new(0);
        let orders = [(2, "zucchini"), (1, "milk"), (2, "apples"), (1, "bread")];
        for order in orders {
            queue
                .put_nowait(order)
                .expect("there is room for any number");
        }
        while let Ok((priority, order)) = queue.get_nowait() {
            println!("{priority} {order}"); // the oldest order of the smallest number
        }
    });
}
