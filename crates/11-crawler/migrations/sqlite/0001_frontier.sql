-- Everything here may be run again: a crawler that is killed in the middle does.

-- A web server: scheme, name and port. What is asked of it, and how often.
CREATE TABLE IF NOT EXISTS host (
    id INTEGER PRIMARY KEY,
    origin VARCHAR(300) NOT NULL UNIQUE,
    -- No request before this time, in milliseconds since 1970 by the database's clock.
    next_at BIGINT NOT NULL DEFAULT 0,
    -- Its robots.txt: NULL until it is known, and until then nothing else is asked.
    robots TEXT,
    crawl_delay_ms BIGINT NOT NULL DEFAULT 0
);

-- The frontier: every page that was ever seen in a link, once.
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY,
    host_id BIGINT NOT NULL REFERENCES host (id),
    url VARCHAR(2000) NOT NULL UNIQUE,
    -- 0 is a page, 1 the robots.txt of its host.
    kind SMALLINT NOT NULL DEFAULT 0,
    -- 0 queued, 1 claimed by a worker, 2 finished.
    state SMALLINT NOT NULL DEFAULT 0,
    -- When it was found, or may be tried again: the order of the queue.
    due_at BIGINT NOT NULL,
    -- Which crawler has claimed it, and until when nobody else may.
    owner BIGINT,
    lease_until BIGINT,
    attempts SMALLINT NOT NULL DEFAULT 0,
    -- So many redirects led here.
    hops SMALLINT NOT NULL DEFAULT 0,
    -- The page with the first link to it, and where it redirects to.
    found_on BIGINT,
    redirects_to VARCHAR(2000),
    -- How it ended: NULL for well, else in a few words.
    problem VARCHAR(100),
    bytes BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS page_queue ON page (host_id, state, due_at, id);
CREATE INDEX IF NOT EXISTS page_lease ON page (state, lease_until);

-- The tutorial's table, and which page each title is from. A page has one row.
CREATE TABLE IF NOT EXISTS article_test (
    id INTEGER PRIMARY KEY,
    title VARCHAR(500),
    page_id BIGINT NOT NULL UNIQUE REFERENCES page (id)
);
