-- Keys are numbers of eight bytes (`key_number` in rows.py) that lead to the entry's number, and when a feed last listed
-- an entry is noted once, where those of one poll stand side by side. As texts, with an index by entry and a time each,
-- keys were two thirds of all that storing new entries wrote, and a quarter of the room beside the texts.

CREATE TABLE searched_and_seen (
    doc       INTEGER PRIMARY KEY,
    entry     TEXT NOT NULL UNIQUE REFERENCES entry (id) ON DELETE CASCADE,
    last_seen INTEGER NOT NULL
);
INSERT INTO searched (entry)
SELECT id FROM entry WHERE NOT EXISTS (SELECT 1 FROM searched WHERE searched.entry = entry.id) ORDER BY first_seen, id;
INSERT INTO searched_and_seen (doc, entry, last_seen)
SELECT doc, searched.entry, coalesce(seen.last_seen, 0) FROM searched LEFT JOIN (
    SELECT entry, max(last_seen) AS last_seen FROM entry_key NOT INDEXED GROUP BY entry
) AS seen ON seen.entry = searched.entry ORDER BY doc;
DROP TABLE searched;
ALTER TABLE searched_and_seen RENAME TO searched;

CREATE TABLE key_by_number (
    key   INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES searched (doc) ON DELETE CASCADE
);
INSERT OR IGNORE INTO key_by_number (key, entry)
SELECT key_number(key), doc FROM entry_key JOIN searched ON searched.entry = entry_key.entry ORDER BY 1;
DROP TABLE entry_key;
ALTER TABLE key_by_number RENAME TO entry_key;
CREATE INDEX entry_key_entry ON entry_key (entry);
