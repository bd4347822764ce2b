-- A study that a finding cites and that counts: no review, and named.
SELECT c.finding, c.study
FROM citation c JOIN study s ON s.study = c.study
WHERE NOT s.cited_review AND NOT s.unnamed_study
