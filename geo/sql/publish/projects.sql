-- Give an identity to the projects that are new.
-- number  publication number
INSERT INTO published.project (id, first_publication)
SELECT project_id, %(number)s FROM change WHERE version = 1
