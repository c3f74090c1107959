-- A Discord server. `guild_id` leads the key of everything that belongs to one.
CREATE TABLE guilds (
  guild_id bigint CONSTRAINT guilds_pkey PRIMARY KEY,
  name text NOT NULL,
  locale text NOT NULL DEFAULT 'en-US',
  member_count int NOT NULL DEFAULT 0,
  joined_at timestamptz NOT NULL,
  left_at timestamptz,
  -- The standing board, where there is one.
  board_channel_id bigint,
  board_message_id bigint,
  -- Digest of what the board shows: an unchanged board is not edited.
  board_digest text,
  CONSTRAINT guilds_board_check
    CHECK (board_message_id IS NULL OR board_channel_id IS NOT NULL)
);
COMMENT ON TABLE guilds IS
  'settings; kept for good; books name the server, which may invite the bot again';

-- Append-only versions: a ticket names the version that it was placed under. The first one is
-- made with the server.
CREATE TABLE guild_settings (
  guild_id bigint NOT NULL CONSTRAINT guild_settings_guild_fkey REFERENCES guilds,
  version int NOT NULL CONSTRAINT guild_settings_version_check CHECK (version > 0),
  slip_channel_id bigint,
  results_channel_id bigint,
  time_zone text NOT NULL,
  odds_format text NOT NULL CONSTRAINT guild_settings_odds_format_check
    CHECK (odds_format IN
      ('american', 'decimal', 'fractional', 'hong_kong', 'malay', 'indonesian')),
  stake_min bigint NOT NULL,
  stake_max bigint NOT NULL,
  slip_audience text NOT NULL CONSTRAINT guild_settings_slip_audience_check
    CHECK (slip_audience IN ('everyone', 'shared', 'nobody')),
  -- Who may correct and grade besides those who manage the server.
  admin_role_id bigint,
  -- Whether members may write bets by hand.
  manual_bets boolean NOT NULL DEFAULT false,
  -- What the server chose where bookmakers disagree, by the name of the choice; what nobody chose
  -- is the published default.
  rule_choices jsonb NOT NULL DEFAULT '{}',
  -- The digest of the choices in their canonical form, here of no choice. Servers that chose the
  -- same share their grades.
  grading_digest text NOT NULL DEFAULT '44136fa355b3678a',
  -- Nothing: they were made with the server.
  changed_by bigint,
  changed_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT guild_settings_pkey PRIMARY KEY (guild_id, version),
  CONSTRAINT guild_settings_rule_choices_check
    CHECK (jsonb_typeof(rule_choices) = 'object'
      AND NOT jsonb_path_exists(rule_choices, '$.* ? (@.type() != "string")')),
  CONSTRAINT guild_settings_grading_digest_check
    CHECK (grading_digest ~ '^[0-9a-f]{16}$'
      AND (rule_choices = '{}') = (grading_digest = '44136fa355b3678a')),
  CONSTRAINT guild_settings_stakes_check CHECK (stake_min > 0 AND stake_max >= stake_min)
);
COMMENT ON TABLE guild_settings IS
  'settings; kept for good; a ticket names the version that it was placed under';

-- The only place that knows which Discord account a member is.
CREATE TABLE members (
  guild_id bigint NOT NULL CONSTRAINT members_guild_fkey REFERENCES guilds,
  member_id uuid NOT NULL,
  discord_user_id bigint NOT NULL,
  name text NOT NULL,
  notify text CONSTRAINT members_notify_check CHECK (notify IN ('ping', 'dm', 'no')),
  odds_format text CONSTRAINT members_odds_format_check
    CHECK (odds_format IN
      ('american', 'decimal', 'fractional', 'hong_kong', 'malay', 'indonesian')),
  -- How much less a bet may win than was shown, in hundredths of a percent of what it wins: 0 takes
  -- a better price only, NULL no other price at all. A parlay's is the price of all its legs.
  single_takes int DEFAULT 0
    CONSTRAINT members_single_takes_check CHECK (single_takes BETWEEN 0 AND 2500),
  parlay_takes int
    CONSTRAINT members_parlay_takes_check CHECK (parlay_takes BETWEEN 0 AND 2500),
  -- What comes of bets that are typed in one line.
  line_bets text NOT NULL DEFAULT 'preview'
    CONSTRAINT members_line_bets_check CHECK (line_bets IN ('preview', 'straight')),
  joined_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT members_pkey PRIMARY KEY (guild_id, member_id),
  CONSTRAINT members_discord_user_key UNIQUE (guild_id, discord_user_id)
);
COMMENT ON TABLE members IS
  'personal; kept for good; books name members by this row, the only one that knows an account';
-- Settling asks for every ticket whether its member wants direct messages. Few do, so that the
-- answer is found in a small index, without the member's row.
CREATE INDEX members_by_direct_message ON members (guild_id, member_id) WHERE notify = 'dm';

-- What a member wants to bet on the legs they gathered: made with the first leg. Placing the draft
-- locks this row, so that two presses at once place it once.
CREATE TABLE parlay_drafts (
  guild_id bigint NOT NULL,
  member_id uuid NOT NULL,
  -- A word of `grading::ticket::wanted`: parlay, by_2, doubles_up, teaser_6.
  wanted text NOT NULL DEFAULT 'parlay'
    CONSTRAINT parlay_drafts_wanted_check CHECK (length(wanted) BETWEEN 1 AND 20),
  each_way boolean NOT NULL DEFAULT false,
  changed_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT parlay_drafts_pkey PRIMARY KEY (guild_id, member_id),
  CONSTRAINT parlay_drafts_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members
);
COMMENT ON TABLE parlay_drafts IS
  'personal; kept for 30 days after changed_at; a parlay that nobody placed within a month is '
  'forgotten';

-- The legs that a member has gathered for a parlay; it outlives a restart.
CREATE TABLE parlay_draft_legs (
  guild_id bigint NOT NULL,
  member_id uuid NOT NULL,
  selection_id uuid NOT NULL CONSTRAINT parlay_draft_legs_selection_fkey REFERENCES selections,
  bookmaker_id uuid NOT NULL CONSTRAINT parlay_draft_legs_bookmaker_fkey REFERENCES bookmakers,
  game_id uuid NOT NULL CONSTRAINT parlay_draft_legs_game_fkey REFERENCES games,
  price_num bigint NOT NULL,
  price_den bigint NOT NULL,
  price_format text NOT NULL,
  price_number text NOT NULL,
  added_at timestamptz NOT NULL DEFAULT app_now(),
  -- Where it stands among the others.
  position smallint NOT NULL DEFAULT 0,
  -- A parlay has one leg a game: legs that depend on each other are not multiplied.
  CONSTRAINT parlay_draft_legs_pkey PRIMARY KEY (guild_id, member_id, game_id),
  CONSTRAINT parlay_draft_legs_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members
);
COMMENT ON TABLE parlay_draft_legs IS
  'personal; kept for 30 days after added_at; a parlay that nobody placed within a month is '
  'forgotten';

ALTER TABLE guilds ENABLE ROW LEVEL SECURITY;
ALTER TABLE guild_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE parlay_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE parlay_draft_legs ENABLE ROW LEVEL SECURITY;
CREATE POLICY guilds_own ON guilds TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY guild_settings_own ON guild_settings TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY members_own ON members TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY parlay_drafts_own ON parlay_drafts TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY parlay_draft_legs_own ON parlay_draft_legs TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
-- The fetcher settles for every server.
CREATE POLICY guilds_all ON guilds TO dbsbm_settling USING (true);
CREATE POLICY guild_settings_all ON guild_settings TO dbsbm_fetcher USING (true);
CREATE POLICY members_all ON members TO dbsbm_fetcher, dbsbm_settling USING (true);
-- What nobody placed is forgotten in every server.
CREATE POLICY parlay_drafts_all ON parlay_drafts TO dbsbm_settling USING (true);
CREATE POLICY parlay_draft_legs_all ON parlay_draft_legs TO dbsbm_settling USING (true);

-- Columns where a table would do: who may change or delete any row of a table may lock all of it.
GRANT SELECT, INSERT, UPDATE (name, locale, member_count, left_at, board_channel_id,
  board_message_id, board_digest) ON guilds TO dbsbm_bot;
GRANT SELECT, INSERT ON guild_settings TO dbsbm_bot;
GRANT SELECT, UPDATE (notify, odds_format, single_takes, parlay_takes, line_bets) ON members TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (selection_id, bookmaker_id, price_num, price_den, price_format,
  price_number, added_at, position) ON parlay_draft_legs TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (wanted, each_way, changed_at) ON parlay_drafts TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (name) ON members TO dbsbm_books;
GRANT SELECT ON guilds, guild_settings, parlay_draft_legs TO dbsbm_books;
GRANT DELETE ON parlay_draft_legs TO dbsbm_books;
GRANT SELECT, UPDATE (changed_at), DELETE ON parlay_drafts TO dbsbm_books;
GRANT SELECT, DELETE ON parlay_draft_legs, parlay_drafts TO dbsbm_settling;
-- The fetcher learns who wants to be told, and what a server chose; not who anybody is.
GRANT SELECT (guild_id, member_id, notify) ON members TO dbsbm_fetcher, dbsbm_settling;
GRANT SELECT (guild_id, version, rule_choices, grading_digest) ON guild_settings
  TO dbsbm_fetcher;
GRANT SELECT (guild_id, board_channel_id, left_at) ON guilds TO dbsbm_settling;
