-- The condition that all reports of a project are recorded: some are other than a version's own, or progress was purged.
EXISTS (
    SELECT FROM published.progress_report AS o
    LEFT JOIN published.project_version AS w ON w.project_id = o.project_id AND w.publication = o.publication
    WHERE o.project_id = v.project_id AND o.as_of IS DISTINCT FROM w.progress_as_of
) OR EXISTS (
    SELECT FROM published.purge AS g
    WHERE g.project_id = v.project_id AND g.fields && '{progress_planned,progress_actual,progress_as_of}'
)
