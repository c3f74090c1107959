INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url, http_status) VALUES
  ('espn', 'NFL', '2024-11-17 21:11+00', 130, 'changed', 'https://example.invalid/nfl', 200);
INSERT INTO kept_answers (poll_id, place, reason, body)
  SELECT poll_id, 'events[3]', 'unknown status', '\x7b' FROM poll_log;
INSERT INTO unknown_codes VALUES ('espn', 'STATUS_X', 3, '2024-11-17', '2024-11-18');
INSERT INTO leases VALUES ('fetcher', 'one', 7, '2024-11-17');
INSERT INTO bot_state (key, value) VALUES ('commands', '"abc"');
