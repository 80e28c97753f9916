//! What the compiler says about a guard of std that nobody keeps.

use std::sync::Mutex;

fn main() {
    let oven = Mutex::new("bread");
    let _ = oven.lock();
}
