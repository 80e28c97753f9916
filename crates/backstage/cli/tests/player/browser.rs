//! A real Chromium without a window, driven by the WebDriver protocol.
//!
//! The protocol is a handful of JSON requests. A crate for it would add forty others to
//! the build; what the lessons fetch with does as well.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// The screen of a projector.
pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 720;

/// No two browsers at once: a small machine would be busy with their start.
static ONE: Mutex<()> = Mutex::new(());

/// One page in a browser of its own, with nothing of earlier ones; gone when dropped.
pub struct Browser {
    driver: Child,
    client: Client,
    runtime: Runtime,
    session: String,
    /// Pages and the browser's profile are kept there.
    folder: PathBuf,
    _one: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts the browser. `None`, and a line that says so, where there is none; unless
    /// `CI=true` says that there has to be one.
    pub fn start() -> Option<Browser> {
        for program in ["chromium", "chromedriver"] {
            let found = Command::new(program).arg("--version").output();
            if found.is_err() {
                let needed = std::env::var("CI").is_ok_and(|ci| ci == "true");
                assert!(!needed, "{program} is not installed, and CI needs it");
                // The macros' output is kept back when a test succeeds.
                let line = format!("skipped: {program} is not installed\n");
                std::io::stderr()
                    .write_all(line.as_bytes())
                    .expect("stderr is open");
                return None;
            }
        }
        let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("lesson-player-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder for the pages");

        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let says = driver.stdout.take().expect("it is piped");
        let port = BufReader::new(says)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver says its port");
        let mut browser = Browser {
            driver,
            client: Client::builder()
                .no_proxy()
                .timeout(Duration::from_secs(120))
                .build()
                .expect("a client"),
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            session: format!("http://127.0.0.1:{port}/session"),
            folder,
            _one: one,
        };
        browser.begin();
        Some(browser)
    }

    fn begin(&mut self) {
        let profile = format!("--user-data-dir={}/profile", self.folder.display());
        let window = format!("--window-size={WIDTH},{HEIGHT}");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &profile,
            &window,
        ];
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        }}});
        let begun = self.call(Method::POST, "", Some(capabilities));
        let id = begun["sessionId"].as_str().expect("a session begins");
        self.session = format!("{}/{id}", self.session);
        // Inside the window's frame the page would be less high.
        let screen = json!({
            "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false,
        });
        self.call(
            Method::POST,
            "/goog/cdp/execute",
            Some(
                json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": screen }),
            ),
        );
    }

    #[track_caller]
    fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}{path}", self.session);
        let mut request = self.client.request(method, &url);
        if let Some(body) = &body {
            request = request.json(body);
        }
        let answer = self.runtime.block_on(async {
            let answer = request.send().await?;
            answer.json::<Value>().await
        });
        let answer = answer.unwrap_or_else(|error| panic!("{url}: {error}"));
        let value = &answer["value"];
        assert!(value["error"].is_null(), "{path} {body:?}: {value}");
        value.clone()
    }

    /// A place for a file of this name.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Opens the page in the file.
    pub fn open(&self, page: &Path) {
        // What a file may be called and a URL may not.
        let path = page.to_str().expect("it is UTF-8");
        let path = path.replace('%', "%25").replace('#', "%23");
        let path = path.replace('?', "%3F").replace('<', "%3C");
        let url = json!({ "url": format!("file://{path}") });
        self.call(Method::POST, "/url", Some(url));
        // Until then the browser drops what is typed.
        let painted =
            "performance.getEntriesByName('first-contentful-paint').length > 0";
        while self.drawn(painted) == false {}
    }

    /// What the script returns; `arguments[0]` in it is `with`.
    #[track_caller]
    pub fn script(&self, script: &str, with: Value) -> Value {
        let body = json!({ "script": script, "args": [with] });
        self.call(Method::POST, "/execute/sync", Some(body))
    }

    /// What the expression is when the page has been drawn.
    #[track_caller]
    pub fn drawn(&self, expression: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             requestAnimationFrame(() => setTimeout(() => done({expression})));"
        );
        let body = json!({ "script": script, "args": [] });
        self.call(Method::POST, "/execute/async", Some(body))
    }

    /// Presses a key, and lets it go.
    pub fn key(&self, key: char) {
        let actions = json!([{ "type": "keyDown", "value": key.to_string() },
                             { "type": "keyUp", "value": key.to_string() }]);
        let actions =
            json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] });
        self.call(Method::POST, "/actions", Some(actions));
    }

    /// Clicks there.
    pub fn click(&self, x: f64, y: f64) {
        let (x, y) = (x.round() as i64, y.round() as i64);
        let actions = json!([
            { "type": "pointerMove", "x": x, "y": y },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": actions });
        self.call(
            Method::POST,
            "/actions",
            Some(json!({ "actions": [mouse] })),
        );
    }

    /// What the console of the page was told since it was asked last.
    pub fn console(&self) -> Vec<String> {
        self.log("browser")
            .iter()
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    /// What was requested since it was asked last; without what the page that a new
    /// window shows requests from the browser itself.
    pub fn requests(&self) -> Vec<String> {
        let log = self.log("performance");
        let messages = log.iter().filter_map(|entry| entry["message"].as_str());
        messages
            .filter_map(|message| {
                let message: Value = serde_json::from_str(message).ok()?;
                let message = &message["message"];
                let by = message["params"]["documentURL"].as_str()?;
                let is_request = message["method"] == "Network.requestWillBeSent";
                let url = message["params"]["request"]["url"].as_str()?;
                (is_request && !by.starts_with("chrome")).then(|| url.to_owned())
            })
            .collect()
    }

    fn log(&self, of: &str) -> Vec<Value> {
        let entries = self.call(Method::POST, "/se/log", Some(json!({ "type": of })));
        entries.as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Not by `call`: were it to fail while a test fails, it would end all tests.
        let _ = self
            .runtime
            .block_on(async { self.client.delete(&self.session).send().await });
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
