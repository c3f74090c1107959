DROP TABLE report_repeats;
