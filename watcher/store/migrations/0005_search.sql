-- Full-text search. `searched` gives each entry the number that it has in the index, in the order in which they came;
-- the index holds no text, only where words stand (see search.py for what is a word).

CREATE TABLE searched (
    doc   INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE REFERENCES entry (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE search USING fts5 (
    title, summary, text, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);

-- By which rules the words of the index were made; 0: it is to be built.
CREATE TABLE search_version (version INTEGER NOT NULL);
INSERT INTO search_version (version) VALUES (0);
