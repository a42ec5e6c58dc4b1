-- Fill the temporary table drawn with works as the map draws them.
-- works  its braces take map/shaped
INSERT INTO drawn (
    project_id, geometry_class, status, category, agency, title, progress_actual, anchor_x, anchor_y, cell, span,
    shape, simple, clearance
)
{works}
