-- Entries from before it was noted which rules judged them were judged by others, as far as anybody knows: "" is for
-- a database without entries only, and whatever else is not the rules of now has these applied at the next start.

INSERT INTO judged_by (rules)
SELECT 'unknown' WHERE EXISTS (SELECT 1 FROM entry) AND NOT EXISTS (SELECT 1 FROM judged_by);
