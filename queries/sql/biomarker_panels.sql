--+ question: biomarker-panels
--+ where: asked >= {minimum}
WITH drawn AS (
  SELECT f.finding, f.vesicle, f.kind, d.object_label AS fluid, s.object_label AS condition_name
  FROM finding f
  JOIN relation d ON d.finding = f.finding AND d.subject = f.vesicle AND d.predicate = 'bevo:foundIn'
  JOIN relation s ON s.finding = f.finding AND s.subject = d.object AND s.predicate = 'bevo:hasState'
),
altered AS (
  SELECT finding, subject AS part, subject_term AS term, subject_label AS label, object AS vesicle,
         MAX(CASE WHEN predicate = 'bevo:moreIn' THEN 1 ELSE 0 END) AS more,
         MAX(CASE WHEN predicate = 'bevo:lessIn' THEN 1 ELSE 0 END) AS less
  FROM relation
  WHERE predicate IN ('bevo:alteredIn', 'bevo:moreIn', 'bevo:lessIn')
  GROUP BY finding, subject, subject_term, subject_label, object
),
way (direction, number) AS (
  SELECT 'more', 1 UNION ALL SELECT 'less', 2 UNION ALL SELECT 'altered', 3
),
companions AS (
  SELECT f.finding, COUNT(DISTINCT a.part) AS together
  FROM finding f JOIN altered a ON a.finding = f.finding AND a.vesicle = f.vesicle
  WHERE f.kind = 'bevo:BiomarkerFinding'
  GROUP BY f.finding
),
panel AS (
  SELECT d.condition_name, d.fluid, COUNT(DISTINCT a.term) AS members
  FROM drawn d JOIN altered a ON a.finding = d.finding AND a.vesicle = d.vesicle
  WHERE d.kind = 'bevo:BiomarkerFinding' AND a.term LIKE 'molecule:%'
  GROUP BY d.condition_name, d.fluid
),
compared AS (
  SELECT g.finding, SUM(CAST(z.value AS BIGINT)) AS people
  FROM statement g
  JOIN statement z ON z.finding = g.finding AND z.subject = g.value AND z.predicate = 'bevo:groupSize'
  WHERE g.predicate = 'bevo:group'
  GROUP BY g.finding
),
studied AS (
  SELECT c.study, MAX(n.people) AS people
  FROM citation c JOIN compared n ON n.finding = c.finding
  GROUP BY c.study
)
SELECT d.condition_name, d.fluid, a.label AS cargo, w.direction, n.together, s.people,
       CAST(u.value AS DOUBLE) AS area_under_curve, c.study, d.finding, p.members AS asked
FROM drawn d
JOIN companions n ON n.finding = d.finding
JOIN altered a ON a.finding = d.finding AND a.vesicle = d.vesicle AND a.term LIKE 'molecule:%'
JOIN way w ON (w.number = 1 AND a.more = 1) OR (w.number = 2 AND a.less = 1) OR (w.number = 3 AND a.more + a.less = 0)
JOIN panel p ON p.condition_name = d.condition_name AND p.fluid = d.fluid
LEFT JOIN statement u ON u.finding = d.finding AND u.subject = d.finding AND u.predicate = 'bevo:areaUnderCurve'
LEFT JOIN citation c ON c.finding = d.finding
LEFT JOIN studied s ON s.study = c.study
