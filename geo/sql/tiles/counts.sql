-- The layer project_counts: how many works of a selection lie in a district, where its name stands.
-- ids, works and the statuses  placeholders are put in their braces; lists of the same length
-- reads  box
SELECT ST_AsMVT(f, 'project_counts', 4096, 'geom') FROM (
    SELECT ST_AsMVTGeom(d.label, (SELECT tile FROM box), 4096, 128, true) AS geom,
        d.district_id AS id, d.code, d.set_code AS boundary_set, n.works, n.identification, n.preparation,
        n.implementation, n.completion, n.completed, n.cancelled, n.suspended, n.not_entered
    FROM unnest({ids}::text[], {works}::integer[], {identification}::integer[], {preparation}::integer[],
        {implementation}::integer[], {completion}::integer[], {completed}::integer[], {cancelled}::integer[],
        {suspended}::integer[], {not_entered}::integer[]) AS n (district_id, works, identification, preparation,
        implementation, completion, completed, cancelled, suspended, not_entered)
    JOIN published.map_district AS d ON d.district_id = n.district_id
    WHERE d.label && (SELECT wide FROM box)
    ORDER BY d.district_id
) AS f
