//! What the compiler says about a permit that is named `_`, if it is asked.

#![warn(let_underscore_drop)]

/// Stands in for tokio's permit: like that one, it does something when it is dropped.
struct Permit;

impl Drop for Permit {
    fn drop(&mut self) {}
}

fn main() {
    let _ = Permit;
}
