--+ question: corroboration
--+ where: studies >= {minimum}
SELECT r.keyed, r.key_label, r.sign, r.about, COUNT(DISTINCT c.study) AS studies,
       COUNT(DISTINCT r.finding) AS findings, COUNT(DISTINCT s.review) AS reviews,
       COUNT(DISTINCT CASE WHEN r.accepted THEN c.study END) AS read_studies,
       COUNT(DISTINCT CASE WHEN r.accepted THEN r.finding END) AS read_findings
FROM told_result r
LEFT JOIN place p ON p.finding = r.finding
LEFT JOIN section s ON s.section = p.section
LEFT JOIN primary_citation c ON c.finding = r.finding
GROUP BY r.keyed, r.key_label, r.sign, r.about
