--+ question: same-study-told-differently
WITH told AS (
  SELECT c.study, s.review, s.review_label, SUBSTRING(c.finding, 9) AS id, o.label AS source, l.object_label AS cargo,
         t.object_label AS recipient, f.sign, f.outcome_label AS process, a.object_label AS agent
  FROM primary_citation c
  JOIN finding f ON f.finding = c.finding AND f.reported_result
  JOIN place p ON p.finding = c.finding
  JOIN section s ON s.section = p.section
  LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle
  LEFT JOIN relation l ON l.finding = f.finding AND l.subject = f.vesicle AND l.predicate = 'bevo:carries'
  LEFT JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
  LEFT JOIN relation a ON a.finding = f.finding AND a.subject = f.finding AND a.predicate = 'bevo:agent'
),
telling AS (
  SELECT DISTINCT study, review,
         COALESCE(agent, '-') || COALESCE(source, '-') || COALESCE(cargo, '-') || COALESCE(recipient, '-')
           || COALESCE(sign, '-') || COALESCE(process, '-') AS telling
  FROM told
),
differing AS (
  SELECT study FROM telling GROUP BY study
  HAVING COUNT(DISTINCT review) > 1 AND COUNT(*) < COUNT(DISTINCT review) * COUNT(DISTINCT telling)
)
SELECT y.label AS cited, t.review_label AS review,
       STRING_AGG(DISTINCT COALESCE(t.source, 'none told'), '; ') AS sources,
       STRING_AGG(DISTINCT COALESCE(t.cargo, 'none told'), '; ') AS cargoes,
       STRING_AGG(DISTINCT COALESCE(t.recipient, 'none told'), '; ') AS recipients,
       STRING_AGG(DISTINCT COALESCE(t.agent || ': ', '') || COALESCE(t.sign || ' ' || t.process, 'none told'), '; ') AS effects,
       STRING_AGG(DISTINCT t.id, '; ') AS findings, t.study
FROM told t
JOIN differing d ON d.study = t.study
JOIN study y ON y.study = t.study AND y.label IS NOT NULL
GROUP BY y.label, t.review_label, t.study
