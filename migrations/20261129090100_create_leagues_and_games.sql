CREATE TABLE leagues (
  league_id uuid CONSTRAINT leagues_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT leagues_code_key UNIQUE,
  name text NOT NULL,
  sport text NOT NULL,
  -- Where a day of the league begins: the records of its games are kept by that day.
  time_zone text NOT NULL DEFAULT 'UTC'
);
COMMENT ON TABLE leagues IS 'games; kept for good; every game belongs to one';

CREATE TABLE competitions (
  competition_id uuid CONSTRAINT competitions_pkey PRIMARY KEY,
  league_id uuid NOT NULL CONSTRAINT competitions_league_fkey REFERENCES leagues,
  season text NOT NULL,
  CONSTRAINT competitions_season_key UNIQUE (league_id, season)
);
COMMENT ON TABLE competitions IS 'games; kept for good; every game belongs to a season';

-- A team or an athlete. It belongs to a sport: a club is the same in its league and in a cup. One
-- that was joined with another (`merged_into`) is the other from then on, under a second name;
-- games and legs that name it are never rewritten.
CREATE TABLE competitors (
  competitor_id uuid CONSTRAINT competitors_pkey PRIMARY KEY,
  sport text NOT NULL,
  kind text NOT NULL CONSTRAINT competitors_kind_check CHECK (kind IN ('team', 'athlete')),
  name text NOT NULL,
  short_name text NOT NULL,
  place text NOT NULL,
  code text NOT NULL,
  color_1 text,
  color_2 text,
  logo_url text,
  -- The feed that made it known. Only that one renames it, so that two cannot rename it to and fro.
  named_by text NOT NULL,
  merged_into uuid CONSTRAINT competitors_merged_fkey REFERENCES competitors,
  CONSTRAINT competitors_colors_check CHECK ((color_1 IS NULL) = (color_2 IS NULL))
);
COMMENT ON TABLE competitors IS 'games; kept for good; legs and receipts name who played';

-- Which competitor a feed means by its own id.
CREATE TABLE competitor_refs (
  provider text NOT NULL,
  sport text NOT NULL,
  reference text NOT NULL,
  competitor_id uuid NOT NULL CONSTRAINT competitor_refs_competitor_fkey REFERENCES competitors,
  CONSTRAINT competitor_refs_pkey PRIMARY KEY (provider, sport, reference)
);
COMMENT ON TABLE competitor_refs IS
  'games; kept for good; a feed names teams and athletes by its own ids for years';
CREATE INDEX competitors_merged ON competitors (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX competitor_refs_by_competitor ON competitor_refs (competitor_id, provider);

-- Who was a team's player, and on which day a report last said so. A feed that has names alone, or
-- ids of its own, is joined to a player here.
CREATE TABLE team_players (
  team_id uuid NOT NULL CONSTRAINT team_players_team_fkey REFERENCES competitors,
  player_id uuid NOT NULL CONSTRAINT team_players_player_fkey REFERENCES competitors,
  seen_on date NOT NULL,
  CONSTRAINT team_players_pkey PRIMARY KEY (team_id, player_id)
);
COMMENT ON TABLE team_players IS
  'games; kept for good; a name in an old box score is joined to the player of then';

-- The id of a game says nothing: it is made when the game is first heard of, and leads to it from
-- then on. A feed finds its game by `game_refs`, and the first time by `game_keys`.
CREATE TABLE games (
  game_id uuid CONSTRAINT games_pkey PRIMARY KEY,
  league_id uuid NOT NULL CONSTRAINT games_league_fkey REFERENCES leagues,
  competition_id uuid NOT NULL CONSTRAINT games_competition_fkey REFERENCES competitions,
  -- A match of two, or a field of many, whose start is when bets on it are closed. What is bet on
  -- by hand is a match of which nobody knows the sides.
  kind text NOT NULL DEFAULT 'match'
    CONSTRAINT games_kind_check CHECK (kind IN ('match', 'field')),
  -- A field's, for reading. A match is named by who plays.
  name text,
  starts_at timestamptz NOT NULL,
  -- Scheduled means that it is on offer until it starts: no source says that it is over, and no
  -- result decides bets on this start.
  status text NOT NULL CONSTRAINT games_status_check CHECK (status IN
    ('scheduled', 'live', 'suspended', 'postponed', 'final', 'cancelled', 'abandoned', 'walkover',
     'retired', 'no_contest')),
  -- The newest version of its result; 0 before there is one.
  result_version int NOT NULL DEFAULT 0,
  -- The version up to which no server had tickets left to settle when it was last looked at: what
  -- is to be settled stands in guild_games.
  settled_version int NOT NULL DEFAULT 0,
  -- When its reports are to be looked at again, if none comes before.
  decide_at timestamptz,
  -- The number of the review that is open.
  open_review int,
  -- The game that it was joined with, when two feeds' games turned out to be one. It keeps its legs,
  -- its references and what its feed reports, and is off sale; it follows the other's results.
  merged_into uuid CONSTRAINT games_merged_fkey REFERENCES games,
  -- Whether its home side is the away side there.
  is_turned boolean NOT NULL DEFAULT false,
  CONSTRAINT games_turned_check CHECK (NOT is_turned OR merged_into IS NOT NULL),
  CONSTRAINT games_merged_check CHECK (merged_into <> game_id),
  CONSTRAINT games_name_check CHECK ((kind = 'field') = (name IS NOT NULL)),
  CONSTRAINT games_versions_check CHECK (settled_version BETWEEN 0 AND result_version)
);
COMMENT ON TABLE games IS 'games; kept for good; legs, results and receipts rest on them';
CREATE INDEX games_by_league_start ON games (league_id, starts_at);
CREATE INDEX games_by_status_start ON games (status, starts_at);
CREATE INDEX games_unsettled ON games (game_id) WHERE result_version <> settled_version;
CREATE INDEX games_undecided ON games (decide_at) WHERE decide_at IS NOT NULL;
CREATE INDEX games_without_result ON games (league_id, starts_at) WHERE result_version = 0;
-- Begun or put off, without a result, and nobody is to look at it again.
CREATE INDEX games_unattended ON games (game_id) WHERE decide_at IS NULL AND open_review IS NULL
  AND result_version = 0 AND status <> 'scheduled' AND merged_into IS NULL;
CREATE INDEX games_merged ON games (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX games_under_review ON games (game_id) WHERE open_review IS NOT NULL;

-- Every start under which a game was on offer: what bets on it can rest on. A bet that is not
-- committed yet is seen by nobody, so whoever decides looks here, and not at bets. Append-only.
CREATE TABLE game_starts (
  game_id uuid NOT NULL CONSTRAINT game_starts_game_fkey REFERENCES games,
  starts_at timestamptz NOT NULL,
  CONSTRAINT game_starts_pkey PRIMARY KEY (game_id, starts_at)
);
COMMENT ON TABLE game_starts IS
  'games; kept for good; each bet is judged by a start that stands here';

-- That a game was moved, put off, called off, or is on again. Append-only.
CREATE TABLE game_moves (
  game_id uuid NOT NULL CONSTRAINT game_moves_game_fkey REFERENCES games,
  number int NOT NULL CONSTRAINT game_moves_number_check CHECK (number > 0),
  old_start timestamptz NOT NULL,
  old_status text NOT NULL,
  starts_at timestamptz NOT NULL,
  status text NOT NULL,
  moved_at timestamptz NOT NULL,
  CONSTRAINT game_moves_pkey PRIMARY KEY (game_id, number)
);
COMMENT ON TABLE game_moves IS 'games; kept for good; they say why bets on a start were void';

CREATE TABLE game_competitors (
  game_id uuid NOT NULL CONSTRAINT game_competitors_game_fkey REFERENCES games,
  role text NOT NULL CONSTRAINT game_competitors_role_check
    CHECK (role IN ('home', 'away', 'entrant')),
  slot smallint NOT NULL DEFAULT 0,
  competitor_id uuid NOT NULL
    CONSTRAINT game_competitors_competitor_fkey REFERENCES competitors,
  CONSTRAINT game_competitors_pkey PRIMARY KEY (game_id, role, slot)
);
COMMENT ON TABLE game_competitors IS 'games; kept for good; legs and receipts name who played';
CREATE INDEX game_competitors_by_competitor ON game_competitors (competitor_id);

-- The claim of a game on its two, its day and its number, inserted with the game: of two who hear
-- of a game at once, one makes it and the other finds it. A game that is moved to another day has
-- another claim there, for whoever hears of it only then.
CREATE TABLE game_keys (
  league_id uuid NOT NULL CONSTRAINT game_keys_league_fkey REFERENCES leagues,
  -- The league's day on which it was to begin when it was first heard of, or was moved.
  local_day date NOT NULL,
  -- In the order of their ids, since feeds list sides as they like.
  competitor_low uuid NOT NULL CONSTRAINT game_keys_low_fkey REFERENCES competitors,
  competitor_high uuid NOT NULL CONSTRAINT game_keys_high_fkey REFERENCES competitors,
  -- 1 but for the later games of a double-header.
  number smallint NOT NULL CONSTRAINT game_keys_number_check CHECK (number > 0),
  game_id uuid NOT NULL CONSTRAINT game_keys_game_fkey REFERENCES games,
  CONSTRAINT game_keys_pkey
    PRIMARY KEY (league_id, local_day, competitor_low, competitor_high, number),
  CONSTRAINT game_keys_two_check CHECK (competitor_low < competitor_high)
);
COMMENT ON TABLE game_keys IS 'games; kept for good; an archive finds its game by them years later';

-- The same of a field: it is known by its name within the season or tournament.
CREATE TABLE field_keys (
  competition_id uuid NOT NULL CONSTRAINT field_keys_competition_fkey REFERENCES competitions,
  slug text NOT NULL,
  game_id uuid NOT NULL CONSTRAINT field_keys_game_fkey REFERENCES games,
  CONSTRAINT field_keys_pkey PRIMARY KEY (competition_id, slug)
);
COMMENT ON TABLE field_keys IS
  'games; kept for good; an archive finds its contest by them years later';

-- Which game a feed means by its own id.
CREATE TABLE game_refs (
  provider text NOT NULL,
  reference text NOT NULL,
  game_id uuid NOT NULL CONSTRAINT game_refs_game_fkey REFERENCES games,
  CONSTRAINT game_refs_pkey PRIMARY KEY (provider, reference)
);
COMMENT ON TABLE game_refs IS
  'games; kept for good; a feed corrects a game under the id that it first had';
CREATE INDEX game_refs_by_game ON game_refs (game_id);

-- The table of each season of a league, as the feed that is asked said last. A row that the table no
-- longer has is deleted. The tables of seasons that are over stay: some three thousand rows a year.
CREATE TABLE standings (
  competition_id uuid NOT NULL CONSTRAINT standings_competition_fkey REFERENCES competitions,
  -- The part of the table: `Group A`, `AFC`, `drivers`. Empty where there is one for all.
  group_name text NOT NULL CONSTRAINT standings_group_check CHECK (length(group_name) <= 120),
  competitor_id uuid NOT NULL CONSTRAINT standings_competitor_fkey REFERENCES competitors,
  -- The place in that part. Some may share one.
  rank smallint NOT NULL CONSTRAINT standings_rank_check CHECK (rank >= 0),
  -- What the feed does not tell is missing.
  played smallint,
  won smallint,
  -- Where `lost_late` is told, within the regular time.
  lost smallint,
  drawn smallint,
  -- Ice hockey: after the regular time, which gives a point.
  lost_late smallint,
  -- Tenths of a point: races that are broken off give half points.
  points_tenths int,
  scored int,
  conceded int,
  -- Won in a row (positive), or lost (negative).
  streak smallint,
  provider text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT standings_pkey PRIMARY KEY (competition_id, group_name, competitor_id)
);
COMMENT ON TABLE standings IS
  'games; kept until replaced; each answer takes the place of the last, and a season that is '
  'over stays as it ended';

-- Who of a league may miss games, as the feed that is asked said last. Who is not named any more is
-- deleted: some hundreds of rows in all.
CREATE TABLE injuries (
  league_id uuid NOT NULL CONSTRAINT injuries_league_fkey REFERENCES leagues,
  player_id uuid NOT NULL CONSTRAINT injuries_player_fkey REFERENCES competitors,
  team_id uuid NOT NULL CONSTRAINT injuries_team_fkey REFERENCES competitors,
  -- As the feed writes it: `G`.
  position text CONSTRAINT injuries_position_check CHECK (length(position) <= 8),
  status text NOT NULL CONSTRAINT injuries_status_check CHECK (status IN ('out', 'doubtful',
    'questionable', 'day_to_day', 'probable', 'injured_list', 'suspended')),
  -- Outside text, on one line.
  note text CONSTRAINT injuries_note_check CHECK (length(note) <= 300),
  said_at timestamptz,
  returns_on date,
  provider text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT injuries_pkey PRIMARY KEY (league_id, player_id)
);
COMMENT ON TABLE injuries IS
  'games; kept until replaced; each answer takes the place of the last, and nothing is decided '
  'on them';
CREATE INDEX injuries_by_player ON injuries (player_id);

-- Who plays for each team, as the feed that is asked listed it last: a line of its list is not a
-- competitor, since nobody can tell from a name whom another feed means. Who is not listed any more
-- is deleted. Some two thousand rows for each sport that is asked about.
CREATE TABLE rosters (
  team_id uuid NOT NULL CONSTRAINT rosters_team_fkey REFERENCES competitors,
  provider text NOT NULL,
  -- The feed's own id of the player.
  reference text NOT NULL,
  -- Outside text.
  name text NOT NULL CONSTRAINT rosters_name_check CHECK (length(name) <= 80),
  -- As the feed writes it: `TE`.
  position text CONSTRAINT rosters_position_check CHECK (length(position) <= 8),
  -- What is on his back: `00` is not `0`.
  number text CONSTRAINT rosters_number_check CHECK (length(number) <= 4),
  status text CONSTRAINT rosters_status_check CHECK (status IN ('active', 'out', 'injured_list',
    'practice_squad', 'suspended', 'inactive')),
  born_on date,
  changed_at timestamptz NOT NULL,
  CONSTRAINT rosters_pkey PRIMARY KEY (team_id, provider, reference)
);
COMMENT ON TABLE rosters IS
  'games; kept until replaced; each answer takes the place of the last, and nothing is decided '
  'on them';

-- Where a game stands while it is played, as each feed said last: its part, its clock, and what a
-- spectator sees. It is shown and no more: nothing is decided, graded or settled on it, and no
-- history of it is kept. A row goes when its feed says that the game is not played any more, and
-- two days after it was written at the latest.
CREATE TABLE live_states (
  game_id uuid NOT NULL CONSTRAINT live_states_game_fkey REFERENCES games,
  provider text NOT NULL,
  -- With the number of its shape in `v`. Its sides are those of the game.
  state jsonb NOT NULL CONSTRAINT live_states_state_check
    CHECK (state ? 'v' AND length(state::text) <= 1000),
  -- Since when the feed has said so.
  since timestamptz NOT NULL,
  CONSTRAINT live_states_pkey PRIMARY KEY (game_id, provider)
-- A clock that runs finds room beside the old one.
) WITH (fillfactor = 50);
COMMENT ON TABLE live_states IS
  'games; kept for 2 days after since; they are shown during the game and no longer';

-- Where a game is played, by the first feed that told it. Shown and no more.
CREATE TABLE game_venues (
  game_id uuid CONSTRAINT game_venues_pkey PRIMARY KEY
    CONSTRAINT game_venues_game_fkey REFERENCES games,
  name text NOT NULL CONSTRAINT game_venues_name_check CHECK (length(name) <= 120),
  -- City, and state or country.
  place text CONSTRAINT game_venues_place_check CHECK (length(place) <= 120),
  -- What is above it. Nothing: nobody says.
  roof text CONSTRAINT game_venues_roof_check CHECK (roof IN ('open', 'closed', 'retractable')),
  -- Whether we know where on Earth it is.
  is_placed boolean NOT NULL,
  provider text NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE game_venues IS
  'games; kept for good; a game is looked up with where it was played';

-- What the weather of a game's first hour is expected to be. Shown and no more.
CREATE TABLE forecasts (
  game_id uuid CONSTRAINT forecasts_pkey PRIMARY KEY
    CONSTRAINT forecasts_game_fkey REFERENCES games,
  -- For this start at this ground: a game that is moved has none until it is asked for again.
  starts_at timestamptz NOT NULL,
  venue text NOT NULL,
  -- As `shared::weather` has it. Nothing: the forecast does not reach that hour.
  hour jsonb CONSTRAINT forecasts_hour_check CHECK (length(hour::text) <= 1000),
  asked_at timestamptz NOT NULL
);
COMMENT ON TABLE forecasts IS
  'games; kept for 2 days after starts_at; they are shown before the game and no longer';

-- That the operator joined two games or two competitors, or parted them. Append-only.
CREATE TABLE joins (
  subject uuid NOT NULL,
  number int NOT NULL CONSTRAINT joins_number_check CHECK (number > 0),
  what text NOT NULL CONSTRAINT joins_what_check CHECK (what IN ('game', 'competitor')),
  -- What it was joined with; none when it was parted.
  joined_to uuid,
  done_by text NOT NULL,
  done_at timestamptz NOT NULL,
  CONSTRAINT joins_pkey PRIMARY KEY (subject, number)
);
COMMENT ON TABLE joins IS 'games; kept for good; they say who made two games one';

GRANT SELECT, INSERT ON joins TO dbsbm_fetcher;
GRANT SELECT ON leagues, competitions, competitors, competitor_refs, team_players, games,
  game_competitors, game_keys, field_keys, game_refs TO dbsbm_bot, dbsbm_fetcher, dbsbm_books;
GRANT SELECT ON games TO dbsbm_settling;
GRANT SELECT, INSERT ON game_starts, game_moves TO dbsbm_fetcher;
GRANT SELECT ON game_moves TO dbsbm_bot;
GRANT INSERT ON leagues, competitions, competitors, competitor_refs, team_players, games,
  game_competitors, game_keys, field_keys, game_refs TO dbsbm_fetcher;
GRANT UPDATE ON leagues, competitors, team_players, games TO dbsbm_fetcher;
GRANT SELECT ON live_states, standings, injuries, rosters TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE, DELETE ON live_states, standings, injuries, rosters TO dbsbm_fetcher;
GRANT SELECT ON game_venues, forecasts TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE ON game_venues, forecasts TO dbsbm_fetcher;
GRANT SELECT, DELETE ON live_states, forecasts TO dbsbm_settling;
