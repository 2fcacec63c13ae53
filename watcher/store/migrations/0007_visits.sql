-- What was seen of an article's page each time that it was asked for.

CREATE TABLE visit (
    entry     TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    at        INTEGER NOT NULL,
    outcome   TEXT NOT NULL,
    url       TEXT NOT NULL,
    status    INTEGER NOT NULL,
    headers   TEXT NOT NULL,
    title     TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    changes   TEXT NOT NULL,
    fault     TEXT NOT NULL,
    rules     TEXT NOT NULL,
    again_at  INTEGER,                -- NULL: not again, or a later visit says when
    text      TEXT NOT NULL,
    body      BLOB NOT NULL,
    PRIMARY KEY (entry, at)
);
CREATE INDEX visit_again ON visit (again_at) WHERE again_at IS NOT NULL;
CREATE INDEX visit_at ON visit (at);
CREATE INDEX visit_edited ON visit (at) WHERE changes <> '[]';
