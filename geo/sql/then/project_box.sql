-- The boxes of the projects that were published at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT b.project_id, b.since, b.box, b.one_place, b.other_place FROM ONLY published.project_box AS b
    WHERE b.since <= {number}::bigint
    UNION ALL
    SELECT o.project_id, o.since, o.box, o.one_place, o.other_place FROM published.project_box_past AS o
    WHERE o.since <= {number}::bigint AND o.until > {number}::bigint
)
