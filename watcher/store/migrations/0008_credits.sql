-- Whose text it is, as feed and page state it.

ALTER TABLE entry ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN canonical TEXT NOT NULL DEFAULT '';
