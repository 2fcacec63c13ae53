-- What monitors ask for: how many polls of a feed failed, and stories page by page.

ALTER TABLE feed ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;

DROP INDEX story_last_seen;
CREATE INDEX story_last_seen ON story (last_seen, id);
