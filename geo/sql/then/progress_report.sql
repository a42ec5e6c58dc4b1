-- The progress reports that an earlier publication knew.
-- number  a placeholder is put in its braces; the publication's number
(SELECT g.* FROM ONLY published.progress_report AS g WHERE g.publication <= {number}::bigint)
