-- Say anew which of the reports that were there are public, and count them: the latest word on each date of a published
-- project, as far as the policy does not withhold it.
WITH said AS (
    SELECT r.project_id, r.as_of, r.publication, r.shows_planned OR r.shows_actual AS shown,
        p.public AND NOT 'progress_planned' = ANY (c.blocked) AS planned,
        p.public AND NOT 'progress_actual' = ANY (c.blocked) AS actual
    FROM change AS c
    JOIN published.progress_report AS r ON r.project_id = c.project_id
    CROSS JOIN LATERAL (
        SELECT NOT c.withdrawn AND NOT 'progress_as_of' = ANY (c.blocked) AND NOT EXISTS (
            SELECT FROM published.progress_report AS later
            WHERE later.project_id = r.project_id AND later.as_of = r.as_of AND later.publication > r.publication
        ) AS public
    ) AS p
    WHERE c.version > 1
), changed AS (
    UPDATE published.progress_report AS r SET shows_planned = s.planned, shows_actual = s.actual
    FROM said AS s
    WHERE r.project_id = s.project_id AND r.as_of = s.as_of AND r.publication = s.publication
        AND (r.shows_planned, r.shows_actual) IS DISTINCT FROM (s.planned, s.actual)
    RETURNING (s.planned OR s.actual)::integer - s.shown::integer AS step
)
INSERT INTO published.collection_count AS known (collection, features)
SELECT 'progress', coalesce(sum(step), 0) FROM changed
ON CONFLICT (collection) DO UPDATE SET features = known.features + excluded.features
