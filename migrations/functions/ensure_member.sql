-- The member behind a Discord account, made on first sight with accounts and starting units.
-- Gives weekly relief where it is due. `p_member` is the id to use if it is new.
CREATE FUNCTION code.ensure_member(
  p_guild bigint, p_user bigint, p_name text, p_member uuid, p_season int)
  RETURNS TABLE (member_id uuid, notify text, odds_format text, single_takes int,
    parlay_takes int, line_bets text, cash bigint, at_risk bigint, is_new boolean,
    relieved bigint)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_member members%ROWTYPE;
  v_new boolean := false;
  v_cash bigint;
  v_at_risk bigint;
  v_relief bigint := 0;
  v_week int := code.week_number(app_now());
BEGIN
  PERFORM code.act_for(p_guild);
  SELECT * INTO v_member FROM members m
  WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
  IF NOT FOUND THEN
    INSERT INTO members (guild_id, member_id, discord_user_id, name)
    VALUES (p_guild, p_member, p_user, p_name)
    ON CONFLICT ON CONSTRAINT members_discord_user_key DO NOTHING
    RETURNING * INTO v_member;
    v_new := FOUND;
    IF v_new THEN
      PERFORM code.move_cache(ARRAY[p_guild], 'user_data');
    ELSE
      -- Somebody else made it at the same moment.
      SELECT * INTO v_member FROM members m
      WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
    END IF;
  ELSIF v_member.name IS DISTINCT FROM p_name THEN
    UPDATE members m SET name = p_name
    WHERE m.guild_id = p_guild AND m.member_id = v_member.member_id;
    PERFORM code.move_cache(ARRAY[p_guild], 'user_data');
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
           (p_guild, v_member.member_id, 'cash', p_season, code.starting_units())
    ON CONFLICT ON CONSTRAINT accounts_pkey DO NOTHING;
    IF FOUND THEN
      INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
        debit_kind, debit_member, credit_kind, credit_member, amount)
      VALUES (p_guild, 'grant', v_member.member_id, p_season, 0, p_season,
        'issuance', NULL, 'cash', v_member.member_id, code.starting_units());
    END IF;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
  END IF;

  IF v_cash + v_at_risk < code.relief_units() AND code.week_number(v_member.joined_at) < v_week THEN
    PERFORM 1 FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
    v_relief := code.relief_units() - v_cash - v_at_risk;
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
    v_member.single_takes, v_member.parlay_takes, v_member.line_bets, v_cash, v_at_risk, v_new, v_relief;
END $$;
