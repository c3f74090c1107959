-- Gives the stake back: without a condition for `p_free`, then until `p_window` while no price has
-- moved; never once a game has begun or is no longer open. Nobody quotes the price of a bet that
-- was written by hand, so none of those can move. What an interaction was answered is recorded,
-- refusals too: one that comes again after the price came back must not take back what the member
-- was told is kept.
CREATE FUNCTION code.cancel_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_free interval,
  p_window interval, p_settings_digest text)
  RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
DECLARE
  v_ticket tickets%ROWTYPE;
  v_now timestamptz;
  v_started boolean;
  v_moved boolean;
  v_legs int;
  v_outcome text;
BEGIN
  PERFORM code.act_for(p_guild);
  SELECT * INTO v_ticket FROM tickets t
  WHERE t.guild_id = p_guild AND t.ticket_id = p_ticket AND t.member_id = p_member
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'not_yours';
  END IF;
  SELECT i.outcome INTO v_outcome FROM interactions i
  WHERE i.guild_id = p_guild AND i.interaction_id = p_interaction AND i.part = 0;
  IF FOUND THEN
    RETURN v_outcome;
  END IF;
  v_now := app_now();
  SELECT bool_or(g.starts_at <= v_now OR g.status <> 'scheduled'),
    bool_or(q.selection_id IS NULL OR q.taken_down_at IS NOT NULL
      OR q.price_num <> l.price_num OR q.price_den <> l.price_den),
    count(*)
  INTO v_started, v_moved, v_legs
  FROM legs l
  JOIN games g ON g.game_id = l.game_id
  LEFT JOIN quotes q ON q.selection_id = coalesce(l.quoted_selection_id, l.selection_id)
    AND q.bookmaker_id = l.bookmaker_id
  WHERE l.guild_id = p_guild AND l.ticket_id = p_ticket;
  IF v_ticket.state = 'cancelled' THEN
    v_outcome := 'already_cancelled';
  ELSIF v_ticket.state <> 'open' OR v_ticket.settled_seq > 0
    OR v_ticket.open_stake < v_ticket.stake THEN
    v_outcome := 'already_settled';
  ELSIF v_started THEN
    v_outcome := 'game_started';
  ELSIF v_now > v_ticket.placed_at + p_window THEN
    v_outcome := 'too_late';
  ELSIF v_moved AND NOT v_ticket.is_manual AND v_now > v_ticket.placed_at + p_free THEN
    v_outcome := 'price_moved';
  ELSE
    v_outcome := 'cancelled';
  END IF;
  INSERT INTO interactions (guild_id, interaction_id, outcome)
  VALUES (p_guild, p_interaction, v_outcome);
  IF v_outcome = 'cancelled' THEN
    PERFORM code.move_heads('cancel', ARRAY[p_ticket], ARRAY[1], ARRAY[p_guild],
      ARRAY[v_ticket.settled_seq], ARRAY['cancelled'], ARRAY[v_ticket.stake], ARRAY[1::numeric],
      ARRAY[1::numeric], ARRAY[array_fill(0, ARRAY[v_legs])::text], ARRAY[p_settings_digest]);
  END IF;
  RETURN v_outcome;
END $$;
