--+ question: mechanism-steps
--+ where: asked = {cargo}
SELECT DISTINCT p.object_label AS cargo_name, s.number, s.subject_label AS actor, v.label AS step,
       s.object_label AS target, t.object_label AS recipient, f.sign, f.outcome_label AS outcome, o.label AS source,
       f.finding, m.class AS asked
FROM finding f
JOIN relation p ON p.finding = f.finding AND p.subject = f.finding AND p.predicate = 'bevo:cargo'
JOIN membership m ON m.finding = f.finding AND m.thing = p.object
JOIN step s ON s.finding = f.finding
JOIN term v ON v.term = s.verb
LEFT JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle AND o.released
WHERE f.reported_result
