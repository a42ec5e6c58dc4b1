-- What pairs had been marked as by an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(SELECT m.* FROM ONLY published.overlap_mark AS m WHERE m.publication <= {number}::bigint)
