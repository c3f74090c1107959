-- The functions work on rows that were there before them: the ticket is corrected once more.
SELECT * FROM settle_tickets(7, ARRAY[1297031000000000001],
  ARRAY['90000000-0000-0000-0000-000000000001']::uuid[], ARRAY[2], ARRAY['push'],
  ARRAY[2000000], ARRAY[1], ARRAY[1], ARRAY['{2}'], '44136fa355b3678a');
SELECT * FROM ensure_member(1297031000000000001, 78, 'bob',
  '80000000-0000-0000-0000-000000000003', 1);
