--+ question: timeline
SELECT s.year AS publication_year, COUNT(DISTINCT s.study) AS studies,
       COUNT(DISTINCT CASE WHEN s.cited_review THEN s.study END) AS of_them_reviews,
       COUNT(DISTINCT f.finding) AS findings,
       COUNT(DISTINCT CASE WHEN f.bone_gain THEN f.finding END) AS gain_findings,
       COUNT(DISTINCT CASE WHEN f.bone_loss THEN f.finding END) AS loss_findings
FROM finding f
JOIN citation c ON c.finding = f.finding
JOIN study s ON s.study = c.study
WHERE f.reported_result AND s.year IS NOT NULL
GROUP BY s.year
