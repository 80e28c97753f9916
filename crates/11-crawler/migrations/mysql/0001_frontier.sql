-- Every statement may be repeated: a crawler may be killed between any two of them.
-- The tables are those of SQLite, where the columns are explained. URLs are ASCII once
-- they are normalised, and only so do they fit into an index.

CREATE TABLE IF NOT EXISTS host (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    next_at BIGINT NOT NULL DEFAULT 0,
    in_flight BIGINT NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS origin (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    host_id BIGINT NOT NULL,
    origin VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    robots_state BIGINT NOT NULL DEFAULT 0,
    robots MEDIUMTEXT,
    robots_until BIGINT,
    crawl_delay_ms BIGINT NOT NULL DEFAULT 0,
    ready_at BIGINT,
    KEY origin_ready (ready_at),
    KEY origin_host (host_id),
    KEY origin_robots (robots_state, robots_until)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS page (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    origin_id BIGINT NOT NULL,
    url VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    kind BIGINT NOT NULL DEFAULT 0,
    state BIGINT NOT NULL DEFAULT 0,
    outcome BIGINT,
    due_at BIGINT NOT NULL DEFAULT 0,
    owner BIGINT,
    lease_until BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    hops BIGINT NOT NULL DEFAULT 0,
    found_on BIGINT,
    redirects_to VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin,
    problem VARCHAR(100),
    KEY page_queue (origin_id, kind, state, due_at, id),
    KEY page_lease (lease_until)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS article_test (
    id BIGINT PRIMARY KEY AUTO_INCREMENT,
    title VARCHAR(500),
    page_id BIGINT NOT NULL UNIQUE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS tally (
    id BIGINT PRIMARY KEY,
    known BIGINT NOT NULL DEFAULT 0,
    claimed BIGINT NOT NULL DEFAULT 0,
    finished BIGINT NOT NULL DEFAULT 0,
    requested BIGINT NOT NULL DEFAULT 0,
    bytes BIGINT NOT NULL DEFAULT 0,
    links_outside BIGINT NOT NULL DEFAULT 0,
    links_other_scheme BIGINT NOT NULL DEFAULT 0,
    links_invalid BIGINT NOT NULL DEFAULT 0,
    links_nofollow BIGINT NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

INSERT IGNORE INTO tally (id) VALUES (1);
