//! Lends the recipe to the branches of a `join!`: main cooks alone.

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
        tokio::join!(
            cook("Ada", &recipe),
            cook("Ben", &recipe),
            cook("Cleo", &recipe),
        );
    });
}
