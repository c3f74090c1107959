-- Both functions answer over the rows that are there.
SELECT count(*) FROM due_deliveries(10);
SELECT count(*) FROM due_stamps(10);
