-- Every statement may be repeated: a crawler may be killed between any two of them.

-- A host: who is asked, on whatever port. Its limits hold for all crawlers together.
CREATE TABLE IF NOT EXISTS host (
    id INTEGER PRIMARY KEY,
    name VARCHAR(253) NOT NULL UNIQUE,
    -- No request before this time, in milliseconds since 1970 by the database's clock.
    next_at BIGINT NOT NULL DEFAULT 0,
    -- Rows of its pages in state 1.
    in_flight BIGINT NOT NULL DEFAULT 0
);

-- A web server: scheme, host and port. Each has a robots.txt of its own.
CREATE TABLE IF NOT EXISTS origin (
    id INTEGER PRIMARY KEY,
    host_id BIGINT NOT NULL REFERENCES host (id),
    origin VARCHAR(300) NOT NULL UNIQUE,
    -- Its robots.txt: 0 not known, 1 known, 2 out of reach. Only 1 allows a page.
    robots_state BIGINT NOT NULL DEFAULT 0,
    robots TEXT,
    -- Until when this state holds; NULL if it is 0.
    robots_until BIGINT,
    crawl_delay_ms BIGINT NOT NULL DEFAULT 0,
    -- When the next request may be made; NULL if nothing can be claimed.
    ready_at BIGINT
);
CREATE INDEX IF NOT EXISTS origin_ready ON origin (ready_at);
CREATE INDEX IF NOT EXISTS origin_host ON origin (host_id);
CREATE INDEX IF NOT EXISTS origin_robots ON origin (robots_state, robots_until);

-- The frontier: every page that was ever found in a link, once.
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY,
    origin_id BIGINT NOT NULL REFERENCES origin (id),
    url VARCHAR(2000) NOT NULL UNIQUE,
    -- 0 a page, 1 the robots.txt of its origin.
    kind BIGINT NOT NULL DEFAULT 0,
    -- 0 queued, 1 claimed by a worker, 2 finished.
    state BIGINT NOT NULL DEFAULT 0,
    -- When finished: 0 stored, 1 redirected, 2 forbidden by robots.txt, 3 failed
    -- temporarily and given up, 4 failed for good.
    outcome BIGINT,
    -- A page that failed temporarily: when to retry it. Else 0.
    due_at BIGINT NOT NULL DEFAULT 0,
    -- Which crawler has claimed it, and until when no other may.
    owner BIGINT,
    lease_until BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- How many redirects in a row led to it.
    hops BIGINT NOT NULL DEFAULT 0,
    -- The page with the first link to it, and the URL it redirects to.
    found_on BIGINT,
    redirects_to VARCHAR(2000),
    -- What was wrong or odd, in a few words; NULL if nothing was.
    problem VARCHAR(100)
);
CREATE INDEX IF NOT EXISTS page_queue ON page (origin_id, kind, state, due_at, id);
CREATE INDEX IF NOT EXISTS page_lease ON page (lease_until) WHERE lease_until IS NOT NULL;

-- The tutorial's table, and which page each title is from. A page has one row.
CREATE TABLE IF NOT EXISTS article_test (
    id INTEGER PRIMARY KEY,
    title VARCHAR(500),
    page_id BIGINT NOT NULL UNIQUE REFERENCES page (id)
);

-- One row of totals, so that no table has to be counted while the crawl is on.
CREATE TABLE IF NOT EXISTS tally (
    id INTEGER PRIMARY KEY,
    -- Pages without robots.txt: all, those claimed, those finished, and how many of the
    -- finished ones were requested.
    known BIGINT NOT NULL DEFAULT 0,
    claimed BIGINT NOT NULL DEFAULT 0,
    finished BIGINT NOT NULL DEFAULT 0,
    requested BIGINT NOT NULL DEFAULT 0,
    -- Bytes of the bodies that were read.
    bytes BIGINT NOT NULL DEFAULT 0,
    -- Links that were not followed, by reason.
    links_outside BIGINT NOT NULL DEFAULT 0,
    links_other_scheme BIGINT NOT NULL DEFAULT 0,
    links_invalid BIGINT NOT NULL DEFAULT 0,
    links_nofollow BIGINT NOT NULL DEFAULT 0
);
INSERT OR IGNORE INTO tally (id) VALUES (1);
