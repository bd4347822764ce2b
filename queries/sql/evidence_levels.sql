--+ question: evidence-levels
WITH told AS (
  SELECT finding, value AS level FROM statement WHERE predicate = 'bevo:evidenceLevel'
  UNION ALL
  SELECT finding, 'in vivo' AS level FROM statement WHERE predicate = 'bevo:evidence' AND value = 'ECO:0000178'
)
SELECT COALESCE(t.level, 'not told') AS level, k.label AS kind, COUNT(DISTINCT f.finding) AS findings,
       COUNT(DISTINCT c.study) AS studies, f.kind AS class
FROM finding f
JOIN term k ON k.term = f.kind
LEFT JOIN told t ON t.finding = f.finding
LEFT JOIN primary_citation c ON c.finding = f.finding
WHERE f.reported_result AND f.kind NOT IN ('bevo:SummaryFinding', 'bevo:KnowledgeGap', 'bevo:Definition')
GROUP BY COALESCE(t.level, 'not told'), k.label, f.kind
