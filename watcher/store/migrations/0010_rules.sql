-- By which rules the stored entries were last judged, so that others are applied to them at the next start.

CREATE TABLE judged_by (rules TEXT NOT NULL);
