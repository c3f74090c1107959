-- Bets on what no feed carries: the bettor writes the event, a person who is allowed to grades it.

-- Who may correct and grade besides those who manage the server; and whether members may write
-- bets by hand at all, which nobody has allowed before.
ALTER TABLE guild_settings
  ADD COLUMN admin_role_id bigint,
  ADD COLUMN manual_bets boolean NOT NULL DEFAULT false;

-- Kept apart in every record: nobody but people says how such a bet ended.
ALTER TABLE tickets ADD COLUMN is_manual boolean NOT NULL DEFAULT false;

-- What the bettor wrote. Of the game that the leg names, other servers see a start and nothing
-- else: the words are the server's own.
CREATE TABLE manual_legs (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  leg smallint NOT NULL,
  game_id uuid NOT NULL CONSTRAINT manual_legs_game_fkey REFERENCES games,
  event text NOT NULL
    CONSTRAINT manual_legs_event_check CHECK (length(btrim(event)) BETWEEN 1 AND 80),
  pick text NOT NULL
    CONSTRAINT manual_legs_pick_check CHECK (length(btrim(pick)) BETWEEN 1 AND 60),
  CONSTRAINT manual_legs_pkey PRIMARY KEY (guild_id, ticket_id, leg),
  CONSTRAINT manual_legs_game_key UNIQUE (game_id),
  CONSTRAINT manual_legs_leg_fkey FOREIGN KEY (guild_id, ticket_id, leg) REFERENCES legs
);
ALTER TABLE manual_legs ENABLE ROW LEVEL SECURITY;
CREATE POLICY manual_legs_bot ON manual_legs TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY manual_legs_fetcher ON manual_legs TO dbsbm_fetcher USING (true);
GRANT SELECT ON manual_legs TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON manual_legs TO dbsbm_bot;

-- The game that a bet written by hand is on: a start under a league of its own, nobody that
-- plays, no market. Games are the fetcher's to write, so this runs as the owner.
CREATE FUNCTION open_manual_game(
  p_game uuid, p_starts_at timestamptz, p_league uuid, p_competition uuid, p_bookmaker uuid)
  RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM bookmakers b WHERE b.bookmaker_id = p_bookmaker) THEN
    INSERT INTO leagues (league_id, code, name, sport)
    VALUES (p_league, 'MANUAL', 'Written by hand', 'esports') ON CONFLICT DO NOTHING;
    INSERT INTO competitions (competition_id, league_id, season)
    VALUES (p_competition, p_league, '') ON CONFLICT DO NOTHING;
    INSERT INTO bookmakers (bookmaker_id, code, name)
    VALUES (p_bookmaker, 'manual', 'Written by hand') ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
  VALUES (p_game, p_league, p_competition, p_starts_at, 'scheduled') ON CONFLICT DO NOTHING;
END $$;

-- Takes a bet written by hand, or says why not: the checks, locks and reason codes of
-- place_ticket, and `manual_off` where the server does not allow it.
CREATE FUNCTION place_manual_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_stake bigint, p_num bigint, p_den bigint, p_format text, p_number text, p_event text,
  p_pick text, p_starts_at timestamptz, p_ids uuid[], p_rule_version int, p_season int,
  p_channel bigint, p_post_slip boolean)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_now timestamptz;
  v_cash bigint;
  v_version int;
  v_min bigint;
  v_max bigint;
  v_allowed boolean;
  v_return numeric;
BEGIN
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

  v_now := app_now();
  SELECT s.version, s.stake_min, s.stake_max, s.manual_bets
  INTO v_version, v_min, v_max, v_allowed
  FROM guild_settings s WHERE s.guild_id = p_guild ORDER BY s.version DESC LIMIT 1;
  v_version := coalesce(v_version, 0);
  v_min := coalesce(v_min, 500000);
  v_max := coalesce(v_max, 5000000);

  IF NOT coalesce(v_allowed, false) THEN
    outcome := 'manual_off';
  ELSIF p_starts_at <= v_now THEN
    outcome := 'game_started';
    detail := jsonb_build_object('started_at', extract(epoch FROM p_starts_at)::bigint);
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
    v_return := div(p_stake::numeric * p_num, p_den::numeric);
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

  -- p_ids: game, market, selection, league, competition, bookmaker.
  PERFORM open_manual_game(p_ids[1], p_starts_at, p_ids[4], p_ids[5], p_ids[6]);
  INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
    possible_return, placed_at, rule_version, settings_version, season, channel_id, is_manual)
  VALUES (p_guild, p_ticket, code, p_member, p_interaction, 'single', p_stake, v_return::bigint,
    v_now, p_rule_version, v_version, p_season, p_channel, true);
  INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period,
    side, line, price_num, price_den, price_format, price_number, bookmaker_id)
  VALUES (p_guild, p_ticket, 1, p_ids[1], p_ids[3], p_ids[2], 'manual', 'full', 'yes', NULL,
    p_num, p_den, p_format, p_number, p_ids[6]);
  INSERT INTO manual_legs (guild_id, ticket_id, leg, game_id, event, pick)
  VALUES (p_guild, p_ticket, 1, p_ids[1], p_event, p_pick);
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
    debit_kind, debit_member, credit_kind, credit_member, amount)
  VALUES (p_guild, 'ticket', p_ticket, 0, 0, p_season, 'cash', p_member, 'at_risk', p_member,
    p_stake);
  UPDATE accounts a
  SET balance = a.balance + CASE a.kind WHEN 'cash' THEN -p_stake ELSE p_stake END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season;
  IF p_post_slip THEN
    INSERT INTO notices (guild_id, kind, subject, sequence)
    VALUES (p_guild, 'ticket_placed', p_ticket, 0);
  END IF;

  outcome := 'placed';
  ticket_id := p_ticket;
  placed_at := v_now;
  possible_return := v_return;
  cash := v_cash - p_stake;
  RETURN NEXT;
END $$;

-- Takes a bet written by hand back while its window is open and its event has not begun. Nobody
-- quotes its price, so that none can move.
CREATE FUNCTION cancel_manual_ticket(
  p_guild bigint, p_member uuid, p_ticket uuid, p_window interval, p_settings_digest text)
  RETURNS text
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_ticket tickets%ROWTYPE;
  v_now timestamptz;
  v_started boolean;
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_ticket FROM tickets t
  WHERE t.guild_id = p_guild AND t.ticket_id = p_ticket AND t.member_id = p_member
    AND t.is_manual
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'not_yours';
  END IF;
  v_now := app_now();
  SELECT bool_or(g.starts_at <= v_now) INTO v_started
  FROM legs l JOIN games g ON g.game_id = l.game_id
  WHERE l.guild_id = p_guild AND l.ticket_id = p_ticket;
  IF v_ticket.state = 'cancelled' THEN
    RETURN 'already_cancelled';
  ELSIF v_ticket.state <> 'open' OR v_ticket.settled_seq > 0 THEN
    RETURN 'already_settled';
  ELSIF v_started THEN
    RETURN 'game_started';
  ELSIF v_now > v_ticket.placed_at + p_window THEN
    RETURN 'too_late';
  END IF;
  PERFORM move_ticket_heads(ARRAY[p_guild], ARRAY[p_ticket], ARRAY[v_ticket.settled_seq],
    'cancel', ARRAY['cancelled'], ARRAY[v_ticket.stake], ARRAY[1::numeric], ARRAY[1::numeric],
    ARRAY['{0}'], p_settings_digest);
  RETURN 'cancelled';
END $$;

REVOKE ALL ON FUNCTION
  open_manual_game(uuid, timestamptz, uuid, uuid, uuid),
  place_manual_ticket(bigint, uuid, bigint, uuid, text[], bigint, bigint, bigint, text, text,
    text, text, timestamptz, uuid[], int, int, bigint, boolean),
  cancel_manual_ticket(bigint, uuid, uuid, interval, text)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  open_manual_game(uuid, timestamptz, uuid, uuid, uuid),
  place_manual_ticket(bigint, uuid, bigint, uuid, text[], bigint, bigint, bigint, text, text,
    text, text, timestamptz, uuid[], int, int, bigint, boolean),
  cancel_manual_ticket(bigint, uuid, uuid, interval, text)
  TO dbsbm_bot;
