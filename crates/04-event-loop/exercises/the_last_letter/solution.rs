//! The token asks, and each scribe looks at it between two letters.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn write_letters(scribe: &str, ms: u64, closing: CancellationToken) {
    let mut letter = 0;
    while !closing.is_cancelled() {
        letter += 1;
        println!("{scribe}: letter {letter} begun");
        sleep(Duration::from_millis(ms)).await;
        println!("{scribe}: letter {letter} sealed");
    }
}

fn main() {
    classroom::run(async {
        let closing = CancellationToken::new();
        let scribes = [("Ida", 400), ("Bo", 350)].map(|(scribe, ms)| {
            tokio::spawn(write_letters(scribe, ms, closing.clone()))
        });
        sleep(Duration::from_secs(1)).await;
        println!("closing time");
        closing.cancel();
        for scribe in scribes {
            scribe.await.expect("a scribe does not panic");
        }
        println!("dark");
    });
}
