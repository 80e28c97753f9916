//! The web of the lesson: every host is there, whatever the environment says, for as long
//! as somebody holds it.

use std::error::Error;
use std::process::Command;

use serde_json::Value;

#[tokio::test(start_paused = true)]
async fn every_host_of_the_tutorials_answers_as_itself() -> Result<(), Box<dyn Error>> {
    let web = http_fetch::web().await?;
    let client = web.client().build()?;
    for host in loopback::HOSTS {
        let page = format!("http://{host}/get");
        assert_eq!(web.url(&page), page);
        let answer = client.get(&page).send().await?.json::<Value>().await?;
        assert_eq!(answer["url"], page);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_its_last_clone() -> Result<(), Box<dyn Error>> {
    let web = http_fetch::web().await?;
    let clone = web.clone();
    let client = web.client().build()?;
    let page = "http://httpbin.org/get";
    drop(web);
    assert!(client.get(page).send().await.is_ok());
    drop(clone);
    tokio::task::yield_now().await;
    assert!(client.get(page).send().await.is_err());
    Ok(())
}

/// Nobody listens there. What asks a proxy of the environment all the same fails.
#[test]
fn a_proxy_in_the_environment_is_not_asked() -> Result<(), Box<dyn Error>> {
    let test = std::env::current_exe()?;
    let status = Command::new(test)
        .args(["--exact", "every_host_of_the_tutorials_answers_as_itself"])
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .env("http_proxy", "http://127.0.0.1:1")
        .output()?
        .status;
    assert!(status.success());
    Ok(())
}
