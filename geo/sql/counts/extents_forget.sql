-- Forget the extents that a closed version held up: one that touched an edge, in space or in time; or where none is known.
DELETE FROM published.project_extent AS known
USING change JOIN published.project_version AS old
    ON old.project_id = change.project_id AND old.version = change.version - 1
WHERE change.version > 1 AND NOT old.withdrawn AND known.geometry_class = coalesce(old.geometry_class, 'none') AND (
    ST_XMin(old.footprint) <= known.west OR ST_YMin(old.footprint) <= known.south
    OR ST_XMax(old.footprint) >= known.east OR ST_YMax(old.footprint) >= known.north
    OR coalesce(old.actual_start, old.planned_start) <= known.starts
    OR coalesce(old.actual_end, old.planned_end) >= known.ends
    OR coalesce(known.west, extract(epoch FROM known.starts), extract(epoch FROM known.ends)) IS NULL
)
