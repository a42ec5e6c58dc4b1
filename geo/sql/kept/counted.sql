-- How much is disclosed, without what nobody knows: whether something was zero before it was purged.
-- counted  its braces take disclosed/counted of everything
SELECT agency, month, field, published, CASE WHEN NOT EXISTS (SELECT FROM published.purge) THEN zeros END AS zeros,
    generalised, withheld, delayed
FROM ({counted}) AS c
