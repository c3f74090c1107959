-- What an interaction that comes again is answered: the ticket that it placed, or why it placed
-- none, as it was told the first time.
CREATE FUNCTION code.placed_before(
  p_guild bigint, p_member uuid, p_interaction bigint, p_season int)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  LANGUAGE plpgsql STABLE
AS $$
BEGIN
  SELECT i.outcome, i.detail INTO outcome, detail FROM interactions i
  WHERE i.guild_id = p_guild AND i.interaction_id = p_interaction AND i.part = 0;
  SELECT a.balance INTO cash FROM accounts a
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    AND a.kind = 'cash';
  IF outcome = 'placed' THEN
    outcome := 'already_placed';
    SELECT t.ticket_id, t.code, t.placed_at, t.possible_return
    INTO ticket_id, code, placed_at, possible_return
    FROM tickets t WHERE t.guild_id = p_guild AND t.interaction_id = p_interaction;
  END IF;
  RETURN NEXT;
END $$;
