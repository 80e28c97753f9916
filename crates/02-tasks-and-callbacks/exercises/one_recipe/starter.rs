//! One recipe for three cooks
//!
//! Three cooks bake a plum cake at the same time, each in a task of its own. Each task
//! gets a copy of the recipe. Let all three share one recipe, without a copy. The
//! recipe must be freed when the last cook has finished, so leak nothing.

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
            let recipe = recipe.clone();
            tokio::spawn(async move { cook(name, &recipe).await })
        });
        for cook in cooks {
            cook.await.expect("a cook does not panic");
        }
    });
}
