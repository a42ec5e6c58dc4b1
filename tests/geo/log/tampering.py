"""What somebody may change by hand in the tables of the log and of versions, and what is then said of it."""

from __future__ import annotations

VERSION = "UPDATE published.project_version SET {} WHERE project_id = 'P3'"
LEAF = "UPDATE published.log_leaf SET {} WHERE position = 2"
TAMPERINGS = {
    "a value in its column": ([VERSION.format("budget = 1")], "leaf 2 .* says another budget"),
    "a footprint": ([VERSION.format("footprint = ST_Translate(footprint, 0.001, 0)")], "leaf 2 .* another footprint"),
    "a class of geometry": ([VERSION.format("geometry_class = 'line'")], "leaf 2 .* class of geometry"),
    "what is withheld": ([VERSION.format("withheld = '{budget}'")], "leaf 2 .* another withheld"),
    "a text": ([VERSION.format("feature_text = replace(feature_text, '3000000.50', '1')")], "leaf 2 .* not what was"),
    "a text with its hash and column": (
        [
            VERSION.format("feature_text = replace(feature_text, '3000000.50', '1'), budget = 1, original_budget = 1"),
            VERSION.format("feature_hash = sha256(convert_to(feature_text, 'UTF8'))"),
        ],
        "leaf 2 .* not what was published",
    ),
    "the instant of a version": (
        [VERSION.format("published = tstzrange('2026-01-01Z', upper(published))")],
        "leaf 2 .* another instant",
    ),
    "the instant of a publication": (
        ["UPDATE published.publication SET published_at = '2026-01-01Z' WHERE number = 1"],
        "leaf 0 .* not what was published",
    ),
    "the publication of a version": ([VERSION.format("publication = 2")], "leaf 2 .* another publication"),
    "the end of a version": (
        ["UPDATE published.project_version SET published = tstzrange(lower(published), '2030-01-01Z') "
         "WHERE project_id = 'P2' AND version = 1"],
        "Version 1 of P2 .* does not end",
    ),
    "an end that is taken away": (
        ["DROP INDEX published.project_version_now_key",
         "UPDATE published.project_version SET published = tstzrange(lower(published), NULL) "
         "WHERE project_id = 'P4' AND version = 1"],
        "Version 1 of P4 .* does not end",
    ),
    "a version that is taken out": (
        ["DELETE FROM published.project_version WHERE project_id = 'P3'"], "leaf 2 .* is not there",
    ),
    "a version that is put in": (
        ["CREATE TEMPORARY TABLE one AS SELECT * FROM published.project_version WHERE project_id = 'P3'",
         "UPDATE one SET project_id = 'P9'", "INSERT INTO published.project_version SELECT * FROM one"],
        "No leaf records version 1 of P9",
    ),
    "a version and its leaf taken out": (
        ["DELETE FROM published.project_version WHERE project_id = 'P3'",
         "DELETE FROM published.log_leaf WHERE position = 2"],
        "Leaf 2 is missing",
    ),
    "the end of the log cut off": (
        ["DELETE FROM published.log_leaf WHERE position = 10",
         "DELETE FROM published.project_version WHERE project_id = 'P2' AND version = 3"],
        "has 11 leaves, the log 10",
    ),
    "a hash of a leaf": ([LEAF.format("hash = sha256('x')")], "leaf 2 .* not what was published"),
    "the random bits of a leaf": ([LEAF.format("nonce = NULL")], "random bits of leaf 2 .* erased"),
    "a text with its leaf": (
        [VERSION.format("feature_text = replace(feature_text, '3000000.50', '1'), budget = 1, original_budget = 1"),
         VERSION.format("feature_hash = sha256(convert_to(feature_text, 'UTF8'))"),
         "UPDATE published.log_leaf AS l SET hash = published.leaf_hash(l.kind, l.publication, p.published_at, "
         "l.version, l.nonce, l.project_id, v.feature_text) FROM published.project_version AS v, "
         "published.publication AS p WHERE p.number = 1 AND l.position = 2 AND v.project_id = 'P3'"],
        "one from leaf 0 to leaf 6 was changed",
    ),
    "a node": (
        ["UPDATE published.log_node SET hash = sha256('x') WHERE level = 2 AND position = 1"], "Node 1 at level 2",
    ),
    "a node that is taken out": (["DELETE FROM published.log_node WHERE level = 3"], "Node 0 at level 3"),
    "a node that is put in": (["INSERT INTO published.log_node VALUES (9, 0, '')"], "Node 0 at level 9"),
    "a publication that is put in": (
        ["INSERT INTO published.publication VALUES (9, now(), 0)"], "Publication 9 does not follow",
    ),
    "how many versions there were": (
        ["UPDATE published.publication SET versions = 4 WHERE number = 1"], "Publication 1 .* has not the versions",
    ),
    "a project's beginning": (
        ["UPDATE published.project SET first_publication = 3 WHERE id = 'P6'"], "P6 did not begin with publication 3",
    ),
    "a purge that is put in": (
        ["INSERT INTO published.purge (project_id, version, publication, fields, ground, decided_by, purged_at) "
         "VALUES ('P2', 1, 3, '{budget}', 'x', 'x', now())"],
        "purge of version 1 of P2",
    ),
    "a checkpoint": (
        ["UPDATE published.checkpoint SET note = replace(note, E'\\n7\\n', E'\\n8\\n') WHERE tree_size = 7"],
        "The first 8 leaves are not those of the checkpoint",
    ),
    "the size of a checkpoint": (
        ["UPDATE published.checkpoint SET tree_size = 4 WHERE tree_size = 7"], "Checkpoint 1 is kept under another",
    ),
    "the root of a checkpoint": (
        ["UPDATE published.checkpoint SET root = sha256('x') WHERE tree_size = 7"], "Checkpoint 1 is kept under",
    ),
}  # fmt: skip
