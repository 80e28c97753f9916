//! A program that ends itself in the middle of a run.

use classroom::println;

fn main() {
    classroom::run(async {
        println!("before the exit");
        std::process::exit(7);
    });
}
