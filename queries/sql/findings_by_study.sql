--+ question: findings-by-study
--+ where: study = {study}
WITH told AS (
  SELECT DISTINCT c.study, c.finding, l.value AS locator, COALESCE(s.review, p.section) AS review
  FROM citation c
  JOIN statement l ON l.finding = c.finding AND l.subject = c.finding AND l.predicate = 'bevo:locator'
  JOIN place p ON p.finding = c.finding
  LEFT JOIN section s ON s.section = p.section
)
SELECT t.study, t.finding, f.label AS says, t.locator, t.review
FROM told t
JOIN finding f ON f.finding = t.finding
