--+ question: most-reported
--+ where: reviews >= {minimum}
SELECT r.keyed, r.key_label, r.sign, r.about, COUNT(DISTINCT s.review) AS reviews, COUNT(DISTINCT c.study) AS studies,
       COUNT(DISTINCT r.finding) AS findings
FROM told_result r
LEFT JOIN place p ON p.finding = r.finding
LEFT JOIN section s ON s.section = p.section
LEFT JOIN primary_citation c ON c.finding = r.finding
GROUP BY r.keyed, r.key_label, r.sign, r.about
