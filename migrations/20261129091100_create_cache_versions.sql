-- What the names of cached values begin with. Whoever changes what is cached moves the version in the
-- same transaction, and every value under the old one is gone. A version is random and never comes
-- back: a standby that takes over without the last moves cannot bring an old value back either.
-- `moved_by` finds what has moved since a look, see `cache_moves`.

-- Of whole namespaces. All of them have a row, so that two databases never share a version.
CREATE TABLE cache_versions (
  -- As `shared::cache::namespace` writes it.
  namespace text CONSTRAINT cache_versions_pkey PRIMARY KEY,
  version uuid NOT NULL DEFAULT gen_random_uuid(),
  moved_by xid8 NOT NULL DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE cache_versions IS
  'operations; kept until replaced; what is cached is named by its version';
INSERT INTO cache_versions (namespace) VALUES
  ('game_data'), ('guild_data'), ('user_data'), ('team_data'), ('league_data'), ('db_query'),
  ('parlay_data'), ('image_cache'), ('api_response'), ('session');

-- Of a league's part of a namespace. No row: it has never moved.
CREATE TABLE league_cache_versions (
  league_id uuid NOT NULL
    CONSTRAINT league_cache_versions_league_fkey REFERENCES leagues,
  namespace text NOT NULL
    CONSTRAINT league_cache_versions_namespace_fkey REFERENCES cache_versions,
  version uuid NOT NULL DEFAULT gen_random_uuid(),
  moved_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT league_cache_versions_pkey PRIMARY KEY (league_id, namespace)
);
COMMENT ON TABLE league_cache_versions IS
  'operations; kept until replaced; what is cached is named by its version';
CREATE INDEX league_cache_versions_by_move ON league_cache_versions (moved_by);

-- Of a server's part of a namespace. No row: it has never moved. Placing a bet moves none: members of
-- a server would wait for each other.
CREATE TABLE guild_cache_versions (
  guild_id bigint NOT NULL CONSTRAINT guild_cache_versions_guild_fkey REFERENCES guilds,
  namespace text NOT NULL,
  version uuid NOT NULL DEFAULT gen_random_uuid(),
  moved_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT guild_cache_versions_pkey PRIMARY KEY (guild_id, namespace)
);
COMMENT ON TABLE guild_cache_versions IS
  'operations; kept until replaced; what is cached is named by its version';
CREATE INDEX guild_cache_versions_by_move ON guild_cache_versions (moved_by);

ALTER TABLE guild_cache_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY guild_cache_versions_own ON guild_cache_versions TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY guild_cache_versions_all ON guild_cache_versions TO dbsbm_fetcher, dbsbm_settling
  USING (true);

GRANT SELECT, UPDATE (version, moved_by) ON cache_versions TO dbsbm_fetcher;
GRANT SELECT ON cache_versions TO dbsbm_bot, dbsbm_settling;
GRANT SELECT, INSERT, UPDATE (version, moved_by) ON league_cache_versions TO dbsbm_fetcher;
GRANT SELECT ON league_cache_versions TO dbsbm_bot, dbsbm_settling;
GRANT SELECT, INSERT, UPDATE (version, moved_by) ON guild_cache_versions
  TO dbsbm_bot, dbsbm_books, dbsbm_fetcher, dbsbm_settling;
