-- How much is disclosed.
-- counted  its braces take disclosed/counted of everything
-- only     and whether it is asked for
SELECT agency, month, field, published, zeros, generalised, withheld, delayed FROM ({counted}) AS c WHERE {only}
