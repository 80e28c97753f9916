//! A shop with customers, known by a cookie, and orders, known by an idempotency key.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::faults::reset_now;
use crate::params::BadRequest;

const MAX_NAME_BYTES: usize = 32;
const MAX_KEY_BYTES: usize = 64;
/// Maximum number of keys that are kept. Made-up keys would fill the memory otherwise.
const MAX_KEYS: usize = 1000;

/// Answers a form that has a `name` with a cookie. A real shop would send a random number
/// and keep the name to itself; this one must answer the same in every run.
pub(crate) async fn login(form: Bytes) -> Result<Response, BadRequest> {
    let mut pairs = form_urlencoded::parse(&form);
    let name = pairs.find(|pair| pair.0 == "name").map(|pair| pair.1);
    let Some(name) = name.filter(|name| is_name(name)) else {
        let why = format!("a name has 1 to {MAX_NAME_BYTES} letters or digits\n");
        return Err(BadRequest(why));
    };
    let cookie = format!("customer={name}; Path=/; HttpOnly");
    Ok(([(SET_COOKIE, cookie)], format!("welcome, {name}\n")).into_response())
}

pub(crate) async fn account(headers: HeaderMap) -> Response {
    match customer(&headers) {
        Some(name) => format!("the account of {name}\n").into_response(),
        None => (StatusCode::UNAUTHORIZED, "please log in\n").into_response(),
    }
}

pub(crate) async fn logout() -> Response {
    let cookie = "customer=; Path=/; Max-Age=0";
    ([(SET_COOKIE, cookie)], "goodbye\n").into_response()
}

/// Returns the customer that the request's cookie names.
fn customer(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).into_iter();
    let mut cookies = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let name = cookies.find_map(|cookie| cookie.trim().strip_prefix("customer="));
    name.filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    let is_short = (1..=MAX_NAME_BYTES).contains(&name.len());
    is_short && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The orders of one site.
// A std mutex: it is held for a few instructions, and never across an `.await`.
#[derive(Debug, Default)]
pub(crate) struct Parcels(Mutex<Ordered>);

#[derive(Debug, Default)]
struct Ordered {
    parcels: u64,
    lost: u64,
    by_key: BTreeMap<Vec<u8>, u64>,
}

pub(crate) async fn ordered(State(parcels): State<Arc<Parcels>>) -> Response {
    let ordered = parcels
        .0
        .lock()
        .expect("nothing panics while the lock is held");
    Json(json!({ "parcels": ordered.parcels })).into_response()
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Order {
    /// Number of orders whose answers are lost.
    lost: u64,
}

pub(crate) async fn order(
    State(parcels): State<Arc<Parcels>>,
    Query(Order { lost }): Query<Order>,
    headers: HeaderMap,
) -> Result<Response, BadRequest> {
    let key = headers.get("idempotency-key").map(|key| key.as_bytes());
    if key.is_some_and(|key| key.len() > MAX_KEY_BYTES) {
        let why = format!("a key has at most {MAX_KEY_BYTES} bytes\n");
        return Err(BadRequest(why));
    }
    let mut ordered = parcels
        .0
        .lock()
        .expect("nothing panics while the lock is held");
    let known = key.and_then(|key| ordered.by_key.get(key).copied());
    let (status, parcel) = match known {
        Some(parcel) => (StatusCode::OK, parcel),
        None if key.is_some() && ordered.by_key.len() >= MAX_KEYS => {
            return Ok(StatusCode::INSUFFICIENT_STORAGE.into_response());
        }
        None => {
            ordered.parcels += 1;
            (StatusCode::CREATED, ordered.parcels)
        }
    };
    if let Some(key) = key {
        ordered.by_key.insert(key.to_owned(), parcel);
    }
    if ordered.lost < lost {
        ordered.lost += 1;
        // The order counts; only its answer is lost.
        return Ok(reset_now().into_response());
    }
    Ok((status, format!("parcel {parcel}\n")).into_response())
}
