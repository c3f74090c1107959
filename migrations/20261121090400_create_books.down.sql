DROP TABLE settlements, grades, legs, tickets, transfers, accounts;
