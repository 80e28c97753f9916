//! Without a TLS feature, reqwest refuses https before it connects.
//!
//! Tutorial: none
//! Look for: the last cause of the error, and the number of connections.
//! Twin: none, because Python's ssl module is always built in

use std::error::Error;
use std::iter::successors;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = reqwest::Client::builder()
            .no_proxy()
            .resolve("www.python.org", site.address())
            .build()?;
        let Err(error) = client.get("https://www.python.org/").send().await else {
            return Err("this build has a TLS feature".into());
        };
        println!("connect: {}", error.is_connect()); // the connector has refused
        for cause in successors(error.source(), |&cause| cause.source()) {
            println!("caused by: {cause}"); // found with `source`
        }
        println!("connections: {}", site.connections()); // counted by the site
        Ok(())
    })
}
