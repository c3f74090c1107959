INSERT INTO feed_forms (provider, league, feed, form, answered_at, refused_at, reason) VALUES
  ('espn', 'NFL', 'scoreboard', 'month', '2026-11-29 10:00+00', NULL, NULL),
  ('espn', 'NFL', 'scoreboard', 'range', '2026-09-14 10:00+00', '2026-09-15 10:00+00',
   'status 400 Bad Request');
INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url, http_status) VALUES
  ('espn', 'NFL/schedule', '2026-11-29 10:00+00', 130, 'bad_request',
   'https://example.invalid/nfl', 400);
INSERT INTO kept_answers (poll_id, place, reason, reference)
  SELECT poll_id, 'event 7', 'the periods do not add up', '7'
  FROM poll_log WHERE outcome = 'bad_request';
