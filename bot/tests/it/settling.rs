//! Games end: grades, settlements and notices, as the fetcher leaves them.

use std::collections::HashMap;

use chrono::TimeDelta;
use grading::GradeError;
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::game::{GameStatus, Period, PeriodScore};
use store::grades::{self, GradeShares, NewGrade};
use store::settlements::{self, Came, Group, GroupMove};
use store::{leases, results, wake};

use crate::world::World;

/// The report that a game ended so.
pub(crate) fn ended(game: GameReport, home: i32, away: i32) -> GameReport {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    GameReport {
        status: GameStatus::Final,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        quotes: Vec::new(),
        quotes_complete: false,
        ..game
    }
}

impl World {
    /// Takes the report of a game's end, settles its tickets and leaves the notices.
    pub(crate) async fn end(&self, report: GameReport) {
        self.report(&[report]).await;
        self.settle().await;
    }

    /// Settles what waits, and leaves the notices.
    pub(crate) async fn settle(&self) {
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let lease = leases::take(&mut tx, "fetcher", "test", TimeDelta::zero()).await;
        let lease = lease.unwrap().expect("nobody else settles");
        for waiting in settlements::unsettled(&mut tx, 100).await.unwrap() {
            let (game, version) = (waiting.game, waiting.result_version);
            let (sport, league, result) = results::get(&mut tx, game, version)
                .await
                .unwrap()
                .expect("a result");
            let rules = grading::HouseRules::new(sport, league);
            let of = (game, version);
            let room = settlements::Room {
                servers: i32::MAX,
                tickets: 10_000,
            };
            let page = settlements::claim(&mut tx, &lease, of, None, room)
                .await
                .unwrap();
            let groups = settlements::hold_page(&mut tx, game, &page).await.unwrap();
            let mut fresh = HashMap::new();
            let mut moves = Vec::new();
            for Group {
                representative: ticket,
                tickets,
            } in groups
            {
                let mut decided = Vec::new();
                for leg in &ticket.legs {
                    let mut known = leg.grade;
                    if leg.selection.game == game {
                        let booked = grading::for_bet(&result, &leg.selection, leg.booked_start);
                        let rules = rules.clone().with_options(ticket.options);
                        let grade = match grading::grade(&rules, &leg.selection, &booked) {
                            Err(GradeError::StillAwaited) => None,
                            grade => Some(grade.unwrap()),
                        };
                        known = grade.map(|grade| {
                            let shares = GradeShares {
                                outcome: grade.outcome,
                                win: grade.win,
                                refund: grade.refund,
                            };
                            fresh.insert(
                                (leg.selection.id, leg.booked_start),
                                NewGrade {
                                    selection: leg.selection.clone(),
                                    booked_start: leg.booked_start,
                                    rule_version: ticket.rule_version,
                                    settings_digest: ticket.settings_digest.clone(),
                                    shares,
                                    receipt: grade.receipt.to_bytes().unwrap(),
                                },
                            );
                            let came = Came {
                                win: shares,
                                place: None,
                            };
                            (version, came)
                        });
                    }
                    // What an admin ruled stands over the result.
                    decided.push(leg.decided(known));
                }
                let to = ticket.come_to(&decided).unwrap();
                if (to.state, to.returned) != (ticket.state, ticket.returned) {
                    moves.push(GroupMove { tickets, to });
                }
            }
            let fresh: Vec<_> = fresh.into_values().collect();
            grades::insert(&mut tx, (game, version), &fresh)
                .await
                .unwrap();
            settlements::settle(&mut tx, &lease, &moves).await.unwrap();
            let guilds: Vec<_> = page.iter().map(|it| it.guild).collect();
            settlements::leave_notices(&mut tx, &guilds, of)
                .await
                .unwrap();
            settlements::finish(&mut tx, of).await.unwrap();
        }
        wake::wake(&mut tx, wake::NOTICES).await.unwrap();
        tx.commit().await.unwrap();
    }
}
