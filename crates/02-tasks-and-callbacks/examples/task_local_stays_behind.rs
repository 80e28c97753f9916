//! A task-local value is not inherited by a spawned task: hand it over.
//!
//! Tutorial: none
//! Look for: the spawned task knows no user until it is given one.

use classroom::println;

tokio::task_local! {
    static USER: &'static str;
}

async fn greet(whence: &str) {
    let user = USER.try_with(|user| *user).unwrap_or("no user");
    println!("{whence}: {user}"); // first poll of this future
}

fn main() {
    classroom::run(USER.scope("Ida", async {
        greet("awaited").await;
        let spawned = tokio::spawn(greet("spawned"));
        spawned.await.expect("greet does not panic");
        let with_user = USER.scope(USER.get(), greet("handed over"));
        let spawned = tokio::spawn(with_user);
        spawned.await.expect("greet does not panic");
    }));
}
