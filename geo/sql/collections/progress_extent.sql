-- When the published progress reports were true.
-- returns  starts, ends as dates; null where there are none
SELECT (SELECT as_of FROM published.progress_now AS p ORDER BY as_of LIMIT 1) AS starts,
    (SELECT as_of FROM published.progress_now AS p ORDER BY as_of DESC LIMIT 1) AS ends
