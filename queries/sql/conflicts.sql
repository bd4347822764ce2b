--+ question: conflicts
WITH verdict (class, side, depth, whole) AS (
  SELECT 'bevo:ForOutcome', 'yes', 1, '' UNION ALL SELECT 'bevo:AgainstOutcome', 'no', 1, ''
  UNION ALL SELECT 'bevo:BoneGain', 'yes', 3, 'bone' UNION ALL SELECT 'bevo:BoneLoss', 'no', 3, 'bone'
  UNION ALL SELECT 'bevo:CartilageGain', 'yes', 3, 'cartilage' UNION ALL SELECT 'bevo:CartilageLoss', 'no', 3, 'cartilage'
),
judged AS (
  SELECT m.finding, m.thing, v.side, v.depth, v.whole
  FROM membership m JOIN verdict v ON v.class = m.class
),
lineage AS (
  SELECT a.term, a.ancestor AS whole, t.label
  FROM ancestor a JOIN term t ON t.term = a.ancestor
  WHERE a.ancestor = 'CL:0000235'
),
told AS (
  SELECT 'cargo' AS keyed, j.finding, j.thing AS vesicle, j.side, j.depth, j.whole,
         COALESCE(g.group_label, c.object_label) AS key_label, COALESCE(g.whole, c.object_term) AS term
  FROM judged j
  JOIN relation c ON c.finding = j.finding AND c.subject = j.thing AND c.predicate = 'bevo:carries'
  LEFT JOIN micro_rna_group g ON g.term = c.object_term
  UNION ALL
  SELECT 'cargo' AS keyed, j.finding, COALESCE(f.vesicle, j.thing) AS vesicle, j.side, j.depth, j.whole,
         COALESCE(g.group_label, l.subject_label) AS key_label, COALESCE(g.whole, l.subject_term) AS term
  FROM judged j
  JOIN relation l ON l.finding = j.finding AND l.subject = j.thing AND l.predicate = 'bevo:lessIn'
  JOIN membership m ON m.finding = j.finding AND m.thing = j.thing AND m.class = 'bevo:Molecule'
  JOIN finding f ON f.finding = j.finding
  LEFT JOIN micro_rna_group g ON g.term = l.subject_term
  UNION ALL
  SELECT 'source' AS keyed, j.finding, j.thing AS vesicle, j.side, 2 AS depth, '' AS whole,
         COALESCE(g.label, o.label) AS key_label, COALESCE(g.whole, o.term) AS term
  FROM judged j
  JOIN finding f ON f.finding = j.finding AND f.vesicle = j.thing
  JOIN origin o ON o.finding = j.finding AND o.vesicle = j.thing AND o.released
  LEFT JOIN lineage g ON g.term = o.term
  WHERE j.depth = 1
),
context AS (
  SELECT t.keyed, t.side, t.depth, t.key_label, t.term, SUBSTRING(t.finding, 9) AS id,
         CASE WHEN t.whole = '' THEN f.outcome_label ELSE t.whole END AS about,
         CASE WHEN t.keyed = 'cargo' THEN f.accepted_cargo_result ELSE f.accepted_result END AS accepted,
         COALESCE(m.object_label, t.side) AS recipient, COALESCE(o.label, t.side) AS source,
         COALESCE(s.object_label, 'no state told') AS donor_state, COALESCE(l.object_label, 'no cargo told') AS cargo,
         COALESCE(c.study, t.side) AS study,
         COALESCE(o.label, 'no source told') || COALESCE(' (' || s.object_label || ')', '')
           || COALESCE(', ' || l.object_label, '') || COALESCE(', to ' || m.object_label, '') AS context
  FROM told t
  JOIN finding f ON f.finding = t.finding AND f.reported_result AND f.outcome_label IS NOT NULL
  LEFT JOIN origin o ON o.finding = t.finding AND o.vesicle = t.vesicle
  LEFT JOIN relation s ON s.finding = t.finding AND s.subject = o.origin AND s.predicate = 'bevo:hasState'
  LEFT JOIN relation l ON l.finding = t.finding AND l.subject = t.vesicle AND l.predicate = 'bevo:carries'
  LEFT JOIN relation m ON m.finding = t.finding AND m.subject = t.vesicle AND m.predicate = 'bevo:actsOn'
  LEFT JOIN citation c ON c.finding = t.finding
  WHERE t.keyed = 'source' OR NOT f.collective
)
SELECT depth, keyed, key_label, about,
       CASE WHEN COUNT(DISTINCT side || recipient) > COUNT(DISTINCT recipient) THEN 1 ELSE 0 END
         + CASE WHEN COUNT(DISTINCT side || source) > COUNT(DISTINCT source) THEN 1 ELSE 0 END
         + CASE WHEN COUNT(DISTINCT side || donor_state) > COUNT(DISTINCT donor_state) THEN 1 ELSE 0 END
         + CASE WHEN COUNT(DISTINCT side || cargo) > COUNT(DISTINCT cargo) THEN 1 ELSE 0 END AS comparable,
       COUNT(DISTINCT side || study) - COUNT(DISTINCT study) AS shared_studies,
       STRING_AGG(DISTINCT CASE WHEN side = 'yes' THEN id END, '; ') AS promotes,
       STRING_AGG(DISTINCT CASE WHEN side = 'no' THEN id END, '; ') AS inhibits,
       STRING_AGG(DISTINCT CASE WHEN side = 'yes' THEN context END, '; ') AS promoting_context,
       STRING_AGG(DISTINCT CASE WHEN side = 'no' THEN context END, '; ') AS inhibiting_context,
       COALESCE(STRING_AGG(DISTINCT CASE WHEN NOT accepted THEN id END, '; '), '') AS not_as_told,
       CASE WHEN COUNT(DISTINCT CASE WHEN accepted THEN side END) = 2 THEN 'stands' ELSE 'falls' END AS as_read,
       term
FROM context
GROUP BY depth, keyed, key_label, about, term
HAVING COUNT(DISTINCT side) = 2
