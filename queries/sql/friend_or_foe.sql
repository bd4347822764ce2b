--+ question: friend-or-foe
WITH told AS (
  SELECT o.label AS source, f.finding, f.bone_gain, f.bone_loss, f.accepted_result, f.confirmed_result, c.study
  FROM finding f
  JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle AND o.released
  LEFT JOIN primary_citation c ON c.finding = f.finding
  WHERE f.reported_result AND (f.bone_gain OR f.bone_loss)
)
SELECT source,
       COUNT(DISTINCT CASE WHEN bone_gain THEN finding END) AS gain_findings,
       COUNT(DISTINCT CASE WHEN bone_loss THEN finding END) AS loss_findings,
       COUNT(DISTINCT CASE WHEN bone_gain AND bone_loss THEN finding END) AS both_findings,
       COUNT(DISTINCT CASE WHEN bone_gain THEN study END) AS gain_studies,
       COUNT(DISTINCT CASE WHEN bone_loss THEN study END) AS loss_studies,
       COUNT(DISTINCT CASE WHEN bone_gain THEN study END) + COUNT(DISTINCT CASE WHEN bone_loss THEN study END)
         - COUNT(DISTINCT study) AS both_studies,
       COUNT(DISTINCT CASE WHEN bone_gain AND accepted_result THEN finding END) AS read_gain_findings,
       COUNT(DISTINCT CASE WHEN bone_loss AND accepted_result THEN finding END) AS read_loss_findings,
       COUNT(DISTINCT CASE WHEN bone_gain AND accepted_result THEN study END) AS read_gain_studies,
       COUNT(DISTINCT CASE WHEN bone_loss AND accepted_result THEN study END) AS read_loss_studies,
       COUNT(DISTINCT CASE WHEN bone_gain AND confirmed_result THEN finding END) AS confirmed_gain_findings,
       COUNT(DISTINCT CASE WHEN bone_loss AND confirmed_result THEN finding END) AS confirmed_loss_findings
FROM told
GROUP BY source
