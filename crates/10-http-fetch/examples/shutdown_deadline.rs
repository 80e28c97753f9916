//! A graceful shutdown needs a deadline of its own.
//!
//! Tutorial: none
//! Look for: two orders: one is in time, one would take an hour.
//! Twin: none, because aiohttp cuts the connection: `AppRunner(shutdown_timeout=0.5)`.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use classroom::println;
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn bake(State(deadline): State<CancellationToken>, oven: Duration) -> StatusCode {
    // The sleep is dropped at the deadline.
    match deadline.run_until_cancelled(sleep(oven)).await {
        Some(()) => StatusCode::OK,
        None => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn order(client: Client, url: String) -> reqwest::Result<()> {
    let status = client.get(&url).send().await?.status();
    let bread = url.rsplit('/').next().unwrap_or_default();
    println!("{bread}: {status}"); // send has returned
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (close, deadline) = (CancellationToken::new(), CancellationToken::new());
        let roll = |state| bake(state, Duration::from_millis(300));
        let stew = |state| bake(state, Duration::from_secs(3600));
        let app = Router::new()
            .route("/roll", get(roll))
            .route("/stew", get(stew))
            .with_state(deadline.clone());
        let server = axum::serve(listener, app)
            .with_graceful_shutdown(close.clone().cancelled_owned());
        let server = tokio::spawn(server.into_future());

        let client = Client::builder().no_proxy().build()?;
        let roll = tokio::spawn(order(client.clone(), format!("{url}/roll")));
        let stew = tokio::spawn(order(client, format!("{url}/stew")));
        sleep(Duration::from_millis(100)).await;
        println!("closing"); // main gives half a second
        close.cancel();
        sleep(Duration::from_millis(500)).await;
        println!("deadline"); // the half second has passed
        deadline.cancel();
        server.await??;
        roll.await??;
        stew.await??;
        Ok(())
    })
}
