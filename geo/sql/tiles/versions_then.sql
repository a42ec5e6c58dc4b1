-- The versions of then of the works that changed since: what stands behind FROM in map/shaped.
-- relation  its braces take v (as project_now) as it was then
-- reads     changed
(SELECT v.* FROM {relation} WHERE v.project_id IN (SELECT c.project_id FROM changed AS c)) AS target
