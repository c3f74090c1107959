-- Runs after the other files of this folder: as whom functions run, and who may call them.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA code FROM PUBLIC;
GRANT USAGE ON SCHEMA code TO dbsbm_bot, dbsbm_fetcher, dbsbm_books, dbsbm_settling;

-- What other functions are made of.
GRANT EXECUTE ON FUNCTION
  code.act_for,
  code.check_lease,
  code.first_ticket_id,
  code.exclusions_of,
  code.keep_text,
  code.limits_of,
  code.move_cache,
  code.move_heads,
  code.placed_before,
  code.relief_units,
  code.share_guild_games,
  code.stale_at,
  code.starting_units,
  code.week_number
  TO dbsbm_books, dbsbm_settling;

GRANT EXECUTE ON FUNCTION
  code.cache_moves,
  code.cache_versions_of,
  code.cancel_ticket,
  code.correct_tickets,
  code.due_deliveries,
  code.due_stamps,
  code.ensure_member,
  code.enter_history,
  code.forget_correction_draft,
  code.guilds_with_boards,
  code.exclude,
  code.exclusions_of,
  code.keep_text,
  code.limits_of,
  code.lock_accounts,
  code.lock_guild_games,
  code.lock_tickets,
  code.move_by_admin,
  code.move_cache,
  code.ops_figures,
  code.place_draft,
  code.place_ticket,
  code.remove_draft_legs,
  code.set_limit,
  code.stale_at
  TO dbsbm_bot;

GRANT EXECUTE ON FUNCTION
  code.cache_moves,
  code.cache_versions_of,
  code.claim_ranges,
  code.count_old_rows,
  code.drop_quote_partitions,
  code.ensure_quote_partition,
  code.enter_history,
  code.forget_kept_answers,
  code.forget_notices,
  code.forget_rows,
  code.hold_page,
  code.move_cache,
  code.ops_figures,
  code.settle_tickets,
  code.stale_at
  TO dbsbm_fetcher;

-- A function runs as a role that owns no table, so that row-level security holds inside it. To be
-- given a function takes the right to create in its schema, for as long as that takes.
GRANT CREATE ON SCHEMA code TO dbsbm_books, dbsbm_settling;
ALTER FUNCTION code.cancel_ticket OWNER TO dbsbm_books;
ALTER FUNCTION code.correct_tickets OWNER TO dbsbm_books;
ALTER FUNCTION code.ensure_member OWNER TO dbsbm_books;
ALTER FUNCTION code.forget_correction_draft OWNER TO dbsbm_books;
ALTER FUNCTION code.exclude OWNER TO dbsbm_books;
ALTER FUNCTION code.exclusions_of OWNER TO dbsbm_books;
ALTER FUNCTION code.keep_text OWNER TO dbsbm_books;
ALTER FUNCTION code.limits_of OWNER TO dbsbm_books;
ALTER FUNCTION code.lock_accounts OWNER TO dbsbm_books;
ALTER FUNCTION code.lock_guild_games OWNER TO dbsbm_books;
ALTER FUNCTION code.lock_tickets OWNER TO dbsbm_books;
ALTER FUNCTION code.move_by_admin OWNER TO dbsbm_books;
ALTER FUNCTION code.place_draft OWNER TO dbsbm_books;
ALTER FUNCTION code.place_ticket OWNER TO dbsbm_books;
ALTER FUNCTION code.remove_draft_legs OWNER TO dbsbm_books;
ALTER FUNCTION code.cache_moves OWNER TO dbsbm_settling;
ALTER FUNCTION code.cache_versions_of OWNER TO dbsbm_settling;
ALTER FUNCTION code.claim_ranges OWNER TO dbsbm_settling;
ALTER FUNCTION code.count_old_rows OWNER TO dbsbm_settling;
ALTER FUNCTION code.due_deliveries OWNER TO dbsbm_settling;
ALTER FUNCTION code.due_stamps OWNER TO dbsbm_settling;
ALTER FUNCTION code.enter_history OWNER TO dbsbm_settling;
ALTER FUNCTION code.forget_kept_answers OWNER TO dbsbm_settling;
ALTER FUNCTION code.forget_notices OWNER TO dbsbm_settling;
ALTER FUNCTION code.forget_rows OWNER TO dbsbm_settling;
ALTER FUNCTION code.guilds_with_boards OWNER TO dbsbm_settling;
ALTER FUNCTION code.hold_page OWNER TO dbsbm_settling;
ALTER FUNCTION code.ops_figures OWNER TO dbsbm_settling;
ALTER FUNCTION code.settle_tickets OWNER TO dbsbm_settling;
REVOKE CREATE ON SCHEMA code FROM dbsbm_books, dbsbm_settling;
