//! pool_max_idle_per_host(3) is no TCPConnector(limit=3): ten go out at once.
//!
//! Tutorial: none
//! Look for: all answers at 1.00, and ten in flight.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use tokio::task::JoinSet;
use tokio::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        // It says how many connections are kept for later, not how many are opened.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(3);
        let client = client.build()?;
        let start = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            requests.spawn(client.get(site.base_url()).send());
        }
        while let Some(response) = requests.join_next().await {
            let data = response??.text().await?;
            let took = start.elapsed().as_secs_f64();
            println!("data {data} {took:.2}"); // nobody waited for anybody
        }
        let most = site.max_in_flight();
        println!("most in flight: {most}"); // the site answers all who come
        Ok(())
    })
}
