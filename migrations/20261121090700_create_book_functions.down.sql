DROP FUNCTION cancel_ticket(bigint, uuid, uuid, interval, text);
DROP FUNCTION settle_tickets(bigint, bigint[], uuid[], int[], text[], bigint[], numeric[],
  numeric[], text[], text);
DROP FUNCTION move_ticket_heads(bigint[], uuid[], int[], text, text[], bigint[], numeric[],
  numeric[], text[], text);
DROP FUNCTION place_ticket(bigint, uuid, bigint, uuid, text[], bigint, uuid[], uuid[], bigint[],
  bigint[], int, int, bigint, boolean);
DROP FUNCTION hold_games(uuid[]);
DROP FUNCTION ensure_member(bigint, bigint, text, uuid, int);
DROP FUNCTION act_for(bigint);
DROP FUNCTION week_number(timestamptz);
DROP FUNCTION relief_units();
DROP FUNCTION starting_units();
