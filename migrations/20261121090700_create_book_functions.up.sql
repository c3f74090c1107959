-- What a new member starts with: 100 units.
CREATE FUNCTION starting_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 100000000::bigint $$;
-- Who has less than this in cash and at risk together is topped up to it on Monday, 00:00 UTC.
CREATE FUNCTION relief_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 10000000::bigint $$;

-- Weeks since Monday, 5 January 1970: the sequence under which relief is given, once a week.
CREATE FUNCTION week_number(p_at timestamptz) RETURNS int
  LANGUAGE sql IMMUTABLE
  AS $$ SELECT floor((extract(epoch FROM p_at) - 345600) / 604800)::int $$;

-- Acts for a server until the transaction ends: row-level security shows no other. Refuses to
-- change sides where the transaction acts for another one already.
CREATE FUNCTION act_for(p_guild bigint) RETURNS void
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF app_guild() <> p_guild THEN
    RAISE EXCEPTION 'acting for server %, not for %', app_guild(), p_guild
      USING ERRCODE = 'P0001', CONSTRAINT = 'acting_guild';
  END IF;
  PERFORM set_config('dbsbm.guild', p_guild::text, true);
END $$;

-- The member behind a Discord account, made on first sight with accounts and starting units.
-- Gives weekly relief where it is due. `p_member` is the id to use if it is new.
CREATE FUNCTION ensure_member(
  p_guild bigint, p_user bigint, p_name text, p_member uuid, p_season int)
  RETURNS TABLE (member_id uuid, notify text, odds_format text, cash bigint, at_risk bigint,
    is_new boolean, relieved bigint)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_member members%ROWTYPE;
  v_new boolean := false;
  v_cash bigint;
  v_at_risk bigint;
  v_relief bigint := 0;
  v_week int := week_number(app_now());
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_member FROM members m
  WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
  IF NOT FOUND THEN
    INSERT INTO members (guild_id, member_id, discord_user_id, name)
    VALUES (p_guild, p_member, p_user, p_name)
    ON CONFLICT ON CONSTRAINT members_discord_user_key DO NOTHING
    RETURNING * INTO v_member;
    v_new := FOUND;
    IF NOT v_new THEN
      -- Somebody else made it at the same moment.
      SELECT * INTO v_member FROM members m
      WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
    END IF;
  ELSIF v_member.name IS DISTINCT FROM p_name THEN
    UPDATE members m SET name = p_name
    WHERE m.guild_id = p_guild AND m.member_id = v_member.member_id;
  END IF;

  SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
         sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
  INTO v_cash, v_at_risk
  FROM accounts a
  WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;

  IF v_cash IS NULL THEN
    -- The first time in this season.
    INSERT INTO accounts (guild_id, member_id, kind, season, balance)
    VALUES (p_guild, v_member.member_id, 'at_risk', p_season, 0),
           (p_guild, v_member.member_id, 'cash', p_season, starting_units())
    ON CONFLICT ON CONSTRAINT accounts_pkey DO NOTHING;
    IF FOUND THEN
      INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
        debit_kind, debit_member, credit_kind, credit_member, amount)
      VALUES (p_guild, 'grant', v_member.member_id, p_season, 0, p_season,
        'issuance', NULL, 'cash', v_member.member_id, starting_units());
    END IF;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
  END IF;

  IF v_cash + v_at_risk < relief_units() AND week_number(v_member.joined_at) < v_week THEN
    PERFORM 1 FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
    v_relief := relief_units() - v_cash - v_at_risk;
    IF v_relief > 0 THEN
      INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
        debit_kind, debit_member, credit_kind, credit_member, amount)
      VALUES (p_guild, 'relief', v_member.member_id, v_week, 0, p_season,
        'issuance', NULL, 'cash', v_member.member_id, v_relief)
      ON CONFLICT ON CONSTRAINT transfers_pkey DO NOTHING;
      IF FOUND THEN
        UPDATE accounts a SET balance = a.balance + v_relief
        WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id
          AND a.kind = 'cash' AND a.season = p_season
        RETURNING a.balance INTO v_cash;
      ELSE
        v_relief := 0;
      END IF;
    ELSE
      v_relief := 0;
    END IF;
  END IF;

  RETURN QUERY SELECT v_member.member_id, v_member.notify, v_member.odds_format,
    v_cash, v_at_risk, v_new, v_relief;
END $$;

-- Keeps the games of these selections as they are until the transaction ends. A bet that is
-- under way and a feed that calls its game off wait for each other: no ticket is left open on a
-- game whose tickets have been settled. Runs as the owner, since to hold a row takes the right
-- to change it.
CREATE FUNCTION hold_games(p_selections uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM games g
  WHERE g.game_id IN (
    SELECT m.game_id FROM unnest(p_selections) AS w(selection_id)
    JOIN selections s ON s.selection_id = w.selection_id
    JOIN markets m ON m.market_id = s.market_id)
  ORDER BY g.game_id FOR SHARE OF g;
END $$;

-- Takes a bet, or says why not. One call, one round trip; every check runs in a statement that
-- is later than the locks on the member's cash and on the games, so two bets that only fit singly
-- cannot both see the balance. `outcome` is a reason code; `detail` carries the numbers that it
-- speaks of.
CREATE FUNCTION place_ticket(
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
    bool_or(g.status <> 'scheduled'),
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

-- Moves the heads of tickets that still stand where the caller saw them, and with each, in the
-- same transaction, its settlement, its transfers and its balances. The one way in which a
-- ticket is settled, cancelled or corrected. Locks tickets, then accounts, each in key order.
-- Returns the tickets that moved; one that has moved on meanwhile is left alone, and so is one
-- that was taken back, for good.
CREATE FUNCTION move_ticket_heads(
  p_guilds bigint[], p_tickets uuid[], p_expected int[], p_cause text, p_states text[],
  p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_settings_digest text)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM tickets t
  JOIN unnest(p_guilds, p_tickets) AS w(guild_id, ticket_id)
    ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
  ORDER BY t.guild_id, t.ticket_id FOR NO KEY UPDATE OF t;

  PERFORM 1 FROM accounts a
  JOIN (
    SELECT DISTINCT t.guild_id, t.member_id, t.season
    FROM unnest(p_guilds, p_tickets, p_expected) AS w(guild_id, ticket_id, expected)
    JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
      AND t.settled_seq = w.expected AND t.state <> 'cancelled'
  ) held ON a.guild_id = held.guild_id AND a.member_id = held.member_id
    AND a.season = held.season
  ORDER BY a.guild_id, a.member_id, a.kind, a.season FOR NO KEY UPDATE OF a;

  RETURN QUERY
  WITH wanted AS (
    SELECT * FROM unnest(p_guilds, p_tickets, p_expected, p_states, p_returned, p_nums, p_dens,
      p_versions)
      AS w(guild_id, ticket_id, expected, state, returned, num, den, versions)
  ),
  before AS (
    SELECT t.guild_id, t.ticket_id, t.member_id, t.season, t.stake, t.state AS old_state,
      t.returned AS old_returned, t.settled_seq, w.state, w.returned, w.num, w.den, w.versions
    FROM wanted w
    JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
    WHERE t.settled_seq = w.expected AND t.state <> 'cancelled'
  ),
  moved AS (
    UPDATE tickets t
    SET state = b.state, returned = b.returned, settled_seq = t.settled_seq + 1
    FROM before b
    WHERE t.guild_id = b.guild_id AND t.ticket_id = b.ticket_id
    RETURNING t.guild_id, t.ticket_id, t.settled_seq
  ),
  settled AS (
    INSERT INTO settlements (guild_id, ticket_id, sequence, cause, reverses, state, returned,
      multiplier_num, multiplier_den, result_versions, settings_digest)
    SELECT b.guild_id, b.ticket_id, b.settled_seq + 1, p_cause,
      CASE WHEN b.old_returned IS NOT NULL THEN b.settled_seq END, b.state, b.returned, b.num,
      b.den, b.versions::int[], p_settings_digest
    FROM before b
  ),
  lines AS (
    SELECT b.*, l.line, l.debit_kind, l.credit_kind, l.amount
    FROM before b
    CROSS JOIN LATERAL (VALUES
      -- Lines 0 and 1 undo what the settlement before moved: nothing where there is none, so
      -- that the smaller of two amounts must not be taken by least(), which passes over nulls.
      (0, 'cash', 'at_risk',
          CASE WHEN b.old_returned > b.stake THEN b.stake ELSE b.old_returned END),
      (1, CASE WHEN b.old_returned > b.stake THEN 'cash' ELSE 'house' END,
          CASE WHEN b.old_returned > b.stake THEN 'house' ELSE 'at_risk' END,
          abs(b.old_returned - b.stake)),
      -- Lines 2 and 3 move what the ticket has come to.
      (2, 'at_risk', 'cash',
          CASE WHEN b.returned > b.stake THEN b.stake ELSE b.returned END),
      (3, CASE WHEN b.returned > b.stake THEN 'house' ELSE 'at_risk' END,
          CASE WHEN b.returned > b.stake THEN 'cash' ELSE 'house' END,
          abs(b.returned - b.stake))
    ) AS l(line, debit_kind, credit_kind, amount)
    WHERE l.amount > 0
  ),
  paid AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount)
    SELECT l.guild_id, 'ticket', l.ticket_id, l.settled_seq + 1, l.line, l.season,
      l.debit_kind, CASE WHEN l.debit_kind <> 'house' THEN l.member_id END,
      l.credit_kind, CASE WHEN l.credit_kind <> 'house' THEN l.member_id END, l.amount
    FROM lines l
  ),
  changes AS (
    SELECT l.guild_id, l.member_id, l.season, side.kind, sum(side.change) AS change
    FROM lines l
    CROSS JOIN LATERAL
      (VALUES (l.debit_kind, -l.amount), (l.credit_kind, l.amount)) AS side(kind, change)
    WHERE side.kind <> 'house'
    GROUP BY l.guild_id, l.member_id, l.season, side.kind
  ),
  balanced AS (
    UPDATE accounts a SET balance = a.balance + c.change
    FROM changes c
    WHERE a.guild_id = c.guild_id AND a.member_id = c.member_id AND a.kind = c.kind
      AND a.season = c.season AND c.change <> 0
  ),
  stamped AS (
    UPDATE slips s SET stamp_due_at = app_now()
    FROM before b
    WHERE s.guild_id = b.guild_id AND s.ticket_id = b.ticket_id
  ),
  told AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT b.guild_id, 'direct_message', b.ticket_id, b.settled_seq + 1
    FROM before b
    JOIN members m ON m.guild_id = b.guild_id AND m.member_id = b.member_id
    WHERE p_cause = 'result' AND m.notify = 'dm'
  )
  SELECT m.guild_id, m.ticket_id, m.settled_seq FROM moved m;
END $$;

-- Settles a page of tickets on results, for the fetcher that holds this epoch of the lease.
CREATE FUNCTION settle_tickets(
  p_epoch bigint, p_guilds bigint[], p_tickets uuid[], p_expected int[], p_states text[],
  p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_settings_digest text)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM leases l WHERE l.name = 'fetcher' AND l.epoch = p_epoch FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease epoch % is over', p_epoch
      USING ERRCODE = 'P0001', CONSTRAINT = 'leases_epoch';
  END IF;
  RETURN QUERY SELECT * FROM move_ticket_heads(p_guilds, p_tickets, p_expected, 'result',
    p_states, p_returned, p_nums, p_dens, p_versions, p_settings_digest);
END $$;

-- Takes a ticket back while its window is open, no game has begun and no price has moved.
CREATE FUNCTION cancel_ticket(
  p_guild bigint, p_member uuid, p_ticket uuid, p_window interval, p_settings_digest text)
  RETURNS text
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_ticket tickets%ROWTYPE;
  v_now timestamptz;
  v_started boolean;
  v_moved boolean;
  v_legs int;
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_ticket FROM tickets t
  WHERE t.guild_id = p_guild AND t.ticket_id = p_ticket AND t.member_id = p_member
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'not_yours';
  END IF;
  v_now := app_now();
  SELECT bool_or(g.starts_at <= v_now OR g.status <> 'scheduled'),
    bool_or(q.selection_id IS NULL OR q.taken_down_at IS NOT NULL
      OR q.price_num <> l.price_num OR q.price_den <> l.price_den),
    count(*)
  INTO v_started, v_moved, v_legs
  FROM legs l
  JOIN games g ON g.game_id = l.game_id
  LEFT JOIN quotes q ON q.selection_id = l.selection_id AND q.bookmaker_id = l.bookmaker_id
  WHERE l.guild_id = p_guild AND l.ticket_id = p_ticket;
  IF v_ticket.state = 'cancelled' THEN
    RETURN 'already_cancelled';
  ELSIF v_ticket.state <> 'open' OR v_ticket.settled_seq > 0 THEN
    RETURN 'already_settled';
  ELSIF v_started THEN
    RETURN 'game_started';
  ELSIF v_now > v_ticket.placed_at + p_window THEN
    RETURN 'too_late';
  ELSIF v_moved THEN
    RETURN 'price_moved';
  END IF;
  PERFORM move_ticket_heads(ARRAY[p_guild], ARRAY[p_ticket], ARRAY[v_ticket.settled_seq],
    'cancel', ARRAY['cancelled'], ARRAY[v_ticket.stake], ARRAY[1::numeric], ARRAY[1::numeric],
    ARRAY[array_fill(0, ARRAY[v_legs])::text], p_settings_digest);
  RETURN 'cancelled';
END $$;

-- Only the two programs take and settle bets.
REVOKE ALL ON FUNCTION
  hold_games(uuid[]),
  ensure_member(bigint, bigint, text, uuid, int),
  place_ticket(bigint, uuid, bigint, uuid, text[], bigint, uuid[], uuid[], bigint[], bigint[],
    int, int, bigint, boolean),
  move_ticket_heads(bigint[], uuid[], int[], text, text[], bigint[], numeric[], numeric[],
    text[], text),
  settle_tickets(bigint, bigint[], uuid[], int[], text[], bigint[], numeric[], numeric[],
    text[], text),
  cancel_ticket(bigint, uuid, uuid, interval, text)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  hold_games(uuid[]),
  ensure_member(bigint, bigint, text, uuid, int),
  place_ticket(bigint, uuid, bigint, uuid, text[], bigint, uuid[], uuid[], bigint[], bigint[],
    int, int, bigint, boolean),
  cancel_ticket(bigint, uuid, uuid, interval, text)
  TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION
  settle_tickets(bigint, bigint[], uuid[], int[], text[], bigint[], numeric[], numeric[],
    text[], text)
  TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION
  move_ticket_heads(bigint[], uuid[], int[], text, text[], bigint[], numeric[], numeric[],
    text[], text)
  TO dbsbm_bot, dbsbm_fetcher;
