-- What stands before a statement that draws the works of an earlier publication: which works changed since, and how
-- those of them that were on the map were drawn.
-- number  its braces take the placeholder of the publication's number
-- old     and map/shaped of the versions of then of what changed since
-- gives   changed (project_id), old (as map_shape)
WITH changed AS MATERIALIZED (
    SELECT DISTINCT project_id FROM published.project_version WHERE publication > {number}::bigint
), old AS MATERIALIZED (
    {old}
)
