//! Nobody's presses, letters or bets are paid for by anybody else.

mod deliveries;
