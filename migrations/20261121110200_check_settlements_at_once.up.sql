-- A settlement is one of a ticket: looked up for all that a statement writes at once, since row by
-- row that is a seventh of what settling costs.
ALTER TABLE settlements DROP CONSTRAINT settlements_ticket_fkey;
CREATE FUNCTION check_settlements() RETURNS trigger
  LANGUAGE plpgsql
  -- As in move_heads.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM written w
    WHERE (
      SELECT 1 FROM tickets t WHERE t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id) IS NULL) THEN
    RAISE EXCEPTION 'a settlement of no ticket'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'settlements_ticket_fkey';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER settlements_check AFTER INSERT ON settlements
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION check_settlements();
REVOKE ALL ON FUNCTION check_settlements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_settlements() TO dbsbm_bot, dbsbm_fetcher;
