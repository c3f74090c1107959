-- When a feed last said again what its newest report of a game says, by the feed's own clock. What
-- it dates before that is stale, however late it comes. A report stays as it came.
CREATE TABLE report_repeats (
  game_id uuid NOT NULL CONSTRAINT report_repeats_game_fkey REFERENCES games,
  provider text NOT NULL,
  source_at timestamptz NOT NULL,
  CONSTRAINT report_repeats_pkey PRIMARY KEY (game_id, provider)
);

GRANT SELECT ON report_repeats TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT, UPDATE ON report_repeats TO dbsbm_fetcher;
