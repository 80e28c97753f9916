//! `web()`: the hosts of the tutorials on this machine, whatever the environment says.

use std::env;
use std::error::Error;
use std::process::Command;

use serde_json::Value;

/// Variable in which `cargo lesson run … --live --url` passes the page.
const LIVE: &str = "CLASSROOM_LIVE";

/// Returns a command that runs one test of this file in a process of its own.
fn run_test(name: &str) -> Result<Command, Box<dyn Error>> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--exact", name]);
    Ok(command)
}

/// Asserts that the command ran one test and that the test passed.
fn assert_passes(mut command: Command) -> Result<(), Box<dyn Error>> {
    let output = command.output()?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}");
    assert!(stdout.contains("1 passed"), "{stdout}");
    Ok(())
}

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
async fn the_site_ends_with_the_last_clone() -> Result<(), Box<dyn Error>> {
    let web = http_fetch::web().await?;
    let clone = web.clone();
    let client = web.client().build()?;
    let page = "http://httpbin.org/get";
    drop(web);
    assert!(client.get(page).send().await.is_ok());
    drop(clone);
    // The task that listens is aborted and has to be dropped.
    tokio::task::yield_now().await;
    let error = client
        .get(page)
        .send()
        .await
        .expect_err("the site has ended");
    assert!(error.is_connect(), "{error:?}");
    Ok(())
}

#[test]
fn a_proxy_in_the_environment_is_not_asked() -> Result<(), Box<dyn Error>> {
    // No server listens on port 1, so a request to this proxy fails.
    let proxy = "http://127.0.0.1:1";
    let mut command = run_test("every_host_of_the_tutorials_answers_as_itself")?;
    command.env_remove("NO_PROXY").env_remove("no_proxy");
    command.envs([("HTTP_PROXY", proxy), ("http_proxy", proxy)]);
    assert_passes(command)
}

#[tokio::test]
async fn a_page_is_fetched_from_its_own_url_unless_a_live_run_has_another()
-> Result<(), Box<dyn Error>> {
    let page = "http://python.org/";
    let web = http_fetch::web().await?;
    // The test below sets the variable for a process of its own.
    let expected = env::var(LIVE).unwrap_or_else(|_| page.to_owned());
    assert_eq!(web.url(page), expected);
    Ok(())
}

#[test]
fn a_live_run_fetches_the_page_it_was_given() -> Result<(), Box<dyn Error>> {
    let mut command =
        run_test("a_page_is_fetched_from_its_own_url_unless_a_live_run_has_another")?;
    command.env(LIVE, "http://127.0.0.1/instead");
    assert_passes(command)
}
