//! Graceful shutdown: requests in flight finish, new ones are refused.
//!
//! Tutorial: none
//! Look for: when the second order fails, and when the server ends.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use classroom::println;
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::sleep;

async fn bake() -> &'static str {
    println!("baking"); // the request has arrived
    sleep(Duration::from_millis(300)).await;
    "bread"
}

async fn order(client: Client, url: String) -> Result<String, reqwest::Error> {
    client.get(url).send().await?.text().await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (close, closing) = oneshot::channel::<()>();
        let app = Router::new().route("/", get(bake));
        let server = axum::serve(listener, app).with_graceful_shutdown(async {
            // In production: `tokio::signal::ctrl_c()`.
            let _told = closing.await;
            println!("closing"); // the channel has returned: no new requests
        });
        let server = tokio::spawn(server.into_future());

        let client = Client::builder().no_proxy().build()?;
        let early = tokio::spawn(order(client.clone(), url.clone()));
        sleep(Duration::from_millis(100)).await;
        let _told = close.send(());
        sleep(Duration::from_millis(100)).await;
        let late = order(client, url).await;
        let refused = late.is_err_and(|error| error.is_connect());
        println!("late, refused: {refused}"); // no listener on that port
        println!("early: {:?}", early.await??); // its handler has finished
        server.await??;
        println!("closed"); // serve has returned
        Ok(())
    })
}
