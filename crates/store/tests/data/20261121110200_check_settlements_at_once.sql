-- A settlement that no ticket has is refused, as before.
DO $$
BEGIN
  INSERT INTO settlements (guild_id, ticket_id, sequence, cause, state, returned, result_versions,
    settings_digest)
  VALUES (1297031000000000001, '90000000-0000-0000-0000-00000000ffff', 1, 'result', 'lost', 0, '{1}',
    '44136fa355b3678a');
  RAISE EXCEPTION 'it was taken';
EXCEPTION WHEN foreign_key_violation THEN NULL;
END $$;
