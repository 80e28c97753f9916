//! A coroutine is a function that can stop in the middle and go on later.
//!
//! In Python it is made with `async def`, in Rust with `async fn`. Calling either runs
//! nothing: the call returns a value that holds the arguments and remembers how far the
//! function has come. Python calls that value a coroutine object, Rust calls it a
//! *future*. It runs while it is polled, and it stops at an `.await` that is not
//! ready.
//!
//! This lesson needs no building block of its own: `async`, `.await` and
//! `tokio::time::sleep` are all there is. The programs are in `examples/`, the notes in
//! `lessons/01-coroutines.md`.
