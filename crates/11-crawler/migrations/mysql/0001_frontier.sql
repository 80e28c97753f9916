-- Everything here may be run again: a crawler that is killed in the middle does.
-- The tables are those of SQLite. URLs are ASCII once they are normalised, and fit into
-- an index only so.

-- A web server: scheme, name and port. What is asked of it, and how often.
CREATE TABLE IF NOT EXISTS host (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    origin VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    -- No request before this time, in milliseconds since 1970 by the database's clock.
    next_at BIGINT NOT NULL DEFAULT 0,
    -- Its robots.txt: NULL until it is known, and until then nothing else is asked.
    robots MEDIUMTEXT,
    crawl_delay_ms BIGINT NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The frontier: every page that was ever seen in a link, once.
CREATE TABLE IF NOT EXISTS page (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    host_id BIGINT NOT NULL,
    url VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
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
    redirects_to VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin,
    -- How it ended: NULL for well, else in a few words.
    problem VARCHAR(100),
    bytes BIGINT NOT NULL DEFAULT 0,
    KEY page_queue (host_id, state, due_at, id),
    KEY page_lease (state, lease_until)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The tutorial's table, and which page each title is from. A page has one row.
CREATE TABLE IF NOT EXISTS article_test (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    title VARCHAR(500),
    page_id BIGINT NOT NULL UNIQUE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
