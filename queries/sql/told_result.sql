-- A result for or against its outcome, by cargo and by source: what corroboration and most-reported count.
WITH verdict AS (
  SELECT m.finding, m.thing AS bearer, CASE WHEN m.class = 'bevo:ForOutcome' THEN 'promotes' ELSE 'inhibits' END AS sign
  FROM membership m
  WHERE m.class IN ('bevo:ForOutcome', 'bevo:AgainstOutcome')
),
keyed AS (
  SELECT 'cargo' AS keyed, v.finding, v.sign, r.object_term AS term
  FROM verdict v
  JOIN relation r ON r.finding = v.finding AND r.subject = v.bearer AND r.predicate = 'bevo:carries'
  UNION ALL
  SELECT 'cargo' AS keyed, v.finding, v.sign, r.subject_term AS term
  FROM verdict v
  JOIN relation r ON r.finding = v.finding AND r.subject = v.bearer AND r.predicate = 'bevo:lessIn'
  JOIN membership m ON m.finding = v.finding AND m.thing = v.bearer AND m.class = 'bevo:Molecule'
  UNION ALL
  SELECT 'source' AS keyed, v.finding, v.sign, r.object_term AS term
  FROM verdict v
  JOIN relation r ON r.finding = v.finding AND r.subject = v.bearer AND r.predicate = 'bevo:releasedBy'
  JOIN finding f ON f.finding = v.finding AND f.vesicle = v.bearer
)
SELECT k.keyed, COALESCE(g.group_label, t.label) AS key_label, k.sign, f.outcome_label AS about, k.finding,
       CASE WHEN k.keyed = 'cargo' THEN f.accepted_cargo_result ELSE f.accepted_result END AS accepted
FROM keyed k
JOIN finding f ON f.finding = k.finding AND f.reported_result AND f.outcome_label IS NOT NULL
JOIN term t ON t.term = k.term
LEFT JOIN (
  SELECT 'cargo' AS keyed, term, group_label FROM micro_rna_group
  UNION ALL
  SELECT 'source' AS keyed, s.term, l.label AS group_label
  FROM subclass s JOIN term l ON l.term = s.parent
  WHERE s.parent = 'CL:0000235'
) g ON g.keyed = k.keyed AND g.term = k.term
WHERE k.keyed = 'source' OR NOT f.collective
