--+ question: review-overview
--+ where: review = {review}
SELECT s.review, s.label AS section, k.label AS kind, COUNT(DISTINCT f.finding) AS findings,
       COUNT(DISTINCT CASE WHEN f.reported_result THEN f.finding END) AS results, COUNT(DISTINCT c.study) AS studies,
       s.section AS place
FROM section s
JOIN place p ON p.section = s.section
JOIN finding f ON f.finding = p.finding AND NOT f.withdrawn
JOIN term k ON k.term = f.kind
LEFT JOIN citation c ON c.finding = f.finding
WHERE s.label IS NOT NULL
GROUP BY s.review, s.label, k.label, s.section
