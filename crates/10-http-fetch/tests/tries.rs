//! What happens when the line is changed that a page's *Try* names: each answer in the
//! note, in virtual time and on real sockets.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use loopback::Site;
use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

type Outcome = Result<(), Box<dyn Error>>;

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn rounded(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64())
}

async fn client_and_site() -> Result<(Client, Site), Box<dyn Error>> {
    let client = Client::builder().no_proxy().build()?;
    Ok((client, loopback::start().await?))
}

#[tokio::test(start_paused = true)]
async fn session_get_of_a_body_in_pieces() -> Outcome {
    let web = http_fetch::web().await?;
    let client = web.client().build()?;
    let start = Instant::now();
    let page = "http://api.github.com/download?kib=4&every_ms=100";
    let response = client.get(page).send().await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(rounded(start.elapsed()), "0.00");
    assert_eq!(response.text().await?.len(), 4096);
    assert_eq!(rounded(start.elapsed()), "0.40");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn readhub_of_two() -> Outcome {
    let web = http_fetch::web().await?;
    let client = web.client().build()?;
    let page = client.get("http://api.readhub.me/topic");
    let response = page.query(&[("pageSize", "2")]).send().await?;
    let topics = response.json::<Value>().await?;
    assert_eq!(topics["data"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn shared_client_without_the_bodies() -> Outcome {
    let (client, site) = client_and_site().await?;
    let url = site.url("/download?kib=2&every_ms=50");
    for expected in [5, 10] {
        let mut tasks = JoinSet::new();
        for _ in 0..5 {
            let request = client.get(&url);
            tasks.spawn(async { request.send().await.map(drop) });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        assert_eq!(site.connections(), expected);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn three_connections_with_five() -> Outcome {
    let (client, site) = client_and_site().await?;
    let connections = Arc::new(Semaphore::new(5));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..10 {
        let (request, connections) = (client.get(site.base_url()), connections.clone());
        tasks.spawn(async move {
            let _connection = connections.acquire().await.expect("it is never closed");
            request.send().await?.text().await
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    assert_eq!(rounded(start.elapsed()), "2.00");
    assert_eq!(site.max_in_flight(), 5);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn which_timeout_with_a_slow_drip() -> Outcome {
    let site = loopback::start().await?;
    let client = || Client::builder().no_proxy();
    let read = client().read_timeout(millis(300)).build()?;
    let total = client().timeout(millis(700)).build()?;
    for (client, expected) in [(read, "0.30"), (total, "0.70")] {
        let start = Instant::now();
        let url = site.url("/drip?chunks=10&every_ms=400");
        let page = async { client.get(url).send().await?.text().await };
        assert!(page.await.is_err_and(|error| error.is_timeout()));
        assert_eq!(rounded(start.elapsed()), expected);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn retry_by_hand_with_longer_pauses() -> Outcome {
    let (client, site) = client_and_site().await?;
    let url = site.url("/unavailable/bread?times=3&retry_after=0");
    let start = Instant::now();
    let mut pause = millis(500);
    while client.get(&url).send().await?.status() != StatusCode::OK {
        sleep(pause).await;
        pause *= 2;
    }
    assert_eq!(rounded(start.elapsed()), "3.50");
    assert_eq!(site.requests(), 4);
    // What the loop returns at once.
    let missing = client.get(site.url("/nowhere")).send().await?;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn cancel_half_way_too_late() -> Outcome {
    let (client, site) = client_and_site().await?;
    let url = site.url("/download?kib=3&every_ms=400");
    let download = async { client.get(url).send().await?.bytes().await };
    tokio::select! {
        done = download => assert_eq!(done?.len(), 3072),
        () = sleep(millis(1400)) => panic!("the body is complete at 1.20"),
    }
    sleep(millis(1)).await;
    client.get(site.url("/get")).send().await?;
    assert_eq!(site.connections(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn oops_no_status_check_with_a_check() -> Outcome {
    let web = http_fetch::web().await?;
    let page = "http://blog.jobbole.com/404404/";
    let response = web.client().build()?.get(page).send().await?;
    let error = response.error_for_status().expect_err("it does not exist");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.url().map(ToString::to_string).as_deref(), Some(page));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn oops_fetched_in_turn_three_times_the_slowest() -> Outcome {
    let web = http_fetch::web().await?;
    let fetch = async || {
        let client = web.client().build()?;
        let page = client.get("http://www.163.com/").send().await?;
        page.text().await
    };
    let start = Instant::now();
    for _ in 0..3 {
        fetch().await?;
    }
    assert_eq!(rounded(start.elapsed()), "0.45");
    let start = Instant::now();
    tokio::try_join!(fetch(), fetch(), fetch())?;
    assert_eq!(rounded(start.elapsed()), "0.15");
    Ok(())
}
