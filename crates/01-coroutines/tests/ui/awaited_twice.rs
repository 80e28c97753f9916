//! What the compiler says about a future that is awaited twice.

async fn bake_bread() -> &'static str {
    "a loaf"
}

async fn shop() -> (&'static str, &'static str) {
    let order = bake_bread();
    (order.await, order.await)
}

fn main() {
    let _nobody_polls_it = shop();
}
