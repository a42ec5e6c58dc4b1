-- Begin a push.
-- key agency kind partial full  who pushes, what, and how
-- returns  its number, and when it came
INSERT INTO intake.push (key_id, agency, kind, partial, is_full, state, items)
VALUES (%(key)s, %(agency)s, %(kind)s, %(partial)s, %(full)s, 'received', 0) RETURNING id, received_at
