-- Where a vesicle comes from: the cell that releases it, or the fluid that it is found in.
SELECT finding, subject AS vesicle, object AS origin, object_term AS term, object_label AS label,
       predicate = 'bevo:releasedBy' AS released
FROM relation
WHERE predicate IN ('bevo:releasedBy', 'bevo:foundIn')
