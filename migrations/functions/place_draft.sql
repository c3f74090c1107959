-- Takes the bet that a member put together as a draft, and forgets the draft with it: as
-- `place_ticket`, which decides, in the same transaction. `draft_changed`, of which nothing is
-- recorded: the draft is not what was shown any more, since somebody placed it or changed it.
--
-- The draft's row is locked first, so that of two presses at once, in whatever processes, the second
-- finds what the first left. Legs that are added meanwhile are not the ones that were placed, and
-- stay.
CREATE FUNCTION code.place_draft(
  p_wanted text, p_each_way boolean,
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_kind text, p_terms text, p_bets int, p_stake bigint, p_possible_return bigint,
  p_legs leg_request[], p_rule_version int, p_season int, p_channel bigint, p_post_slip boolean,
  p_account_hashes bytea[], p_tolerance int)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
DECLARE
  v_is_as_shown boolean;
BEGIN
  PERFORM code.act_for(p_guild);
  SELECT (d.wanted, d.each_way) = (p_wanted, p_each_way) INTO v_is_as_shown
  FROM parlay_drafts d WHERE d.guild_id = p_guild AND d.member_id = p_member
  FOR NO KEY UPDATE;
  IF v_is_as_shown THEN
    -- In a later statement, which sees what was done while the row was waited for.
    SELECT count(*) = cardinality(p_legs) AND count(w.selection_id) = count(*)
    INTO v_is_as_shown
    FROM parlay_draft_legs l
    LEFT JOIN unnest(p_legs) w ON w.selection_id = l.selection_id
      AND w.bookmaker_id = l.bookmaker_id AND w.price_num = l.price_num
      AND w.price_den = l.price_den
    WHERE l.guild_id = p_guild AND l.member_id = p_member;
  END IF;
  IF v_is_as_shown IS NOT TRUE AND NOT EXISTS (
    SELECT 1 FROM interactions i
    WHERE i.guild_id = p_guild AND i.interaction_id = p_interaction AND i.part = 0) THEN
    outcome := 'draft_changed';
    detail := '{}';
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT t.outcome, t.ticket_id, t.code, t.placed_at, t.possible_return, t.cash, t.detail
  INTO outcome, ticket_id, code, placed_at, possible_return, cash, detail
  FROM code.place_ticket(p_guild, p_member, p_interaction, p_ticket, p_codes, p_kind, p_terms,
    p_bets, p_stake, p_possible_return, p_legs, p_rule_version, p_season, p_channel, p_post_slip,
    p_account_hashes, p_tolerance) t;
  IF outcome = 'placed' THEN
    DELETE FROM parlay_draft_legs l USING unnest(p_legs) w
    WHERE l.guild_id = p_guild AND l.member_id = p_member AND l.selection_id = w.selection_id;
    DELETE FROM parlay_drafts d WHERE d.guild_id = p_guild AND d.member_id = p_member;
  END IF;
  RETURN NEXT;
END $$;
