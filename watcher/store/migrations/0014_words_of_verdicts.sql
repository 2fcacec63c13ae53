-- The texts of a verdict's hits, each once and in order: lists of matches show these, and of thirty places that hold
-- them they read none. They stand before the large columns.

CREATE TABLE verdict_with_words (
    entry      TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    topic      TEXT NOT NULL,
    answer     TEXT NOT NULL,
    score      REAL NOT NULL,
    threshold  REAL NOT NULL,
    wants_page INTEGER NOT NULL,
    words      TEXT NOT NULL,
    parts      TEXT NOT NULL,
    hits       TEXT NOT NULL,
    PRIMARY KEY (entry, place)
);
INSERT INTO verdict_with_words (entry, place, topic, answer, score, threshold, wants_page, words, parts, hits)
SELECT entry, place, topic, answer, score, threshold, wants_page, (
    SELECT json_group_array(word) FROM (
        SELECT DISTINCT json_extract(value, '$[5]') AS word FROM json_each(verdict.hits) ORDER BY word
    )
), parts, hits FROM verdict ORDER BY verdict.rowid;
DROP TABLE verdict;
ALTER TABLE verdict_with_words RENAME TO verdict;
