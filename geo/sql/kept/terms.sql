-- What versions withhold for a time: of what they withhold.
SELECT t.project_id, t.version, t.delayed
FROM published.version_terms AS t JOIN published.project_version AS v USING (project_id, version)
WHERE t.delayed <@ v.withheld AND t.delayed <> '{}'
