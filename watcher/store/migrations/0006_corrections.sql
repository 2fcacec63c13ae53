-- Stories that a person split or merged.

CREATE TABLE correction (
    id      TEXT PRIMARY KEY,
    way     TEXT NOT NULL,
    story   TEXT NOT NULL,
    other   TEXT NOT NULL,
    entries TEXT NOT NULL,
    at      INTEGER NOT NULL,
    undone  INTEGER
) WITHOUT ROWID;

-- What each article adds to its story, and so what an alert again tells of it.
ALTER TABLE member ADD COLUMN news TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN added TEXT NOT NULL DEFAULT '[]';
ALTER TABLE suppressed ADD COLUMN added TEXT NOT NULL DEFAULT '[]';
