-- The agencies that ordered works at an earlier publication: what stands behind FROM.
-- number   a placeholder is put in its braces; the publication's number
-- returns  a (as agency, with projects and sample: how many works, and whether all are of the sample)
(
    SELECT g.code, g.names, w.projects, w.sample
    FROM (
        SELECT v.agency, count(*) AS projects, bool_and(v.sample) AS sample FROM published.project_brief AS v
        GROUP BY v.agency
    ) AS w
    JOIN published.agency AS g ON g.code = w.agency
) AS a
