-- An admin voided the ticket that a corrected result had lost, and gave its owner two units, which
-- another took back.
INSERT INTO corrections (guild_id, correction_id, number, kind, way, actor_id, actor_name, reason,
  ticket_id, member_id, amount, undoes, channel_id)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000001', 1, 'void', 'command', 77, 'alice',
    'the line was posted wrongly', '90000000-0000-0000-0000-000000000001', NULL, NULL, NULL, 5001),
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000002', 2, 'grant', 'command', 77, 'alice',
    'prize of the week', NULL, '80000000-0000-0000-0000-000000000001', 2000000, NULL, 5001),
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000003', 3, 'undo', 'command', 77, 'alice',
    'given to the wrong member', NULL, NULL, NULL, 'a0000000-0000-0000-0000-000000000002', 5001);
INSERT INTO rulings (guild_id, ticket_id, leg, number, outcome, win_num, win_den, refund_num,
  refund_den)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 1, 1, 'void', 0, 1, 1, 1);
SELECT * FROM move_ticket_heads(ARRAY[1297031000000000001],
  ARRAY['90000000-0000-0000-0000-000000000001']::uuid[], ARRAY[3], 'admin', ARRAY['void'],
  ARRAY[2000000], ARRAY[1], ARRAY[1], ARRAY['{-1}'], '44136fa355b3678a');
INSERT INTO corrected_tickets (guild_id, correction_id, ticket_id, sequence, state_before,
  returned_before, state_after, returned_after)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000001',
    '90000000-0000-0000-0000-000000000001', 4, 'push', 2000000, 'void', 2000000);
SELECT * FROM move_by_admin(1297031000000000001, 'a0000000-0000-0000-0000-000000000002',
  '80000000-0000-0000-0000-000000000001', 1, true, 2000000);
SELECT * FROM move_by_admin(1297031000000000001, 'a0000000-0000-0000-0000-000000000003',
  '80000000-0000-0000-0000-000000000001', 1, false, 2000000);
INSERT INTO corrected_members (guild_id, correction_id, member_id, cash_before, cash_after)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000002',
    '80000000-0000-0000-0000-000000000001', 100000000, 102000000);
INSERT INTO correction_drafts (guild_id, draft_id, actor_id, asked) VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000004', 77, '{}');
INSERT INTO notices (guild_id, kind, subject, sequence) VALUES
  (1297031000000000001, 'correction', 'a0000000-0000-0000-0000-000000000001', 1);
