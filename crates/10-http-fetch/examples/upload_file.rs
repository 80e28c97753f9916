//! `multipart` sends each field of a form as a part of its own.
//!
//! Tutorial: none
//! Look for: the file name, which makes a file of a field.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let list = Part::text("2 rye\n1 oat\n")
            .file_name("list.txt")
            .mime_str("text/plain")?;
        let form = Form::new().text("customer", "crab").part("list", list);

        let request = client.post(site.url("/post")).multipart(form);
        let seen: Value = request.send().await?.json().await?;
        println!("form: {}", seen["form"]); // a part without a file name
        println!("files: {}", seen["files"]); // a part with a file name
        let content_type = seen["headers"]["Content-Type"].as_str();
        let (kind, boundary) = content_type
            .and_then(|it| it.split_once("; boundary="))
            .ok_or("multipart without a boundary")?;
        println!("{kind}"); // set by `multipart`
        // It separates the parts.
        println!("a boundary: {}", !boundary.is_empty());
        Ok(())
    })
}
