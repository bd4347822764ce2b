--+ question: no-effect
WITH unmoved AS (
  SELECT DISTINCT outcome_term AS term FROM finding WHERE reported_result AND sign = 'has no effect on'
),
told AS (
  SELECT DISTINCT f.outcome_term AS term, COALESCE(o.label, 'none told') AS source,
         COALESCE(t.object_label, 'none told') AS recipient, f.sign, SUBSTRING(f.finding, 9) AS id
  FROM finding f
  JOIN unmoved u ON u.term = f.outcome_term
  LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle
  LEFT JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
  WHERE f.reported_result AND f.sign IN ('has no effect on', 'promotes', 'inhibits')
)
SELECT n.label AS outcome, t.source, t.recipient,
       COUNT(CASE WHEN t.sign = 'has no effect on' THEN t.id END) AS no_effect,
       COUNT(CASE WHEN t.sign = 'promotes' THEN t.id END) AS promote,
       COUNT(CASE WHEN t.sign = 'inhibits' THEN t.id END) AS inhibit,
       COALESCE(STRING_AGG(CASE WHEN t.sign = 'has no effect on' THEN t.id END, '; '), '') AS no_effect_findings,
       COALESCE(STRING_AGG(CASE WHEN t.sign = 'promotes' THEN t.id END, '; '), '') AS promoting_findings,
       COALESCE(STRING_AGG(CASE WHEN t.sign = 'inhibits' THEN t.id END, '; '), '') AS inhibiting_findings, t.term AS process
FROM told t
JOIN term n ON n.term = t.term
GROUP BY n.label, t.source, t.recipient, t.term
