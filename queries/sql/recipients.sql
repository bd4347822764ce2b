--+ question: recipients
SELECT t.object_label AS recipient, COUNT(DISTINCT f.finding) AS findings, COUNT(DISTINCT o.term) AS sources,
       COUNT(DISTINCT CASE WHEN f.bone_gain THEN f.finding END) AS bone_gain_findings,
       COUNT(DISTINCT CASE WHEN f.bone_loss THEN f.finding END) AS bone_loss_findings,
       COUNT(DISTINCT CASE WHEN f.cartilage_gain THEN f.finding END) AS cartilage_gain_findings,
       COUNT(DISTINCT CASE WHEN f.cartilage_loss THEN f.finding END) AS cartilage_loss_findings,
       COUNT(DISTINCT CASE WHEN f.vascularising THEN f.finding END) AS vessel_findings,
       COUNT(DISTINCT c.study) AS studies, t.object_term AS term
FROM finding f
JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle
LEFT JOIN primary_citation c ON c.finding = f.finding
WHERE f.reported_result
GROUP BY t.object_label, t.object_term
