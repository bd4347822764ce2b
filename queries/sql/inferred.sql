--+ question: inferred
--+ where: asked = {verdict}
-- The name of a participant says its part and its finding too: osteoclast (origin of F0026).
SELECT m.thing,
       COALESCE(f.label, p.label || ' (' || REPLACE(SUBSTRING(p.participant, LENGTH(p.finding) + 2), '-', ' ') || ' of '
         || SUBSTRING(p.finding, 9) || ')') AS what,
       v.label AS follows, m.class AS asked
FROM membership m
JOIN term v ON v.term = m.class
LEFT JOIN finding f ON f.finding = m.thing
LEFT JOIN participant p ON p.finding = m.finding AND p.participant = m.thing
WHERE m.class IN (
  'bevo:BoneGainFinding', 'bevo:BoneLossFinding', 'bevo:CartilageGainFinding', 'bevo:CartilageLossFinding',
  'bevo:JointReliefFinding', 'bevo:JointHarmFinding', 'bevo:JointReliefVesicle', 'bevo:JointHarmVesicle',
  'bevo:BoneGainVesicle', 'bevo:BoneLossVesicle', 'bevo:CartilageGainVesicle', 'bevo:CartilageLossVesicle',
  'bevo:VascularisingFinding', 'bevo:VascularisingVesicle', 'bevo:ForOutcome', 'bevo:AgainstOutcome', 'bevo:Mismatch',
  'bevo:AgedDonorFinding', 'bevo:SenescentDonorFinding', 'bevo:DiseasedDonorFinding', 'bevo:StimulatedDonorFinding',
  'bevo:EngineeredDonorFinding'
)
