-- Where the leaf of a version is in the log: the last one of that kind, since a version can be purged again.
-- $1, $2, $3  project, version, kind
SELECT max(position) FROM published.log_leaf WHERE project_id = $1 AND version = $2::bigint AND kind = $3
