-- Give the agencies that nobody named their code as a name.
-- language  the city's first language
INSERT INTO published.agency (code, names)
SELECT DISTINCT agency, jsonb_build_object(%(language)s::text, agency) FROM change
ON CONFLICT (code) DO NOTHING
