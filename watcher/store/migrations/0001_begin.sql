-- Everything that watcher remembers. Times are microseconds since 1970 UTC, spans microseconds, lists JSON arrays.
-- Columns have the names of the model's fields (see rows.py); those that exist only to be searched by say so.
-- Large columns stand last in their table, so that a look at the others does not read their overflow pages.

CREATE TABLE feed (
    url           TEXT PRIMARY KEY,
    place         INTEGER,            -- order in the configuration; NULL: no longer configured, kept but never due
    title         TEXT NOT NULL,
    lang          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body_hash     TEXT NOT NULL,
    interval      INTEGER NOT NULL,
    next_poll     INTEGER,
    last_poll     INTEGER,
    last_ok       INTEGER,
    last_new      INTEGER,
    failing_since INTEGER,
    failures      INTEGER NOT NULL,
    fault         TEXT NOT NULL,
    baseline      INTEGER NOT NULL,
    polls         INTEGER NOT NULL,
    not_modified  INTEGER NOT NULL,
    entries       INTEGER NOT NULL,
    bytes         INTEGER NOT NULL,
    item_hashes   BLOB NOT NULL
);
CREATE INDEX feed_due ON feed (coalesce(next_poll, 0)) WHERE place IS NOT NULL;

CREATE TABLE entry (
    id         TEXT PRIMARY KEY,
    answer     TEXT NOT NULL,         -- the decision's answer, to search by
    page_due   INTEGER,               -- when to ask for the page, 0 at once, NULL never: to search by
    decided_at INTEGER NOT NULL,
    silent     INTEGER NOT NULL,
    feed       TEXT NOT NULL,
    outlet     TEXT NOT NULL,
    url        TEXT NOT NULL,
    title      TEXT NOT NULL,
    author     TEXT NOT NULL,
    tags       TEXT NOT NULL,
    lang       TEXT NOT NULL,
    country    TEXT NOT NULL,
    image      TEXT NOT NULL,
    published  INTEGER,
    first_seen INTEGER NOT NULL,
    keys       TEXT NOT NULL,
    page       TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    retry_at   INTEGER,
    summary    TEXT NOT NULL,
    text       TEXT NOT NULL
);
CREATE INDEX entry_answer ON entry (answer, first_seen);
CREATE INDEX entry_feed ON entry (feed, first_seen);
CREATE INDEX entry_page_due ON entry (page_due) WHERE page_due IS NOT NULL;

-- What an entry is recognised by. A key belongs to the entry that had it first. Retention goes by last_seen.
CREATE TABLE entry_key (
    key       TEXT PRIMARY KEY,
    entry     TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    last_seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX entry_key_entry ON entry_key (entry);

CREATE TABLE verdict (
    entry      TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    topic      TEXT NOT NULL,
    answer     TEXT NOT NULL,
    score      REAL NOT NULL,
    threshold  REAL NOT NULL,
    wants_page INTEGER NOT NULL,
    parts      TEXT NOT NULL,
    hits       TEXT NOT NULL,
    PRIMARY KEY (entry, place)
) WITHOUT ROWID;

CREATE TABLE story (
    id         TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL,      -- to sort by
    last_seen  INTEGER NOT NULL,      -- to search by
    title      TEXT NOT NULL,
    topics     TEXT NOT NULL,
    score      REAL NOT NULL
);
CREATE INDEX story_last_seen ON story (last_seen);

CREATE TABLE member (
    story      TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    entry      TEXT NOT NULL,
    outlet     TEXT NOT NULL,
    title      TEXT NOT NULL,
    url        TEXT NOT NULL,
    lang       TEXT NOT NULL,
    country    TEXT NOT NULL,
    published  INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    citations  TEXT NOT NULL,
    features   TEXT NOT NULL,
    PRIMARY KEY (story, place)
) WITHOUT ROWID;
CREATE INDEX member_entry ON member (entry);

CREATE TABLE alert (
    id       TEXT PRIMARY KEY,
    story    TEXT NOT NULL,
    topic    TEXT NOT NULL,
    entry    TEXT NOT NULL,
    title    TEXT NOT NULL,
    outlet   TEXT NOT NULL,
    lang     TEXT NOT NULL,
    url      TEXT NOT NULL,
    why      TEXT NOT NULL,
    score    REAL NOT NULL,
    priority TEXT NOT NULL,
    created  INTEGER NOT NULL,
    channels TEXT NOT NULL
);

-- The outbox: one row for each alert and channel.
CREATE TABLE delivery (
    alert    TEXT NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
    channel  TEXT NOT NULL,
    state    TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER,
    fault    TEXT NOT NULL DEFAULT '',
    sent_at  INTEGER,
    PRIMARY KEY (alert, channel)
) WITHOUT ROWID;
CREATE INDEX delivery_state ON delivery (state, next_try);

-- Alerts that were not told, and why.
CREATE TABLE suppressed (
    id       TEXT PRIMARY KEY,
    story    TEXT NOT NULL,
    topic    TEXT NOT NULL,
    entry    TEXT NOT NULL,
    title    TEXT NOT NULL,
    outlet   TEXT NOT NULL,
    lang     TEXT NOT NULL,
    url      TEXT NOT NULL,
    why      TEXT NOT NULL,
    score    REAL NOT NULL,
    priority TEXT NOT NULL,
    created  INTEGER NOT NULL,
    channels TEXT NOT NULL,
    reason   TEXT NOT NULL
);
