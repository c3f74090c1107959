-- Takes a bet, or says why not. One call, one round trip. `outcome` is a reason code; `detail`
-- carries the numbers that it speaks of.
--
-- Locks the server's part in each game, then the member's accounts, each in key order, as settling
-- does. What is checked is read in statements that come after the locks: two bets that only fit
-- singly cannot both see the balance. Nothing is locked that servers share. A game that is called
-- off meanwhile waits for no bet: one that read it as open just before is valid, and the server's
-- part in the game says that it is still to be settled.
--
-- `p_possible_return` is what comes back if all of it wins. For a single and a parlay that are not
-- each way it is worked out here again, from the prices that are taken; that of any other kind but
-- a teaser, whose price is its chart's, is held to what a parlay of its legs would return.
--
-- `p_tolerance` is how much less the bet may win than at the prices that the member saw, in
-- hundredths of a percent: 0 takes a better price only, NULL no other price at all. A bet has one
-- price, so legs that move against each other are judged together. Of bets whose return does not
-- follow from their prices alone, no price may have moved. `shared::price::PriceTolerance` is the
-- same rule.
CREATE FUNCTION code.place_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_kind text, p_terms text, p_bets int, p_stake bigint, p_possible_return bigint,
  p_legs leg_request[], p_rule_version int, p_season int, p_channel bigint, p_post_slip boolean,
  p_account_hashes bytea[], p_tolerance int)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  -- Its plans do not depend on the numbers: to plan anew for every bet took as long as the bet.
  SET plan_cache_mode = force_generic_plan
  -- Whoever waits for longer is told that nothing was charged.
  SET lock_timeout = '2s'
AS $$
DECLARE
  v_now timestamptz := app_now();
  v_answer text;
  v_cash bigint;
  v_version int;
  v_min bigint;
  v_max bigint;
  v_takes_manual boolean;
  v_zone text;
  v_slip_channel bigint;
  v_excluded_until timestamptz;
  v_has_limits boolean;
  v_over jsonb;
  v_count int := cardinality(p_legs);
  -- Whether prices alone say what it returns.
  v_is_plain boolean := p_kind IN ('single', 'parlay') AND p_bets = 1;
  -- By how much lines are moved, in quarters.
  v_points int := CASE WHEN p_kind = 'teaser' THEN (p_terms::jsonb->>'points')::numeric * 4 END;
  v_fits boolean := true;
  v_ord smallint;
  v_asked leg_request;
  v_found record;
  v_is_manual boolean := v_count = 1 AND p_legs[1].event IS NOT NULL;
  v_known int;
  v_apart int;
  v_game uuid;
  v_games uuid[];
  v_versions int[];
  v_first_start timestamptz;
  v_closed boolean;
  v_gone boolean := false;
  v_stale boolean := false;
  v_moved jsonb;
  v_shown_num numeric := 1;
  v_shown_den numeric := 1;
  v_day date;
  v_legs legs[];
  v_code_is_taken boolean;
  v_leg legs%ROWTYPE;
  v_num numeric := 1;
  v_den numeric := 1;
  v_return numeric := p_possible_return;
BEGIN
  PERFORM code.act_for(p_guild);
  detail := '{}';
  IF p_tolerance NOT BETWEEN 0 AND 2500 THEN
    RAISE EXCEPTION 'a price may not move by %', p_tolerance USING ERRCODE = 'check_violation';
  END IF;

  -- Whether the interaction was answered before, and how the games stand, without a lock: a press
  -- that is refused here locks nothing, so that refused presses cannot keep settling waiting.
  SELECT count(*), count(DISTINCT coalesce(g.merged_into, g.game_id)),
    array_agg(DISTINCT g.game_id ORDER BY g.game_id), min(g.starts_at),
    bool_or(g.status <> 'scheduled' OR g.merged_into IS NOT NULL),
    (SELECT i.outcome FROM interactions i
     WHERE i.guild_id = p_guild AND i.interaction_id = p_interaction AND i.part = 0)
  INTO v_known, v_apart, v_games, v_first_start, v_closed, v_answer
  FROM unnest(p_legs) w
  JOIN selections s ON s.selection_id = w.selection_id
  JOIN markets m ON m.market_id = s.market_id
  JOIN games g ON g.game_id = m.game_id;
  IF v_answer IS NOT NULL THEN
    RETURN QUERY SELECT * FROM code.placed_before(p_guild, p_member, p_interaction, p_season);
    RETURN;
  END IF;
  IF v_is_manual THEN
    v_games := ARRAY[p_legs[1].game_id];
    v_first_start := p_legs[1].starts_at;
  ELSIF v_count = 0 OR v_count > 25 OR p_kind = 'single' AND v_count > 1
    OR p_kind IN ('parlay', 'teaser') AND v_count < 2 THEN
    outcome := 'too_many_legs';
  ELSIF v_known < v_count THEN
    outcome := 'unknown_selection';
  ELSIF v_apart < v_count THEN
    outcome := 'same_game';
  ELSIF v_first_start > v_now AND v_closed THEN
    outcome := 'game_not_open';
  END IF;
  IF outcome IS NULL AND v_first_start <= v_now THEN
    outcome := 'game_started';
    detail := jsonb_build_object('started_at', extract(epoch FROM v_first_start)::bigint);
  END IF;

  IF outcome IS NULL THEN
    IF v_is_manual THEN
      INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
      SELECT p_legs[1].game_id, c.league_id, c.competition_id, p_legs[1].starts_at, 'scheduled'
      FROM leagues l JOIN competitions c ON c.league_id = l.league_id
      WHERE l.code = 'MANUAL'
      ON CONFLICT DO NOTHING;
    END IF;
    v_versions := code.share_guild_games(p_guild, v_games);
  END IF;

  -- Both rows in key order, as settling locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  cash := v_cash;
  IF v_cash IS NULL THEN
    -- Nobody that anything could be recorded for.
    outcome := 'not_a_member';
    detail := '{}';
    RETURN NEXT;
    RETURN;
  END IF;

  -- Locks may have been waited for: what counts is how things stand now, and whether the same
  -- interaction has been answered meanwhile.
  v_now := app_now();
  SELECT s.version, s.stake_min, s.stake_max, s.manual_bets, s.time_zone,
    coalesce(s.slip_channel_id, p_channel),
    (SELECT i.outcome FROM interactions i
     WHERE i.guild_id = p_guild AND i.interaction_id = p_interaction AND i.part = 0),
    EXISTS (SELECT 1 FROM tickets t WHERE t.guild_id = p_guild AND t.code = p_codes[1]),
    EXISTS (SELECT 1 FROM member_limits l WHERE l.guild_id = p_guild AND l.member_id = p_member),
    (SELECT max(e.ends_at) FROM code.exclusions_of(p_guild, p_account_hashes) e)
  INTO v_version, v_min, v_max, v_takes_manual, v_zone, v_slip_channel, v_answer, v_code_is_taken,
    v_has_limits, v_excluded_until
  FROM guild_settings s
  WHERE s.guild_id = p_guild ORDER BY s.version DESC LIMIT 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'server % has no settings', p_guild USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF v_answer IS NOT NULL THEN
    RETURN QUERY SELECT * FROM code.placed_before(p_guild, p_member, p_interaction, p_season);
    RETURN;
  END IF;

  IF v_excluded_until IS NOT NULL THEN
    outcome := 'excluded';
    detail := jsonb_build_object('until', ceil(extract(epoch FROM v_excluded_until))::bigint);
  END IF;

  IF outcome IS NULL THEN
    IF v_has_limits THEN
      -- Of several that it goes past, the one that leaves the least.
      SELECT jsonb_build_object('kind', l.kind, 'span', l.span, 'amount', l.amount, 'used', l.used)
      INTO v_over
      FROM code.limits_of(p_guild, p_member) l
      WHERE l.used + p_stake > l.amount
      ORDER BY l.amount - l.used, l.kind, l.span LIMIT 1;
    END IF;
    IF v_is_manual THEN
      v_closed := NOT v_takes_manual;
      v_day := (v_first_start AT TIME ZONE v_zone)::date;
      v_legs := ARRAY[ROW(p_guild, p_ticket, 1, p_legs[1].game_id, p_legs[1].selection_id,
        p_legs[1].market_id, 'manual', 'full', NULL, NULL, '{}', 'yes', NULL, NULL, NULL,
        v_first_start, p_legs[1].price_num, p_legs[1].price_den, p_legs[1].price_format,
        p_legs[1].price_number, p_legs[1].bookmaker_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL)::legs];
    ELSE
      v_closed := false;
      v_first_start := NULL;
      -- One leg after the other: of the few legs that a bet has, each is read faster alone than all
      -- of them as a set.
      FOR v_ord IN 1..v_count LOOP
        v_asked := p_legs[v_ord];
        SELECT m.game_id, m.market_id, m.kind, m.period, m.subject, m.statistic, m.entrants, s.side,
          CASE WHEN s.side = 'away' THEN -m.line ELSE m.line END AS line,
          g.starts_at, g.status, g.result_version, g.merged_into,
          (g.starts_at AT TIME ZONE lg.time_zone)::date AS day,
          (SELECT h.competitor_id FROM game_competitors h
           WHERE h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0) AS home,
          (SELECT h.competitor_id FROM game_competitors h
           WHERE h.game_id = g.game_id AND h.role = 'away' AND h.slot = 0) AS away,
          q.price_num, q.price_den, q.price_format, q.price_number, q.source_at, q.question_id,
          q.taken_down_at, age.stale_at
        INTO v_found
        FROM selections s
        JOIN markets m ON m.market_id = s.market_id
        JOIN games g ON g.game_id = m.game_id
        JOIN leagues lg ON lg.league_id = g.league_id
        LEFT JOIN quotes q
          ON q.selection_id = s.selection_id AND q.bookmaker_id = v_asked.bookmaker_id
        LEFT JOIN feed_questions f ON f.question_id = q.question_id
        CROSS JOIN LATERAL code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age
        WHERE s.selection_id = v_asked.selection_id;
        v_first_start := least(v_first_start, v_found.starts_at);
        v_day := greatest(v_day, v_found.day);
        -- Joined with another game, it is on offer as that one. A part that is settled on a version
        -- which this game does not have yet: what is read here is older than what the part was
        -- settled on.
        v_closed := v_closed OR v_found.status <> 'scheduled' OR v_found.merged_into IS NOT NULL
          OR v_versions[array_position(v_games, v_found.game_id)] > v_found.result_version;
        v_gone := v_gone OR v_found.price_num IS NULL OR v_found.taken_down_at IS NOT NULL;
        -- Nobody has confirmed the price for longer than it holds.
        v_stale := v_stale OR v_found.stale_at IS NULL OR v_found.stale_at <= v_now;
        IF (v_found.price_num, v_found.price_den)
            IS DISTINCT FROM (v_asked.price_num, v_asked.price_den) THEN
          v_moved := coalesce(v_moved, '[]') || jsonb_build_object(
            'selection', v_asked.selection_id, 'num', v_found.price_num,
            'den', v_found.price_den, 'format', v_found.price_format,
            'number', v_found.price_number);
        END IF;
        -- A teaser moves every line by as much as was agreed, in the bettor's favour.
        v_fits := v_fits AND CASE WHEN v_points IS NULL THEN v_asked.teased_line IS NULL
          ELSE coalesce(v_asked.teased_selection_id IS NOT NULL AND v_asked.teased_line =
            v_found.line + CASE WHEN v_found.side = 'over' THEN -v_points ELSE v_points END,
            false) END;
        v_legs[v_ord] := ROW(p_guild, p_ticket, v_ord, v_found.game_id,
          coalesce(v_asked.teased_selection_id, v_asked.selection_id),
          coalesce(v_asked.teased_market_id, v_found.market_id), v_found.kind, v_found.period,
          v_found.subject, v_found.statistic, v_found.entrants, v_found.side,
          coalesce(v_asked.teased_line, v_found.line), v_found.home, v_found.away,
          v_found.starts_at, v_found.price_num, v_found.price_den, v_found.price_format,
          v_found.price_number, v_asked.bookmaker_id, v_found.source_at, v_found.question_id,
          CASE WHEN v_asked.teased_selection_id IS NOT NULL THEN v_asked.selection_id END,
          v_asked.place_num, v_asked.place_den, v_asked.places, v_asked.place_market_id,
          v_asked.place_selection_id)::legs;
      END LOOP;
      IF v_moved IS NOT NULL AND v_is_plain THEN
        FOR v_ord IN 1..v_count LOOP
          v_num := v_num * v_legs[v_ord].price_num;
          v_den := v_den * v_legs[v_ord].price_den;
          v_shown_num := v_shown_num * p_legs[v_ord].price_num;
          v_shown_den := v_shown_den * p_legs[v_ord].price_den;
        END LOOP;
        -- What is won, without the stake; without a tolerance, exactly the same price. Nothing where
        -- one of the prices is gone.
        IF coalesce((v_num - v_den) * v_shown_den * 10000
              >= (v_shown_num - v_shown_den) * v_den * (10000 - p_tolerance),
            v_num * v_shown_den = v_shown_num * v_den) THEN
          v_moved := NULL;
        END IF;
        v_num := 1;
        v_den := 1;
      END IF;
    END IF;

    IF v_first_start <= v_now THEN
      outcome := 'game_started';
      detail := jsonb_build_object('started_at', extract(epoch FROM v_first_start)::bigint);
    ELSIF v_closed THEN
      outcome := CASE WHEN v_is_manual THEN 'manual_off' ELSE 'game_not_open' END;
    ELSIF v_gone THEN
      outcome := 'taken_down';
    ELSIF v_stale THEN
      outcome := 'price_stale';
    ELSIF v_moved IS NOT NULL THEN
      outcome := 'price_moved';
      detail := v_moved;
    ELSIF p_stake < v_min THEN
      outcome := 'stake_too_small';
      detail := jsonb_build_object('min', v_min, 'max', v_max);
    ELSIF p_stake > v_max THEN
      outcome := 'stake_too_large';
      detail := jsonb_build_object('min', v_min, 'max', v_max);
    ELSIF v_over IS NOT NULL THEN
      outcome := 'over_limit';
      detail := v_over;
    ELSIF p_stake > v_cash THEN
      outcome := 'balance_too_small';
      detail := jsonb_build_object('cash', v_cash);
    ELSE
      -- Exact at any size: the one rounding is the last step.
      FOREACH v_leg IN ARRAY v_legs LOOP
        v_num := v_num * v_leg.price_num;
        v_den := v_den * v_leg.price_den;
      END LOOP;
      IF v_is_plain THEN
        v_return := div(p_stake * v_num, v_den);
      ELSIF NOT v_fits OR p_kind <> 'teaser' AND p_possible_return > div(p_stake * v_num, v_den)
      THEN
        RAISE EXCEPTION 'a % that does not go with its terms or its prices', p_kind
          USING ERRCODE = 'check_violation';
      END IF;
      IF v_return > 1000000000000000 THEN
        outcome := 'return_too_large';
      END IF;
    END IF;
  END IF;
  IF outcome IS NOT NULL THEN
    -- A refusal is recorded too: the interaction must not place later what it was told is refused.
    INSERT INTO interactions (guild_id, interaction_id, outcome, detail)
    VALUES (p_guild, p_interaction, outcome, detail);
    RETURN NEXT;
    RETURN;
  END IF;
  code := p_codes[1];
  IF v_code_is_taken THEN
    SELECT c INTO code FROM unnest(p_codes) WITH ORDINALITY AS codes(c, ord)
    WHERE NOT EXISTS (SELECT 1 FROM tickets t WHERE t.guild_id = p_guild AND t.code = c)
    ORDER BY ord LIMIT 1;
  END IF;
  IF code IS NULL THEN
    -- As when another member takes it at the same moment: ask again with other codes.
    RAISE EXCEPTION 'every code is taken'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'tickets_code_key';
  END IF;

  v_leg := v_legs[1];
  WITH recorded AS (
    INSERT INTO interactions (guild_id, interaction_id, outcome)
    VALUES (p_guild, p_interaction, 'placed')
  ), ticket AS (
    INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, terms, bets,
      stake, possible_return, placed_at, record_day, rule_version, settings_version, season,
      channel_id, open_stake, is_manual)
    VALUES (p_guild, p_ticket, code, p_member, p_interaction, p_kind, p_terms, p_bets, p_stake,
      v_return::bigint, v_now, v_day, p_rule_version, v_version, p_season, p_channel,
      p_stake, v_is_manual)
  ), first_leg AS (
    INSERT INTO legs VALUES (v_leg.*)
  ), at_risk AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount)
    VALUES (p_guild, 'ticket', p_ticket, 0, 0, p_season, 'cash', p_member, 'at_risk', p_member,
      p_stake)
  ), noticed AS (
    INSERT INTO notices (guild_id, kind, subject, sequence, interaction_id)
    SELECT p_guild, 'ticket_placed', p_ticket, 0, p_interaction WHERE p_post_slip
  ), due AS (
    INSERT INTO deliveries (guild_id, kind, subject, sequence, turn_channel_id, turn_member_id)
    SELECT p_guild, 'ticket_placed', p_ticket, 0, v_slip_channel, p_member WHERE p_post_slip
  )
  UPDATE accounts a
  SET balance = a.balance + CASE WHEN a.kind = 'cash' THEN -p_stake ELSE p_stake END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season;
  FOREACH v_leg IN ARRAY v_legs[2:] LOOP
    INSERT INTO legs VALUES (v_leg.*);
  END LOOP;
  IF v_is_manual THEN
    INSERT INTO manual_legs (guild_id, ticket_id, leg, game_id, event_id, pick_id)
    VALUES (p_guild, p_ticket, 1, p_legs[1].game_id,
      code.keep_text(p_guild, p_legs[1].event, 80), code.keep_text(p_guild, p_legs[1].pick, 60));
  END IF;

  outcome := 'placed';
  ticket_id := p_ticket;
  placed_at := v_now;
  possible_return := v_return;
  cash := v_cash - p_stake;
  RETURN NEXT;
END $$;
