//! A calculation goes to a pool of its own, and answers through a oneshot.
//!
//! Tutorial: none
//! Look for: main awaits the receiver as it would await any other future.
//! Clock: real

use classroom::println;
use rayon::prelude::*;
use tokio::sync::oneshot;

const LIMIT: u32 = 100_000;

fn is_prime(number: u32) -> bool {
    let mut divisors = (2..).take_while(|divisor| divisor * divisor <= number);
    !divisors.any(|divisor| number.is_multiple_of(divisor))
}

fn main() {
    classroom::run(async {
        let (sender, receiver) = oneshot::channel();
        rayon::spawn(move || {
            // Spread over the threads of rayon's pool: one for each core.
            let found = (2..LIMIT).into_par_iter().filter(|n| is_prime(*n));
            // An error would say that main no longer waits.
            let _main_has_left = sender.send(found.count());
        });
        println!("counting"); // spawn has returned; rayon's threads count
        let count = receiver.await.expect("counting does not panic");
        println!("{count} primes below {LIMIT}"); // send has woken main
    });
}
