-- Verdicts and members have large rows. Without a rowid these fill half a page each; with one they take half the room.

CREATE TABLE verdict_by_rowid (
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
);
INSERT INTO verdict_by_rowid (entry, place, topic, answer, score, threshold, wants_page, parts, hits)
SELECT entry, place, topic, answer, score, threshold, wants_page, parts, hits FROM verdict;
DROP TABLE verdict;
ALTER TABLE verdict_by_rowid RENAME TO verdict;

CREATE TABLE member_by_rowid (
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
    news       TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (story, place)
);
INSERT INTO member_by_rowid (
    story, place, entry, outlet, title, url, lang, country, published, first_seen, citations, features, news
)
SELECT story, place, entry, outlet, title, url, lang, country, published, first_seen, citations, features, news FROM member;
DROP TABLE member;
ALTER TABLE member_by_rowid RENAME TO member;
CREATE INDEX member_entry ON member (entry);
