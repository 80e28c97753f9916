//! A server is a task: its handlers and a client share one thread.
//!
//! Tutorial: 004-4-server
//! Look for: the task column. Server and client share one thread.

use std::error::Error;

use axum::Router;
use axum::routing::get;
use classroom::println;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

async fn hello() -> &'static str {
    println!("somebody asks for /"); // the request is complete
    "Hello, world"
}

async fn serve(listener: TcpListener, quit: oneshot::Receiver<()>) {
    let app = Router::new().route("/", get(hello));
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        // As Ctrl-C in aiohttp: no new requests; those in flight may finish.
        let _quit = quit.await;
    });
    println!("======== Running ========"); // first poll of the server
    server.await.expect("a server that listens goes on");
    println!("======== Stopped ========"); // serve has returned
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        // The tutorial's 0.0.0.0 would let the whole network in.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (quit, told_to_quit) = oneshot::channel();
        let server = tokio::spawn(serve(listener, told_to_quit));

        let client = reqwest::Client::builder().no_proxy().build()?;
        let response = client.get(&url).send().await?;
        println!("{}", response.status()); // the handler has returned
        println!("{:?}", response.headers()["content-type"]); // set by axum
        println!("{}", response.text().await?); // text has returned
        let missing = client.get(format!("{url}/missing")).send().await?;
        println!("{}", missing.status()); // the router has no such path
        let _told = quit.send(());
        server.await?;
        Ok(())
    })
}
