//! A thread waits for a coroutine, loses patience, and cancels it.
//!
//! Tutorial: none
//! Look for: the timeout ends only the waiting. It takes cancel to end the coroutine.
//! Clock: real
//! Uses: look-alike

use std::sync::mpsc;
use std::time::Duration;

use classroom::println;
use thread_executors::LoopThread;
use tokio::time::sleep;

/// Says when it is dropped.
struct Stove(mpsc::Sender<()>);

impl Drop for Stove {
    fn drop(&mut self) {
        println!("stove: off"); // dropped with its coroutine
        self.0.send(()).expect("main listens");
    }
}

async fn boil(_stove: Stove) {
    println!("stove: on"); // first poll, in the other loop's thread
    sleep(Duration::from_secs(60)).await;
    println!("it boils"); // never printed: it was cancelled in its sleep
}

fn main() {
    classroom::run(async {
        let kitchen = LoopThread::start().expect("the system gives a thread");
        let (off, is_off) = mpsc::channel();
        let water = kitchen
            .handle()
            .run_coroutine_threadsafe(boil(Stove(off)))
            .expect("the loop is running");
        // This blocks the thread. In a task, write `water.await`.
        let waited = water.result(Some(Duration::from_millis(200)));
        let error = waited.expect_err("it takes a minute");
        println!("main: {error}"); // 0.2 s have passed; the stove is still on
        let cancelled = water.cancel();
        is_off.recv().expect("the stove says so");
        let answer = if cancelled { "yes" } else { "no" };
        println!("main: cancelled? {answer}"); // the stove is off
    });
}
