REVOKE DELETE ON notices FROM dbsbm_fetcher;
DROP TABLE bot_state, leases, unknown_codes, kept_answers, poll_log;
