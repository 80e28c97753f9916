//! Leaks the recipe: every task may borrow it, and it is never freed.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
struct Recipe(String);

impl Clone for Recipe {
    fn clone(&self) -> Recipe {
        println!("{} is copied", self.0);
        Recipe(self.0.clone())
    }
}

async fn cook(name: &str, recipe: &Recipe) {
    sleep(Duration::from_millis(100)).await;
    println!("{name} has cooked {}", recipe.0);
}
// end

fn main() {
    classroom::run(async {
        let recipe: &Recipe = Box::leak(Box::new(Recipe("plum cake".to_owned())));
        let cooks = ["Ada", "Ben", "Cleo"].map(|name| tokio::spawn(cook(name, recipe)));
        for cook in cooks {
            cook.await.expect("a cook does not panic");
        }
    });
}
