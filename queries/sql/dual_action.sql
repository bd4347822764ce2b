--+ question: dual-action
WITH judged AS (
  SELECT v.finding, v.thing, CASE WHEN v.class = 'bevo:BoneGain' THEN 'gain' ELSE 'loss' END AS side,
         CASE WHEN d.class = 'bevo:ForOutcome' THEN 'more ' ELSE 'less ' END AS amount
  FROM membership v
  JOIN membership d ON d.finding = v.finding AND d.thing = v.thing AND d.class IN ('bevo:ForOutcome', 'bevo:AgainstOutcome')
  WHERE v.class IN ('bevo:BoneGain', 'bevo:BoneLoss')
),
told AS (
  SELECT 'cargo' AS keyed, j.finding, j.side, j.amount,
         COALESCE(g.group_label, c.object_label) AS key_label, COALESCE(g.whole, c.object_term) AS term
  FROM judged j
  JOIN relation c ON c.finding = j.finding AND c.subject = j.thing AND c.predicate = 'bevo:carries'
  LEFT JOIN micro_rna_group g ON g.term = c.object_term
  UNION ALL
  SELECT 'source' AS keyed, j.finding, j.side, j.amount, o.label AS key_label, o.term
  FROM judged j
  JOIN finding f ON f.finding = j.finding AND f.vesicle = j.thing
  JOIN origin o ON o.finding = j.finding AND o.vesicle = j.thing AND o.released
)
SELECT t.keyed, t.key_label,
       COUNT(DISTINCT CASE WHEN t.side = 'gain' THEN t.finding END) AS gain_findings,
       COUNT(DISTINCT CASE WHEN t.side = 'loss' THEN t.finding END) AS loss_findings,
       STRING_AGG(DISTINCT CASE WHEN t.side = 'gain' THEN t.amount || f.outcome_label END, '; ') AS towards_gain,
       STRING_AGG(DISTINCT CASE WHEN t.side = 'loss' THEN t.amount || f.outcome_label END, '; ') AS towards_loss,
       t.term
FROM told t
JOIN finding f ON f.finding = t.finding AND f.reported_result AND f.outcome_label IS NOT NULL
WHERE t.keyed = 'source' OR NOT f.collective
GROUP BY t.keyed, t.key_label, t.term
HAVING COUNT(DISTINCT t.side) = 2 AND COUNT(DISTINCT f.outcome_label) > 1
