-- Games of which a result stands take no bets; those that were placed stay.
SELECT count(*) FROM games WHERE status = 'scheduled' AND result_version > 0;
