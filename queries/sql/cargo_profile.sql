--+ question: cargo-profile
--+ where: asked = {cargo}
WITH part AS (
  SELECT p.finding, p.participant, p.label, m.class AS asked
  FROM membership m JOIN participant p ON p.finding = m.finding AND p.participant = m.thing
),
amount AS (
  SELECT r.finding, r.object AS participant, 'carried' AS amount
  FROM relation r
  LEFT JOIN relation a ON a.finding = r.finding AND a.subject = r.object AND a.predicate = 'bevo:alteredIn'
  WHERE r.predicate = 'bevo:carries' AND a.subject IS NULL
  UNION ALL
  SELECT finding, subject AS participant, CASE WHEN predicate = 'bevo:moreIn' THEN 'more' ELSE 'less' END AS amount
  FROM relation
  WHERE predicate IN ('bevo:moreIn', 'bevo:lessIn')
  UNION ALL
  SELECT a.finding, a.subject AS participant, 'altered' AS amount
  FROM relation a
  LEFT JOIN relation d ON d.finding = a.finding AND d.subject = a.subject AND d.object = a.object
       AND d.predicate IN ('bevo:moreIn', 'bevo:lessIn')
  WHERE a.predicate = 'bevo:alteredIn' AND d.subject IS NULL
)
SELECT DISTINCT p.finding, p.label AS cargo_name, a.amount, o.label AS source, t.object_label AS recipient,
       f.sign_bearer_label AS doer, f.sign, f.outcome_label AS outcome, f.not_as_told, p.asked
FROM part p
JOIN amount a ON a.finding = p.finding AND a.participant = p.participant
JOIN finding f ON f.finding = p.finding
LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle
LEFT JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
