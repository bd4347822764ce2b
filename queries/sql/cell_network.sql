--+ question: cell-network
--+ where: asked = {source}
SELECT o.label AS from_cell, t.object_label AS to_cell, COUNT(DISTINCT f.finding) AS findings,
       COUNT(DISTINCT CASE WHEN f.bone_gain THEN f.finding END) AS gain_findings,
       COUNT(DISTINCT CASE WHEN f.bone_loss THEN f.finding END) AS loss_findings, m.class AS asked
FROM finding f
JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle AND o.released
JOIN membership m ON m.finding = f.finding AND m.thing = o.origin
JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
WHERE f.reported_result
GROUP BY o.label, t.object_label, m.class
