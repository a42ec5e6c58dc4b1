-- Say of each version what is purged, on which ground.
-- number      the publication's number
-- ground      the legal ground
-- decided_by  who decided
-- reads       temporary table purging
INSERT INTO published.purge AS p (project_id, version, publication, fields, ground, decided_by, purged_at)
SELECT a.project_id, a.version, n.number, a.fields, %(ground)s, %(decided_by)s, n.published_at
FROM purging AS a JOIN published.publication AS n ON n.number = %(number)s
ON CONFLICT (project_id, version, publication) DO NOTHING
