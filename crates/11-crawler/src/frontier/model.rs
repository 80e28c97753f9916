//! Rules, claims and outcomes: the values that enter and leave the frontier.

use std::sync::Arc;
use std::time::Duration;

use url::{Position, Url};

use crate::fetch::{Failure, MAX_RETRY_AFTER};
use crate::links::Skipped;
use crate::robots::{MAX_CRAWL_DELAY, Robots};

/// Longest pause before a retry that no server has asked for.
const MAX_RETRY_PAUSE: Duration = Duration::from_secs(300);

/// How a crawl behaves towards the sites, and its crawlers towards each other.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Product token that robots.txt may name.
    pub agent: String,
    /// Minimum time between two requests to a host.
    pub delay: Duration,
    /// Maximum concurrent requests per host, across all crawlers.
    pub per_host: usize,
    /// Maximum retries after a temporary failure.
    pub max_retries: u32,
    /// Pause before the first retry; each further one is twice as long, up to five
    /// minutes, and up to half as long again by chance.
    pub retry_delay: Duration,
    /// Maximum number of pages to request, across all crawlers and starts.
    pub max_pages: Option<u64>,
    /// Lifetime of a lease that is not renewed, at most [`MAX_LEASE`].
    pub lease: Duration,
}

/// Longest [`Rules::lease`]: a lease that ends later than that was granted by a clock
/// that has been set back.
pub const MAX_LEASE: Duration = Duration::from_secs(600);

impl Default for Rules {
    fn default() -> Self {
        Rules {
            agent: "await-and-see".to_owned(),
            delay: Duration::from_secs(1),
            per_host: 2,
            max_retries: 3,
            retry_delay: Duration::from_millis(500),
            max_pages: None,
            lease: Duration::from_secs(10),
        }
    }
}

impl Rules {
    /// Pause before a page is requested again. It is never shorter than the server asks
    /// for. `chance`, from 0 to 1, spreads out pages that failed together.
    pub(super) fn retry_pause(
        &self,
        attempts: i64,
        retry_after: Option<Duration>,
        chance: f64,
    ) -> Duration {
        let doublings = u32::try_from(attempts).unwrap_or(u32::MAX).min(16);
        let pause = self.retry_delay.saturating_mul(1 << doublings);
        let pause = pause.min(MAX_RETRY_PAUSE.max(self.retry_delay));
        pause
            .max(retry_after.unwrap_or_default())
            .mul_f64(1.0 + chance / 2.0)
    }

    /// Longest pause that these rules make. A time further away than that is from a
    /// clock that has been set back.
    pub(super) fn max_pause(&self) -> Duration {
        let longest = [MAX_RETRY_AFTER, MAX_RETRY_PAUSE, self.retry_delay];
        let longest = longest.into_iter().max().unwrap_or_default().mul_f64(1.5);
        longest.max(self.delay).max(MAX_CRAWL_DELAY)
    }
}

/// A page that this crawler, and no other, may fetch.
#[derive(Debug, Clone)]
pub struct Claim {
    pub(super) id: i64,
    pub(super) origin_id: i64,
    pub(super) host_id: i64,
    pub(super) attempts: i64,
    pub(super) hops: i64,
    /// When it was claimed, and when its host may be asked next because of that.
    pub(super) claimed_at: i64,
    pub(super) next_at: i64,
    pub(super) robots: Option<Arc<Robots>>,
    /// Whether it is the robots.txt of its origin.
    pub is_robots: bool,
    /// URL of the page.
    pub url: Url,
}

impl Claim {
    /// Whether robots.txt allows the request. If not, the claim ends as
    /// [`Outcome::Forbidden`]. With tens of thousands of rules this takes a while, so
    /// it is not part of claiming.
    pub fn is_allowed(&self) -> bool {
        let path = &self.url[Position::BeforePath..];
        self.robots
            .as_ref()
            .is_none_or(|robots| robots.allows(path))
    }

    /// Number of rules that [`is_allowed`](Claim::is_allowed) compares the URL with.
    pub(crate) fn number_of_rules(&self) -> usize {
        self.robots.as_ref().map_or(0, |robots| robots.len())
    }
}

/// Result of asking the frontier for pages.
#[derive(Debug)]
pub enum ClaimResult {
    /// Pages to fetch.
    Pages(Vec<Claim>),
    /// None yet: pages wait for their time, or another crawler may find links. The next
    /// page may be due after this time.
    Wait(Duration),
    /// [`Rules::max_pages`] have been requested.
    LimitReached,
    /// No page is left to fetch.
    Over,
}

/// How a claim ended.
#[derive(Debug)]
pub enum Outcome {
    /// A page with its title and links, and what was odd about it.
    Page {
        /// The title in one line, if the page has one.
        title: Option<String>,
        /// Links to follow, normalised.
        links: Vec<Url>,
        /// Number of links that are not followed.
        skipped: Skipped,
        /// In a few words, the same for all pages with the same oddity.
        remark: Option<String>,
    },
    /// The page is at another URL; `None` if that is outside the crawl.
    Redirect(Option<Url>),
    /// The text of a robots.txt.
    Robots(String),
    /// robots.txt forbids the page; it was not requested.
    Forbidden,
    /// The request failed, temporarily or for good.
    Failed(Failure),
    /// The crawler itself failed, in a few words.
    Broken(&'static str),
}

/// A claim with its outcome, ready to be committed.
#[derive(Debug)]
pub struct Finished {
    /// The claim that has ended.
    pub claim: Claim,
    /// How it ended.
    pub outcome: Outcome,
    /// Bytes of the body that were read.
    pub bytes: usize,
}

/// Declares an enum that is stored as a number.
macro_rules! stored_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$variant_doc])* $variant = $code,)+
        }

        impl $name {
            /// The number in the database.
            pub(crate) const fn code(self) -> i64 {
                self as i64
            }

            /// The variant with this number.
            #[allow(dead_code, reason = "some are only written")]
            pub(crate) fn of(code: i64) -> sqlx::Result<$name> {
                match code {
                    $($code => Ok($name::$variant),)+
                    _ => Err(sqlx::Error::Decode(
                        format!("{code} is not a {}", stringify!($name)).into(),
                    )),
                }
            }
        }
    };
}

stored_enum! {
    /// `page.kind`
    PageKind {
        Page = 0,
        Robots = 1,
    }
}

stored_enum! {
    /// `page.state`
    PageState {
        Queued = 0,
        Claimed = 1,
        Finished = 2,
    }
}

stored_enum! {
    /// `page.outcome`, of a finished page.
    PageOutcome {
        Stored = 0,
        Redirected = 1,
        Forbidden = 2,
        /// A temporary failure, and no retry was left.
        GaveUp = 3,
        Failed = 4,
    }
}

stored_enum! {
    /// `origin.robots_state`
    RobotsState {
        Unknown = 0,
        Known = 1,
        OutOfReach = 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_up_to_a_limit_and_is_never_too_short() {
        let rules = Rules::default();
        let pause = |attempts, seconds: Option<u64>, chance| {
            let retry_after = seconds.map(Duration::from_secs);
            rules.retry_pause(attempts, retry_after, chance).as_millis()
        };
        assert_eq!([0, 1, 2].map(|n| pause(n, None, 0.0)), [500, 1000, 2000]);
        assert_eq!(pause(0, None, 1.0), 750, "half as long again at most");
        assert_eq!(pause(1_000_000, None, 0.0), 300_000);
        assert_eq!(pause(0, Some(7), 0.0), 7000);
        assert_eq!(pause(5, Some(1), 0.0), 16_000);
        let longest = pause(i64::MAX, Some(300), 1.0);
        assert!(longest <= rules.max_pause().as_millis());
    }
}
