--+ question: never-checked
WITH unchecked AS (
  SELECT c.study, c.finding, f.label AS claim
  FROM primary_citation c
  JOIN finding f ON f.finding = c.finding AND f.reported_result
  LEFT JOIN (SELECT finding FROM statement WHERE predicate = 'bevo:hasPrimaryCheck') k ON k.finding = c.finding
  LEFT JOIN place p ON p.finding = c.finding AND p.section = c.study
  WHERE k.finding IS NULL AND p.finding IS NULL
),
counted AS (
  SELECT study, COUNT(finding) AS results FROM unchecked GROUP BY study
)
SELECT s.label AS study_name, n.results, u.claim, u.finding, u.study
FROM unchecked u
JOIN counted n ON n.study = u.study
JOIN study s ON s.study = u.study AND s.label IS NOT NULL
