//! The summary at the end: a table for people, JSON for programs.

use std::fmt::Write;
use std::time::Duration;

use crawler::crawl::End;
use crawler::summary::{Group, Summary};
use serde::Serialize;

const COLUMNS: usize = 80;

/// All that is printed at the end.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    end: &'static str,
    /// Requests of this crawler, and the time it took.
    requests: u64,
    seconds: f64,
    database: String,
    #[serde(flatten)]
    summary: Summary,
}

impl Report {
    pub(crate) fn new(
        end: End,
        requests: u64,
        elapsed: Duration,
        database: &str,
        summary: Summary,
    ) -> Report {
        let end = match end {
            End::Over => "over",
            End::LimitReached => "enough",
            End::Stopped => "stopped",
        };
        Report {
            end,
            requests,
            seconds: (elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
            database: database.to_owned(),
            summary,
        }
    }

    /// One JSON object, followed by a newline.
    pub(crate) fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        json.expect("its fields are numbers, texts and lists") + "\n"
    }

    /// At most 80 columns wide; longer URLs are cut.
    pub(crate) fn table(&self) -> String {
        let summary = &self.summary;
        let mut rows = vec![("stored".to_owned(), summary.stored, "")];
        let of = |group: &Group| (group.what.clone(), group.pages);
        for group in &summary.remarks {
            let (what, pages) = of(group);
            rows.push((format!("  of them {what}"), pages, &group.example));
        }
        rows.push(("redirects".to_owned(), summary.redirects, ""));
        for group in &summary.not_stored {
            let (what, pages) = of(group);
            let what = match what.as_str() {
                "redirect loop" | "too many redirects" => format!("  of them {what}"),
                _ => what,
            };
            rows.push((what, pages, &group.example));
        }
        // Kinds of redirects come right after them.
        let from = 2 + summary.remarks.len();
        rows[from..].sort_by_key(|row| !row.0.starts_with(' '));
        let links = &summary.links_not_followed;
        if links.total() > 0 {
            rows.push(("links not followed".to_owned(), links.total(), ""));
        }
        for (what, links) in [
            ("  to other hosts or ports", links.outside),
            ("  not to web pages", links.other_scheme),
            ("  not URLs, or too long", links.invalid),
            ("  with nofollow", links.nofollow),
        ] {
            if links > 0 {
                rows.push((what.to_owned(), links, ""));
            }
        }
        if summary.queued > 0 {
            rows.push(("still to do".to_owned(), summary.queued, ""));
        }
        let widest = rows.iter().map(|row| row.0.len()).max().unwrap_or_default();
        let mut out = String::new();
        for (what, pages, example) in rows {
            let line = format!("{pages:>9}  {what:widest$}  ");
            let room = COLUMNS.saturating_sub(line.len());
            let line = line + &shortened(example, room);
            // Writing to a String does not fail.
            let _ok = writeln!(out, "{}", line.trim_end());
        }
        out + &self.closing()
    }

    fn closing(&self) -> String {
        let (requests, seconds) = (self.requests, self.seconds);
        let rate = if seconds > 0.0 {
            requests as f64 / seconds
        } else {
            0.0
        };
        let (hosts, read) = (self.summary.hosts, size(self.summary.bytes));
        let hosts = match hosts {
            1 => "1 host".to_owned(),
            _ => format!("{hosts} hosts"),
        };
        let database = &self.database;
        let mut out = format!(
            "{requests} requests in {seconds:.1} s ({rate:.1}/s), {hosts}, {read} read\n\
             titles: table article_test of {database}\n"
        );
        out += match self.end {
            "stopped" => "stopped; run the same command again to continue the crawl\n",
            "enough" => "reached --max-pages; raise it to continue the crawl\n",
            _ if requests == 0 => {
                "nothing was left to do; use another --database to start again\n"
            }
            _ => "",
        };
        out
    }
}

/// The URL is ASCII: it is normalised.
fn shortened(url: &str, room: usize) -> String {
    if url.len() <= room {
        return url.to_owned();
    }
    let kept = url.chars().take(room.saturating_sub(1));
    kept.chain(['…']).collect()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1024 / 1024),
    }
}
