//! Puts a copy into a new `Arc` for each cook, where one `Arc` should be cloned.

use std::sync::Arc;
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
        let recipe = Recipe("plum cake".to_owned());
        let cooks = ["Ada", "Ben", "Cleo"].map(|name| {
            let recipe = Arc::new(recipe.clone());
            tokio::spawn(async move { cook(name, &recipe).await })
        });
        for cook in cooks {
            cook.await.expect("a cook does not panic");
        }
    });
}
