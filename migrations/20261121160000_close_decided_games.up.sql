-- A game of which a result stands is not open, whatever its feed says of it later: the result that
-- a bet on it would wait for may never be another one. Else the function is as it was.
CREATE OR REPLACE FUNCTION place_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_stake bigint, p_selections uuid[], p_bookmakers uuid[], p_nums bigint[], p_dens bigint[],
  p_rule_version int, p_season int, p_channel bigint, p_post_slip boolean)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  -- Its plans do not depend on the numbers: to plan anew for every bet took as long as the bet.
  LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_now timestamptz;
  v_cash bigint;
  v_version int;
  v_min bigint;
  v_max bigint;
  v_count int := cardinality(p_selections);
  v_known int;
  v_games int;
  v_first_start timestamptz;
  v_closed boolean;
  v_gone boolean;
  v_moved jsonb;
  v_formats text[];
  v_numbers text[];
  v_num numeric := 1;
  v_den numeric := 1;
  v_return numeric;
BEGIN
  IF v_count IS DISTINCT FROM cardinality(p_bookmakers)
    OR v_count IS DISTINCT FROM cardinality(p_nums)
    OR v_count IS DISTINCT FROM cardinality(p_dens) THEN
    RAISE EXCEPTION 'a bet of % selections, % bookmakers and %/% prices', v_count,
      cardinality(p_bookmakers), cardinality(p_nums), cardinality(p_dens)
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM act_for(p_guild);

  -- Both rows in key order, as settling locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  detail := '{}';
  IF v_cash IS NULL THEN
    outcome := 'not_a_member';
    RETURN NEXT;
    RETURN;
  END IF;

  -- A repeated interaction finds the ticket that it placed.
  SELECT t.ticket_id, t.code, t.placed_at, t.possible_return
  INTO ticket_id, code, placed_at, possible_return
  FROM tickets t WHERE t.guild_id = p_guild AND t.interaction_id = p_interaction;
  cash := v_cash;
  IF FOUND THEN
    outcome := 'already_placed';
    RETURN NEXT;
    RETURN;
  END IF;

  PERFORM hold_games(p_selections);
  -- Locks may have been waited for: the moment that counts is now.
  v_now := app_now();
  SELECT s.version, s.stake_min, s.stake_max INTO v_version, v_min, v_max
  FROM guild_settings s WHERE s.guild_id = p_guild ORDER BY s.version DESC LIMIT 1;
  v_version := coalesce(v_version, 0);
  v_min := coalesce(v_min, 500000);
  v_max := coalesce(v_max, 5000000);

  SELECT count(*), count(DISTINCT coalesce(g.merged_into, g.game_id)), min(g.starts_at),
    bool_or(g.status <> 'scheduled' OR g.result_version > 0),
    bool_or(q.selection_id IS NULL OR q.taken_down_at IS NOT NULL),
    jsonb_agg(jsonb_build_object('selection', w.selection_id, 'num', q.price_num,
        'den', q.price_den, 'format', q.price_format, 'number', q.price_number) ORDER BY w.ord)
      FILTER (WHERE (q.price_num, q.price_den) IS DISTINCT FROM (w.num, w.den)),
    array_agg(q.price_format ORDER BY w.ord), array_agg(q.price_number ORDER BY w.ord)
  INTO v_known, v_games, v_first_start, v_closed, v_gone, v_moved, v_formats, v_numbers
  FROM unnest(p_selections, p_bookmakers, p_nums, p_dens)
    WITH ORDINALITY AS w(selection_id, bookmaker_id, num, den, ord)
  JOIN selections s ON s.selection_id = w.selection_id
  JOIN markets m ON m.market_id = s.market_id
  JOIN games g ON g.game_id = m.game_id
  LEFT JOIN quotes q ON q.selection_id = w.selection_id AND q.bookmaker_id = w.bookmaker_id;

  IF v_count = 0 OR v_count > 25 THEN
    outcome := 'too_many_legs';
  ELSIF v_known < v_count THEN
    outcome := 'unknown_selection';
  ELSIF v_games < v_count THEN
    outcome := 'same_game';
  ELSIF v_first_start <= v_now THEN
    outcome := 'game_started';
    detail := jsonb_build_object('started_at', extract(epoch FROM v_first_start)::bigint);
  ELSIF v_closed THEN
    outcome := 'game_not_open';
  ELSIF v_gone THEN
    outcome := 'taken_down';
  ELSIF v_moved IS NOT NULL THEN
    outcome := 'price_moved';
    detail := v_moved;
  ELSIF p_stake < v_min THEN
    outcome := 'stake_too_small';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_max THEN
    outcome := 'stake_too_large';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_cash THEN
    outcome := 'balance_too_small';
    detail := jsonb_build_object('cash', v_cash);
  ELSE
    -- Exact at any size: the one rounding is the last step.
    FOR leg IN 1..v_count LOOP
      v_num := v_num * p_nums[leg];
      v_den := v_den * p_dens[leg];
    END LOOP;
    v_return := div(p_stake * v_num, v_den);
    IF v_return > 1000000000000000 THEN
      outcome := 'return_too_large';
    END IF;
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT c INTO code FROM unnest(p_codes) WITH ORDINALITY AS codes(c, ord)
  WHERE NOT EXISTS (SELECT 1 FROM tickets t WHERE t.guild_id = p_guild AND t.code = c)
  ORDER BY ord LIMIT 1;
  IF code IS NULL THEN
    -- As when another member takes it at the same moment: ask again with other codes.
    RAISE EXCEPTION 'every code is taken'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'tickets_code_key';
  END IF;

  WITH ticket AS (
    INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
      possible_return, placed_at, rule_version, settings_version, season, channel_id)
    VALUES (p_guild, p_ticket, code, p_member, p_interaction,
      CASE v_count WHEN 1 THEN 'single' ELSE 'parlay' END, p_stake, v_return::bigint, v_now,
      p_rule_version, v_version, p_season, p_channel)
  ), legs_of_it AS (
    INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period,
      side, line, price_num, price_den, price_format, price_number, bookmaker_id)
    SELECT p_guild, p_ticket, w.ord, m.game_id, w.selection_id, m.market_id, m.kind, m.period,
      s.side, CASE s.side WHEN 'away' THEN -m.line ELSE m.line END, w.num, w.den, w.format,
      w.number, w.bookmaker_id
    -- Not the quotes again: they may have moved since they were looked at.
    FROM unnest(p_selections, p_bookmakers, p_nums, p_dens, v_formats, v_numbers)
      WITH ORDINALITY AS w(selection_id, bookmaker_id, num, den, format, number, ord)
    JOIN selections s ON s.selection_id = w.selection_id
    JOIN markets m ON m.market_id = s.market_id
  ), at_risk AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount)
    VALUES (p_guild, 'ticket', p_ticket, 0, 0, p_season, 'cash', p_member, 'at_risk', p_member,
      p_stake)
  ), told AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT p_guild, 'ticket_placed', p_ticket, 0 WHERE p_post_slip
  )
  UPDATE accounts a
  SET balance = a.balance + CASE a.kind WHEN 'cash' THEN -p_stake ELSE p_stake END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season;

  outcome := 'placed';
  ticket_id := p_ticket;
  placed_at := v_now;
  possible_return := v_return;
  cash := v_cash - p_stake;
  RETURN NEXT;
END $$;
