-- A second ticket on the game, placed before and settled with its page; then corrected by itself.
INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
  possible_return, placed_at, rule_version, settings_version, season, channel_id)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000002', 'B3N8WQZ',
    '80000000-0000-0000-0000-000000000001', 1002, 'single', 2000000, 3818181,
    '2024-11-17 17:01+00', 1, 1, 1, 5001);
INSERT INTO legs
SELECT guild_id, '90000000-0000-0000-0000-000000000002', leg, game_id, selection_id, market_id, kind,
  period, side, line, price_num, price_den, price_format, price_number, bookmaker_id
FROM legs WHERE ticket_id = '90000000-0000-0000-0000-000000000001';
INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
  debit_member, credit_kind, credit_member, amount)
VALUES
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000002', 0, 0, 1, 'cash',
    '80000000-0000-0000-0000-000000000001', 'at_risk', '80000000-0000-0000-0000-000000000001',
    2000000);
UPDATE accounts SET balance = balance + CASE kind WHEN 'cash' THEN -2000000 ELSE 2000000 END
WHERE member_id = '80000000-0000-0000-0000-000000000001';
SELECT * FROM hold_page('40000000-0000-0000-0000-000000000001', 0,
  '00000000-0000-0000-0000-000000000000', 9223372036854775807,
  'ffffffff-ffff-ffff-ffff-ffffffffffff');
SELECT settle_tickets(7, ARRAY['90000000-0000-0000-0000-000000000002']::uuid[], ARRAY[1],
  ARRAY[1297031000000000001], ARRAY[0], ARRAY['lost'], ARRAY[0], ARRAY[0], ARRAY[1], ARRAY['{2}'],
  ARRAY['44136fa355b3678a']);
SELECT * FROM move_ticket_heads(ARRAY[1297031000000000001],
  ARRAY['90000000-0000-0000-0000-000000000002']::uuid[], ARRAY[1], 'result', ARRAY['push'],
  ARRAY[2000000], ARRAY[1], ARRAY[1], ARRAY['{2}'], '44136fa355b3678a');
