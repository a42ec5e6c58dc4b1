-- Add an event to the audit.
INSERT INTO intake.audit (actor, agency, address, action, target, outcome, detail)
VALUES (%(actor)s, %(agency)s, %(address)s, %(action)s, %(target)s, %(outcome)s, %(detail)s)
