//! What the compiler says about a permit that is given back twice.

/// Stands in for tokio's permit: like that one, it is moved and never copied.
struct Permit;

fn main() {
    let permit = Permit;
    drop(permit);
    drop(permit);
}
