//! The shop knows customers by their cookie and orders by their key.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

mod common;

use common::client;
use loopback::Site;
use reqwest::Client;
use reqwest::header::{COOKIE, SET_COOKIE};

/// Requests the account with these cookies; returns its status and text.
async fn account(site: &Site, cookies: &[&str]) -> (u16, String) {
    let mut request = client(site).get(site.url("/account"));
    for cookie in cookies {
        request = request.header(COOKIE, *cookie);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(start_paused = true)]
async fn cookies() {
    let site = loopback::start().await.unwrap();
    let login = client(&site).post(site.url("/login"));
    let welcome = login.form(&[("name", "crab")]).send().await.unwrap();
    let cookie = welcome.headers()[SET_COOKIE].to_str().unwrap();
    assert_eq!(cookie, "customer=crab; Path=/; HttpOnly");
    let known = (200, "the account of crab\n".to_owned());
    let unknown = (401, "please log in\n".to_owned());
    for (cookies, answer) in [
        (&["customer=crab"][..], &known),
        (&["basket=3; customer=crab; lang=en"], &known),
        (&["basket=3", "customer=crab"], &known),
        (&[], &unknown),
        (&["customer="], &unknown),
        (&["xcustomer=crab"], &unknown),
        (&["customer=two crabs"], &unknown),
    ] {
        assert_eq!(&account(&site, cookies).await, answer, "{cookies:?}");
    }
}

/// A client's cookie jar keeps the cookie until the logout.
#[tokio::test(start_paused = true)]
async fn cookie_jar() {
    let site = loopback::start().await.unwrap();
    let jar = Client::builder().no_proxy().cookie_store(true);
    let jar = jar.build().unwrap();
    let status = async || {
        let account = jar.get(site.url("/account")).send().await;
        account.unwrap().status()
    };
    assert_eq!(status().await, 401);
    let login = jar.post(site.url("/login")).form(&[("name", "crab")]);
    login.send().await.unwrap();
    assert_eq!(status().await, 200);
    jar.post(site.url("/logout")).send().await.unwrap();
    assert_eq!(status().await, 401);
}

async fn parcels(site: &Site) -> String {
    let parcels = client(site).get(site.url("/parcels")).send().await;
    parcels.unwrap().text().await.unwrap()
}

/// An order counts even if its answer is lost.
#[tokio::test(start_paused = true)]
async fn orders() {
    let site = loopback::start().await.unwrap();
    let order = || client(&site).post(site.url("/parcels?lost=1"));
    order().send().await.unwrap_err();
    assert_eq!(parcels(&site).await, r#"{"parcels":1}"#);
    let second = order().send().await.unwrap();
    assert_eq!(second.status(), 201);
    assert_eq!(second.text().await.unwrap(), "parcel 2\n");
    // The second answer is lost too.
    let order = || client(&site).post(site.url("/parcels?lost=2"));
    let keyed = || order().header("idempotency-key", "birthday");
    keyed().send().await.unwrap_err();
    for _ in 0..2 {
        let again = keyed().send().await.unwrap();
        assert_eq!(again.status(), 200);
        assert_eq!(again.text().await.unwrap(), "parcel 3\n");
    }
    assert_eq!(parcels(&site).await, r#"{"parcels":3}"#);
}
