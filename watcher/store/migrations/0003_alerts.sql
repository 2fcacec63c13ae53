-- Why an alert is told, what a digest lists, when a held alert is due, and what is muted.

ALTER TABLE alert ADD COLUMN occasion TEXT NOT NULL DEFAULT 'first';
ALTER TABLE alert ADD COLUMN news TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN cites TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN origins TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN langs TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN outlets INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alert ADD COLUMN digest TEXT NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN total INTEGER NOT NULL DEFAULT 1;
CREATE INDEX alert_story ON alert (story);
CREATE INDEX alert_created ON alert (created);

ALTER TABLE suppressed ADD COLUMN occasion TEXT NOT NULL DEFAULT 'first';
ALTER TABLE suppressed ADD COLUMN news TEXT NOT NULL DEFAULT '';
ALTER TABLE suppressed ADD COLUMN cites TEXT NOT NULL DEFAULT '[]';
ALTER TABLE suppressed ADD COLUMN origins TEXT NOT NULL DEFAULT '[]';
ALTER TABLE suppressed ADD COLUMN langs TEXT NOT NULL DEFAULT '[]';
ALTER TABLE suppressed ADD COLUMN outlets INTEGER NOT NULL DEFAULT 1;
ALTER TABLE suppressed ADD COLUMN digest TEXT NOT NULL DEFAULT '[]';
ALTER TABLE suppressed ADD COLUMN total INTEGER NOT NULL DEFAULT 1;
ALTER TABLE suppressed ADD COLUMN due INTEGER;  -- when a digest tells it; NULL: never, or it was told
CREATE INDEX suppressed_story ON suppressed (story);
CREATE INDEX suppressed_created ON suppressed (created);
CREATE INDEX suppressed_due ON suppressed (due) WHERE due IS NOT NULL;

CREATE TABLE mute (
    topic TEXT NOT NULL,
    story TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (topic, story)
) WITHOUT ROWID;
