//! Moves the recipe into each task and gets it back: one cook after the other.

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
        let mut recipe = Recipe("plum cake".to_owned());
        for name in ["Ada", "Ben", "Cleo"] {
            let cook = tokio::spawn(async move {
                cook(name, &recipe).await;
                recipe
            });
            recipe = cook.await.expect("a cook does not panic");
        }
    });
}
