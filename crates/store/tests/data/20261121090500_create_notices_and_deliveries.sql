INSERT INTO notices (guild_id, kind, subject, sequence) VALUES
  (1297031000000000001, 'ticket_placed', '90000000-0000-0000-0000-000000000001', 0),
  (1297031000000000001, 'game_results', '40000000-0000-0000-0000-000000000001', 1),
  (1297031000000000001, 'game_results', '40000000-0000-0000-0000-000000000001', 2);
UPDATE deliveries SET state = 'sent', tries = 1, done_at = app_now() WHERE kind = 'ticket_placed';
INSERT INTO slips (guild_id, ticket_id, channel_id, message_id, stamp_due_at) VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 5001, 6001, app_now());
INSERT INTO results_messages VALUES
  (1297031000000000001, '40000000-0000-0000-0000-000000000001', 5002, 6002, 1);
