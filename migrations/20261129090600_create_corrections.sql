-- What people wrote: reasons, bets by hand, the names that admins went by. It stands apart from
-- the append-only rows that speak of it, so that it can be erased without touching them: those keep
-- its id, which is SHA-256 of the salt and the words, and proves them for as long as they stand.
-- Without the salt nobody can try out words against an id. Erasing takes words and salt away.
CREATE TABLE texts (
  guild_id bigint NOT NULL CONSTRAINT texts_guild_fkey REFERENCES guilds,
  text_id bytea NOT NULL,
  salt bytea CONSTRAINT texts_salt_check CHECK (length(salt) = 16),
  body text CONSTRAINT texts_body_check CHECK (length(btrim(body)) BETWEEN 1 AND 400),
  CONSTRAINT texts_pkey PRIMARY KEY (guild_id, text_id),
  CONSTRAINT texts_erased_check CHECK ((salt IS NULL) = (body IS NULL)),
  CONSTRAINT texts_digest_check CHECK (length(text_id) = 32
    AND (body IS NULL OR text_id = sha256(salt || convert_to(body, 'UTF8'))))
);
COMMENT ON TABLE texts IS
  'personal; kept for good; corrections and bets by hand are read with them, and words can be '
  'erased and rows stay';

-- What an admin of a server decided, and why. Append-only: a wrong one is undone by another one
-- that names it. Its number is its name for people, and the order in which a server's stand.
CREATE TABLE corrections (
  guild_id bigint NOT NULL,
  correction_id uuid NOT NULL,
  number int NOT NULL CONSTRAINT corrections_number_check CHECK (number > 0),
  kind text NOT NULL CONSTRAINT corrections_kind_check CHECK (kind IN
    ('void', 'regrade', 'result', 'grade', 'grant', 'take', 'undo')),
  -- By which way in: a command, or a reaction on the slip.
  way text NOT NULL CONSTRAINT corrections_way_check CHECK (way IN ('command', 'reaction')),
  actor_id bigint NOT NULL,
  -- What the admin was called then, and why: texts.
  actor_name_id bytea NOT NULL,
  reason_id bytea NOT NULL,
  -- What it is about: a ticket (and which leg of it), a game, or a member.
  ticket_id uuid,
  leg smallint,
  game_id uuid,
  member_id uuid,
  outcome text,
  -- The score that was stated, home and away.
  home int,
  away int,
  -- What was given or taken, in micro-units.
  amount bigint CONSTRAINT corrections_amount_check CHECK (amount > 0),
  undoes uuid,
  -- Where it was asked for: the place to tell of it where the server chose none.
  channel_id bigint NOT NULL,
  made_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT corrections_pkey PRIMARY KEY (guild_id, correction_id),
  CONSTRAINT corrections_number_key UNIQUE (guild_id, number),
  -- Once: what is undone stays so.
  CONSTRAINT corrections_undoes_key UNIQUE (guild_id, undoes),
  CONSTRAINT corrections_undoes_fkey FOREIGN KEY (guild_id, undoes) REFERENCES corrections,
  CONSTRAINT corrections_guild_fkey FOREIGN KEY (guild_id) REFERENCES guilds,
  CONSTRAINT corrections_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members,
  CONSTRAINT corrections_actor_name_fkey FOREIGN KEY (guild_id, actor_name_id) REFERENCES texts,
  CONSTRAINT corrections_reason_fkey FOREIGN KEY (guild_id, reason_id) REFERENCES texts,
  CONSTRAINT corrections_subject_check CHECK (CASE kind
    WHEN 'void' THEN ticket_id IS NOT NULL
    WHEN 'regrade' THEN num_nonnulls(ticket_id, leg, outcome) = 3
    WHEN 'grade' THEN num_nonnulls(ticket_id, outcome) = 2
    WHEN 'result' THEN num_nonnulls(game_id, home, away) = 3
    WHEN 'undo' THEN undoes IS NOT NULL
    ELSE num_nonnulls(member_id, amount) = 2 END),
  CONSTRAINT corrections_undo_check CHECK ((kind = 'undo') = (undoes IS NOT NULL))
);
COMMENT ON TABLE corrections IS 'books; kept for good; they say who changed what, and why';

-- What a leg is held to have come to, whatever the result says: a server's own decision about its
-- own tickets, never about the game, which all servers share. The newest of a leg holds; one
-- without an outcome leaves the leg to the result again. Append-only.
CREATE TABLE rulings (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  leg smallint NOT NULL,
  number int NOT NULL,
  outcome text CONSTRAINT rulings_outcome_check
    CHECK (outcome IN ('won', 'lost', 'push', 'void', 'half_won', 'half_lost', 'dead_heat')),
  win_num int,
  win_den int,
  refund_num int,
  refund_den int,
  -- Where it follows from a score that was stated: the canonical bytes, as of a grade.
  receipt bytea,
  receipt_sha256 bytea CONSTRAINT rulings_sha256_check
    CHECK (receipt_sha256 IS NOT DISTINCT FROM sha256(receipt)),
  CONSTRAINT rulings_pkey PRIMARY KEY (guild_id, ticket_id, leg, number),
  CONSTRAINT rulings_leg_fkey FOREIGN KEY (guild_id, ticket_id, leg) REFERENCES legs,
  CONSTRAINT rulings_correction_fkey FOREIGN KEY (guild_id, number)
    REFERENCES corrections (guild_id, number),
  CONSTRAINT rulings_shares_check CHECK (
    (num_nonnulls(outcome, win_num, win_den, refund_num, refund_den) = 0 AND receipt IS NULL)
    OR (num_nonnulls(outcome, win_num, win_den, refund_num, refund_den) = 5
      AND win_den > 0 AND refund_den > 0 AND win_num >= 0 AND refund_num >= 0
      AND win_num::bigint * refund_den + refund_num::bigint * win_den
        <= win_den::bigint * refund_den))
);
COMMENT ON TABLE rulings IS 'books; kept for good; a settlement rests on them';
CREATE INDEX rulings_by_correction ON rulings (guild_id, number);

-- What a correction made of a ticket: before and after. Append-only.
CREATE TABLE corrected_tickets (
  guild_id bigint NOT NULL,
  correction_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  -- The settlement that it appended. Nothing where the ticket came to the same.
  sequence int,
  state_before text NOT NULL,
  returned_before bigint,
  state_after text NOT NULL,
  returned_after bigint,
  CONSTRAINT corrected_tickets_pkey PRIMARY KEY (guild_id, correction_id, ticket_id),
  CONSTRAINT corrected_tickets_sequence_key UNIQUE (guild_id, ticket_id, sequence),
  CONSTRAINT corrected_tickets_correction_fkey FOREIGN KEY (guild_id, correction_id)
    REFERENCES corrections,
  CONSTRAINT corrected_tickets_settlement_fkey FOREIGN KEY (guild_id, ticket_id, sequence)
    REFERENCES settlements
);
COMMENT ON TABLE corrected_tickets IS
  'books; kept for good; the audit compares them with settlements';

-- The cash of a member whom a correction moved units of: before and after. Append-only.
CREATE TABLE corrected_members (
  guild_id bigint NOT NULL,
  correction_id uuid NOT NULL,
  member_id uuid NOT NULL,
  cash_before bigint NOT NULL,
  cash_after bigint NOT NULL,
  CONSTRAINT corrected_members_pkey PRIMARY KEY (guild_id, correction_id, member_id),
  CONSTRAINT corrected_members_correction_fkey FOREIGN KEY (guild_id, correction_id)
    REFERENCES corrections
);
COMMENT ON TABLE corrected_members IS
  'books; kept for good; the audit compares them with transfers';

-- A correction that was asked for and is not confirmed yet. What is confirmed has its id.
CREATE TABLE correction_drafts (
  guild_id bigint NOT NULL,
  draft_id uuid NOT NULL,
  actor_id bigint NOT NULL,
  asked jsonb NOT NULL,
  reason text,
  -- Digest of what the preview showed: what has changed since is shown again.
  shown text,
  made_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT correction_drafts_pkey PRIMARY KEY (guild_id, draft_id),
  CONSTRAINT correction_drafts_guild_fkey FOREIGN KEY (guild_id) REFERENCES guilds
);
COMMENT ON TABLE correction_drafts IS
  'personal; kept for 1 day after made_at; a preview can be confirmed for half an hour';

ALTER TABLE texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE corrections ENABLE ROW LEVEL SECURITY;
ALTER TABLE rulings ENABLE ROW LEVEL SECURITY;
ALTER TABLE corrected_tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE corrected_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE correction_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY texts_own ON texts TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY corrections_own ON corrections TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY rulings_own ON rulings TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY corrected_tickets_own ON corrected_tickets TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY corrected_members_own ON corrected_members TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY correction_drafts_own ON correction_drafts TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY corrections_all ON corrections TO dbsbm_fetcher USING (true);
CREATE POLICY correction_drafts_all ON correction_drafts TO dbsbm_settling USING (true);
CREATE POLICY rulings_all ON rulings TO dbsbm_fetcher USING (true);
CREATE POLICY corrected_tickets_all ON corrected_tickets TO dbsbm_fetcher USING (true);
CREATE POLICY corrected_members_all ON corrected_members TO dbsbm_fetcher USING (true);

-- Words are written by one function, and the fetcher has no use for them.
GRANT SELECT ON texts TO dbsbm_bot, dbsbm_books;
GRANT INSERT ON texts TO dbsbm_books;
-- Append-only by privilege. Settling and the audit read what was ruled; only the bot rules.
GRANT SELECT ON corrections, rulings, corrected_tickets, corrected_members
  TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON corrections, rulings, corrected_tickets, corrected_members TO dbsbm_bot;
GRANT SELECT ON corrections TO dbsbm_books;
GRANT SELECT, INSERT, UPDATE (reason, shown, made_at) ON correction_drafts TO dbsbm_bot;
GRANT SELECT, DELETE ON correction_drafts TO dbsbm_books, dbsbm_settling;

-- What the bettor wrote. Of the game that the leg names, other servers see a start and nothing
-- else: the words are the server's own.
CREATE TABLE manual_legs (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  leg smallint NOT NULL,
  game_id uuid NOT NULL CONSTRAINT manual_legs_game_fkey REFERENCES games,
  -- What it is about, and what is to happen: texts.
  event_id bytea NOT NULL,
  pick_id bytea NOT NULL,
  CONSTRAINT manual_legs_pkey PRIMARY KEY (guild_id, ticket_id, leg),
  CONSTRAINT manual_legs_game_key UNIQUE (guild_id, game_id),
  CONSTRAINT manual_legs_leg_fkey FOREIGN KEY (guild_id, ticket_id, leg) REFERENCES legs,
  CONSTRAINT manual_legs_event_fkey FOREIGN KEY (guild_id, event_id) REFERENCES texts,
  CONSTRAINT manual_legs_pick_fkey FOREIGN KEY (guild_id, pick_id) REFERENCES texts
);
COMMENT ON TABLE manual_legs IS 'books; kept for good; they lead to the words of a bet by hand';
ALTER TABLE manual_legs ENABLE ROW LEVEL SECURITY;
CREATE POLICY manual_legs_own ON manual_legs TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
GRANT SELECT ON manual_legs TO dbsbm_bot;
GRANT INSERT ON manual_legs TO dbsbm_books;

-- What such bets stand under.
INSERT INTO leagues (league_id, code, name, sport)
VALUES ('eee47a8c-58b0-567e-bb58-d2ca4c1829b0', 'MANUAL', 'Written by hand', 'esports');
INSERT INTO competitions (competition_id, league_id, season)
VALUES ('b7788bc2-332b-5495-ba5e-a74d651f65e8', 'eee47a8c-58b0-567e-bb58-d2ca4c1829b0', '');
INSERT INTO bookmakers (bookmaker_id, code, name)
VALUES ('cda66d14-f88d-522c-beb7-6d687f7583b4', 'manual', 'Written by hand');
GRANT INSERT ON games TO dbsbm_books;
