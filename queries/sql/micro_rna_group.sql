-- The microRNA that an arm or a member belongs to, for a term that has one; through any number of classes.
SELECT a.term, a.ancestor AS whole, t.label AS group_label
FROM ancestor a
JOIN subclass s ON s.term = a.ancestor AND s.parent = 'bevo:MicroRNA'
JOIN term t ON t.term = a.ancestor
