--+ question: mechanisms-to
--+ where: asked = {target}
WITH action AS (
  SELECT finding, subject, subject_label, object, object_label,
         MAX(CASE WHEN predicate = 'bevo:promotes' THEN 1 ELSE 0 END) AS up,
         MAX(CASE WHEN predicate = 'bevo:inhibits' THEN 1 ELSE 0 END) AS down,
         MAX(CASE WHEN predicate = 'bevo:binds' THEN 1 ELSE 0 END) AS bound
  FROM relation
  WHERE predicate IN ('bevo:affects', 'bevo:binds', 'bevo:promotes', 'bevo:inhibits') AND subject_label IS NOT NULL
  GROUP BY finding, subject, subject_label, object, object_label
)
SELECT DISTINCT a.finding, o.label AS source, COALESCE(itself.object_label, carried.object_label) AS cargo,
       a.subject_label AS actor,
       CASE WHEN a.up = 1 THEN 'promotes' WHEN a.down = 1 THEN 'inhibits' WHEN a.bound = 1 THEN 'binds'
            ELSE 'affects' END AS step,
       a.object_label AS target_name, t.object_label AS recipient,
       CASE WHEN f.reported_result THEN 'as a result' ELSE 'in a summary or hedged' END AS told, m.class AS asked
FROM action a
JOIN membership m ON m.finding = a.finding AND m.thing = a.object
JOIN finding f ON f.finding = a.finding
LEFT JOIN origin o ON o.finding = f.finding AND o.vesicle = f.vesicle AND o.released
LEFT JOIN relation itself ON itself.finding = a.finding AND itself.object = a.subject AND itself.predicate = 'bevo:carries'
LEFT JOIN relation carried ON carried.finding = f.finding AND carried.subject = f.vesicle
     AND carried.predicate = 'bevo:carries'
LEFT JOIN relation t ON t.finding = f.finding AND t.subject = f.vesicle AND t.predicate = 'bevo:actsOn'
