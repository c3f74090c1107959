DROP INDEX tickets_settled_by_time;
