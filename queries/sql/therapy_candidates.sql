--+ question: therapy-candidates
WITH restraining AS (
  SELECT r.finding, r.subject AS outcome
  FROM relation r
  JOIN membership m ON m.finding = r.finding AND m.thing = r.object AND m.class = 'bevo:BoneResorbingCell'
  WHERE r.predicate = 'BFO:0000066'
  UNION ALL
  SELECT m.finding, m.thing AS outcome
  FROM membership m
  WHERE m.class IN (
    'GO:0045453', 'GO:0030316', 'GO:0036035', 'GO:0036179', 'bevo:OsteoclastActivation', 'bevo:OsteoclastActivity',
    'bevo:OsteoclastNumber', 'bevo:OsteoclastogenicGeneExpression', 'bevo:RANKLOPGRatio'
  )
),
judged AS (
  SELECT f.finding, f.vesicle, f.collective,
         CASE WHEN v.class = 'bevo:BoneLoss' THEN 'loss' WHEN r.outcome IS NOT NULL THEN 'restrains'
              WHEN b.thing IS NOT NULL THEN 'builds' ELSE 'other' END AS how
  FROM finding f
  JOIN membership v ON v.finding = f.finding AND v.thing = f.vesicle AND v.class IN ('bevo:BoneGain', 'bevo:BoneLoss')
  LEFT JOIN restraining r ON r.finding = f.finding AND r.outcome = f.outcome
  LEFT JOIN membership b ON b.finding = f.finding AND b.thing = f.outcome AND b.class = 'bevo:BoneGainOutcome'
  WHERE f.reported_result AND f.outcome IS NOT NULL
),
told AS (
  SELECT 'cargo' AS keyed, SUBSTRING(j.finding, 9) AS id, j.how,
         COALESCE(g.group_label, c.object_label) AS key_label, COALESCE(g.whole, c.object_term) AS term
  FROM judged j
  JOIN relation c ON c.finding = j.finding AND c.subject = j.vesicle AND c.predicate = 'bevo:carries'
  LEFT JOIN micro_rna_group g ON g.term = c.object_term
  WHERE NOT j.collective
  UNION ALL
  SELECT 'source' AS keyed, SUBSTRING(j.finding, 9) AS id, j.how, o.label AS key_label, o.term
  FROM judged j
  JOIN origin o ON o.finding = j.finding AND o.vesicle = j.vesicle AND o.released
)
SELECT keyed, key_label,
       COUNT(DISTINCT CASE WHEN how = 'builds' THEN id END) AS building,
       COUNT(DISTINCT CASE WHEN how = 'restrains' THEN id END) AS restraining,
       COUNT(DISTINCT CASE WHEN how = 'loss' THEN id END) AS towards_loss,
       STRING_AGG(DISTINCT CASE WHEN how = 'builds' THEN id END, '; ') AS building_findings,
       STRING_AGG(DISTINCT CASE WHEN how = 'restrains' THEN id END, '; ') AS restraining_findings,
       COALESCE(STRING_AGG(DISTINCT CASE WHEN how = 'loss' THEN id END, '; '), '') AS loss_findings, term
FROM told
GROUP BY keyed, key_label, term
HAVING COUNT(DISTINCT CASE WHEN how = 'builds' THEN id END) > 0
       AND COUNT(DISTINCT CASE WHEN how = 'restrains' THEN id END) > 0
