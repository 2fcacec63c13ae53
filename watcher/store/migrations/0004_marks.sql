-- What a person made of a story on the dashboard.

CREATE TABLE mark (
    story     TEXT PRIMARY KEY,
    starred   INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    seen      INTEGER NOT NULL
) WITHOUT ROWID;
