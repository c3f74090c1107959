DROP FUNCTION guilds_with_boards();
DROP FUNCTION due_stamps(int);
DROP FUNCTION due_deliveries(int);
DROP TABLE results_messages, slips, deliveries, notices;
DROP FUNCTION make_delivery();
