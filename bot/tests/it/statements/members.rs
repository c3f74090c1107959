//! What members press to look, to bet and to see how they stand.

use sandbox::RenderedMessage;
use serde_json::json;

use super::scene::{Scene, button, message, none, tournament};
use crate::announce::is_results;

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    games(scene).await;
    lines(scene).await;
    bets(scene).await;
    players(scene).await;
    props(scene).await;
    futures(scene).await;
    refusals(scene).await;
    tickets(scene).await;
    manual(scene).await;
    standing(scene).await;
}

async fn games(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/games: of all leagues", "open**");
    let all = scene.slash(&ben, ("games", none()), what).await;
    let what = ("/games: of a league", "NFL game");
    scene
        .slash(&ben, ("games", json!({ "league": "nfl" })), what)
        .await;
    let what = ("/games league: choices", "NFL");
    scene
        .choices(&ben, ("games", json!({ "league": "" }), "league"), what)
        .await;
    let what = ("component games.g: prices of a game", "Prices from Alpha");
    let prices = scene.press(&ben, (message(&all), "Bet"), what).await;
    let what = ("component bet.p: stakes for a price", "You have");
    let stakes = scene
        .press(&ben, (message(&prices), "ClubH101 +3.5"), what)
        .await;
    let prices = ben.press(message(&stakes), "All prices").await.unwrap();
    let what = ("component games.gs: a page of games", "open**");
    scene
        .press(&ben, (message(&prices), "All games"), what)
        .await;
}

async fn lines(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/odds game: choices", "H101");
    scene
        .choices(&ben, ("odds", json!({ "game": "" }), "game"), what)
        .await;
    let what = ("/odds: several games", "games match");
    let several = json!({ "game": "club" });
    let games = scene.slash(&ben, ("odds", several.clone()), what).await;
    let first = |it: &RenderedMessage, menu: &str| it.menu(menu).unwrap().options[0].1.clone();
    let game = first(message(&games), "Choose a game");
    let what = ("component odds.c: a game of the menu", "hold");
    let chosen = (message(&games), "Choose a game", &[game.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("/odds: a game", "Fair prices: ");
    let typed = json!({ "game": "clubh102" });
    let odds = scene.slash(&ben, ("odds", typed.clone()), what).await;
    let what = ("component line.g: the main line", "Opened");
    let line = scene
        .press(&ben, (message(&odds), "Line movement"), what)
        .await;
    let what = ("component odds.g: a game", "hold");
    scene
        .press(&ben, (message(&line), "Compare odds"), what)
        .await;

    let what = ("/line game: choices", "H101");
    scene
        .choices(&ben, ("line", json!({ "game": "" }), "game"), what)
        .await;
    let what = ("/line market: choices", "Spread");
    let typing = json!({ "game": "clubh102", "market": "" });
    scene.choices(&ben, ("line", typing, "market"), what).await;
    let what = ("/line: several games", "games match");
    let games = scene.slash(&ben, ("line", several), what).await;
    let what = ("component line.c: a game of the menu", "Opened");
    let chosen = (message(&games), "Choose a game", &[game.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("/line: a line", "Opened");
    let typed = json!({ "game": "clubh102", "market": "moneyline clubh102" });
    let line = scene.slash(&ben, ("line", typed), what).await;
    let books = first(message(&line), "Choose a bookmaker");
    let what = ("component line.b: of all bookmakers", "Middle of 3");
    let chosen = (message(&line), "Choose a bookmaker", &[books.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("component line.m: another line", "Opened");
    let other = first(message(&line), "Choose another market");
    let chosen = (
        message(&line),
        "Choose another market",
        &[other.as_str()][..],
    );
    scene.select(&ben, chosen, what).await;
}

async fn bets(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/bet game: choices", "H101");
    scene
        .choices(&ben, ("bet", json!({ "game": "" }), "game"), what)
        .await;
    let typed = json!({ "game": "clubh101", "pick": "" });
    let what = ("/bet pick: choices", "ClubH101 +3.5");
    scene.choices(&ben, ("bet", typed, "pick"), what).await;
    let what = ("/bet: several games", "games");
    let club = json!({ "game": "club" });
    let games = scene.slash(&ben, ("bet", club.clone()), what).await;
    // A few are shown with their prices, and of more there is a menu.
    if let Some(menu) = message(&games).menu("Choose a game") {
        let first = menu.options[0].1.clone();
        let what = ("component games.f: a game of the menu", "Prices from Alpha");
        let chosen = (message(&games), "Choose a game", &[first.as_str()][..]);
        scene.select(&ben, chosen, what).await;
        scene.was_of_few();
        let games = scene.shown(&ben, "bet", club).await;
        let chosen = (&games, "Choose a game", &[first.as_str()][..]);
        scene.select(&ben, chosen, what).await;
    }
    let what = ("/bet: no price", "Prices from Alpha");
    scene
        .slash(&ben, ("bet", json!({ "game": "clubh101" })), what)
        .await;
    let typed = json!({ "game": "clubh101", "pick": "club" });
    let what = ("/bet: several prices", "Several prices");
    scene.slash(&ben, ("bet", typed), what).await;
    let typed = json!({ "game": "clubh101", "pick": "over" });
    let what = ("/bet: a price", "You have");
    let stakes = scene.slash(&ben, ("bet", typed), what).await;
    let what = ("component bet.s: placed", "Bet placed");
    scene
        .press(&ben, (message(&stakes), "Bet 0.5u"), what)
        .await;
    let stakes = scene.stakes("over", "-105").await;
    let what = ("component bet.o: asks for an amount", "Other amount");
    let form = scene.press(&ben, (&stakes, "Other amount"), what).await;
    let what = ("component bet.of: placed", "Bet placed");
    let amount = json!({ "stake": "0.75" });
    scene
        .submit(&ben, (form.modal().unwrap(), amount), what)
        .await;
}

async fn players(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let game = json!({ "game": "clubh102" });
    let prices = scene.shown(&ben, "bet", game).await;
    let chosen = (&prices, "More markets", &["Players"][..]);
    let what = ("component games.gr: players", "have prices");
    let players = scene.select(&ben, chosen, what).await;
    let what = ("component games.c: a player", "Player 01");
    let chosen = (message(&players), "Choose a player", &["Player 01"][..]);
    let player = scene.select(&ben, chosen, what).await;
    let what = ("component games.x: a page of a player", "Player 01");
    let page = scene.press(&ben, (message(&player), "Next"), what).await;
    let what = ("component games.pl: players", "have prices");
    let players = scene.press(&ben, (message(&page), "Players"), what).await;
    let chosen = ben.select(message(&players), "Choose a player", &["Player 01"]);
    let player = chosen.await.unwrap();
    let pick = "Player 01 over 4.5 receptions -110";
    let chosen = (message(&player), "Choose a bet", &[pick][..]);
    let what = ("component bet.c: stakes for a price", "You have");
    scene.select(&ben, chosen, what).await;
    let game = json!({ "game": "clubh102" });
    let prices = scene.shown(&ben, "bet", game).await;
    let chosen = (&prices, "More markets", &["Halves"][..]);
    let what = ("component games.gr: markets", "2 markets, 28 prices");
    let halves = scene.select(&ben, chosen, what).await;
    let (menu, all) = ("24 of 26 · Total, 1st half", "All 26 prices, page by page");
    let what = ("component games.k: all of a market", "1st half");
    let total = scene
        .select(&ben, (message(&halves), menu, &[all]), what)
        .await;
    let what = ("component games.q: a group", "2 markets, 28 prices");
    let halves = scene.press(&ben, (message(&total), "Halves"), what).await;
    let over = ["Over 21.5, 2nd half -110"];
    let what = ("component games.k: stakes for a price", "You have");
    let chosen = (message(&halves), "Total, 2nd half", &over[..]);
    scene.select(&ben, chosen, what).await;
    let typed = json!({ "game": "clubh102", "pick": "01 over 4.5 receptions" });
    let what = ("/bet: a price about a player", "You have");
    scene.slash(&ben, ("bet", typed), what).await;
}

async fn props(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/prop player: choices", "Player 01");
    let typing = ("prop", json!({ "player": "01" }), "player");
    let players = scene.choices(&ben, typing, what).await;
    let player = players[0].value.clone();
    let what = ("/prop category: choices", "receptions");
    let typing = json!({ "player": player, "category": "" });
    scene
        .choices(&ben, ("prop", typing, "category"), what)
        .await;
    let what = ("/prop pick: choices", "Player 01 over 4.5");
    let typing = json!({ "player": player, "pick": "over 4" });
    scene.choices(&ben, ("prop", typing, "pick"), what).await;
    let what = ("/prop: a price", "You have");
    let typed = json!({ "player": "01", "category": "receptions", "pick": "over 4.5" });
    scene.slash(&ben, ("prop", typed), what).await;
    let what = ("/prop: several players", "match");
    let several = json!({ "player": "player" });
    let found = scene.slash(&ben, ("prop", several), what).await;
    let menu = message(&found).menu("Choose a player").unwrap();
    let first = menu.options[0].1.clone();
    let what = ("component prop.c: a player of the menu", "is void");
    let chosen = (message(&found), "Choose a player", &[first.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("/prop: a player", "is void");
    let all = json!({ "player": player });
    let page = scene.slash(&ben, ("prop", all), what).await;
    let what = ("component prop.p: a page of a player", "is void");
    scene.press(&ben, (message(&page), "Next"), what).await;
}

async fn futures(scene: &mut Scene) {
    let ben = scene.ben.clone();
    // What can be bet on stays so.
    let all = scene.open.iter().cloned().chain([1, 2].map(tournament));
    scene.world.report(&all.collect::<Vec<_>>()).await;
    let listed = async || {
        let typing = json!({ "event": "" });
        let found = ben.autocomplete("#general", "future", typing, "event");
        (found.await.unwrap().len() == 2).then_some(())
    };
    scene.world.until(listed).await;
    let what = ("/future event: choices", "Open 1");
    let typing = ("future", json!({ "event": "" }), "event");
    let events = scene.choices(&ben, typing, what).await;
    let event = events[0].value.clone();
    let what = ("/future market: choices", "Winner");
    let typing = json!({ "event": event, "market": "" });
    scene
        .choices(&ben, ("future", typing, "market"), what)
        .await;
    let what = ("/future pick: choices", "Golfer 01");
    let typing = json!({ "event": event, "pick": "01" });
    scene.choices(&ben, ("future", typing, "pick"), what).await;
    let what = ("/future: a price", "You have");
    let typed = json!({ "event": "open 1", "market": "winner", "pick": "01" });
    scene.slash(&ben, ("future", typed), what).await;
    let what = ("/future: several events", "games match");
    let found = scene.slash(&ben, ("future", json!({ "event": "open" })), what);
    let found = found.await;
    let menu = message(&found).menu("Choose a game").unwrap();
    let first = menu.options[0].1.clone();
    let what = ("component future.c: an event of the menu", "Who wins");
    let chosen = (message(&found), "Choose a game", &[first.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("/future: an event", "Who wins");
    let event = json!({ "event": "open 1" });
    let page = scene.slash(&ben, ("future", event), what).await;
    let what = ("component future.e: a page of an event", "Top finishes");
    scene.press(&ben, (message(&page), "Next"), what).await;
}

async fn refusals(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let (pick, open) = ("clubh101 +3.5", scene.open.clone());
    let stakes = scene.stakes(pick, "-110").await;
    let form = ben.press(&stakes, "Other amount").await.unwrap();
    let what = (
        "component bet.of: more than may be bet",
        "The most you can bet",
    );
    let amount = json!({ "stake": "6" });
    scene
        .submit(&ben, (form.modal().unwrap(), amount), what)
        .await;

    let stakes = scene.stakes(pick, "-110").await;
    scene.reprice(-130).await;
    let what = ("component bet.s: the price has moved", "The price moved");
    scene.press(&ben, (&stakes, "Bet 0.5u"), what).await;
    let stakes = scene.stakes(pick, "-130").await;
    let prices = scene
        .shown(&ben, "bet", json!({ "game": "clubh101" }))
        .await;
    let mut gone = open.clone();
    for game in &mut gone {
        game.quotes.retain(|it| it.line.is_none());
    }
    scene.world.report(&gone).await;
    let what = ("component bet.s: the price is gone", "That price is gone");
    scene.press(&ben, (&stakes, "Bet 0.5u"), what).await;
    let what = ("component bet.p: the price is gone", "That price is gone");
    scene.press(&ben, (&prices, "ClubH101 +3.5"), what).await;

    scene.world.report(&open).await;
    let stakes = scene.stakes(pick, "-110").await;
    scene.put_off(true).await;
    let what = ("component bet.s: the game is postponed", "postponed");
    scene.press(&ben, (&stakes, "Bet 0.5u"), what).await;
    scene.put_off(false).await;
}

async fn tickets(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/tickets: settled", "settled tickets");
    let settled = json!({ "which": "settled" });
    scene.slash(&ben, ("tickets", settled), what).await;
    let what = ("/tickets: open", "open tickets");
    let open = scene.slash(&ben, ("tickets", none()), what).await;
    let menu = message(&open).menu("Explain a ticket").unwrap();
    let ticket = menu.options[0].1.clone();
    let what = ("component why.wc: a ticket of the menu", "Not graded yet");
    let chosen = (message(&open), "Explain a ticket", &[ticket.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("component tickets.p: settled tickets", "settled tickets");
    scene
        .press(&ben, (message(&open), "Settled tickets"), what)
        .await;

    let what = ("/why ticket: choices", "Open");
    let typed = ("why", json!({ "ticket": "" }), "ticket");
    let choices = scene.choices(&ben, typed, what).await;
    let code = json!({ "ticket": choices[0].value });
    let what = ("/why: a ticket", "Not graded yet");
    scene.slash(&ben, ("why", code), what).await;

    let results = scene.world.wait(is_results).await;
    let what = ("component tickets.m: mine on a game", "Your");
    let mine = scene.press(&ben, (&results, "Mine"), what).await;
    let what = ("component why.w: a settled ticket", "Decided by Alice");
    scene.press(&ben, (message(&mine), "Why"), what).await;

    let stakes = scene.stakes("under", "-115").await;
    let stake = button(&stakes, "Bet 0.5u");
    let placed = ben.press(&stakes, &stake).await.unwrap();
    let what = ("component tickets.c: cancelled", "Bet cancelled");
    scene
        .press(&ben, (message(&placed), "Cancel bet"), what)
        .await;
}

async fn manual(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let bet = json!({
        "event": "Club final", "pick": "Olga wins", "price": "+150", "stake": "0.5",
        "starts": "in 2h",
    });
    let what = ("/manual: placed", "Bet placed");
    scene.slash(&ben, ("manual", bet), what).await;
}

/// Of somebody who bets nowhere else: they take a break.
async fn limits(scene: &mut Scene) {
    let cleo = scene.world.user("cleo");
    let what = ("/limits: none", "Your limits");
    let shown = scene.slash(&cleo, ("limits", none()), what).await;
    let what = ("component limits.c: a form", "");
    let choose = (message(&shown), "Set a limit", &["stake-month"][..]);
    let form = scene.select(&cleo, choose, what).await;
    let what = ("component limits.cf: set", "of **1,000u**");
    let amount = json!({ "amount": "1000" });
    let set = (form.modal().unwrap(), amount);
    scene.submit(&cleo, set, what).await;
    let shown = scene.shown(&cleo, "limits", none()).await;
    let what = ("component limits.r: removed", "ends");
    let remove = (&shown, "Remove a limit", &["stake-month"][..]);
    scene.select(&cleo, remove, what).await;
    let what = ("component limits.b: how long", "Take a break");
    let asked = scene.press(&cleo, (&shown, "Take a break"), what).await;
    let what = ("component limits.l: asked again", "24 hours");
    let length = (message(&asked), "How long?", &["1"][..]);
    let sure = scene.select(&cleo, length, what).await;
    let what = ("component limits.v: not now", "Your limits");
    let shown = scene.press(&cleo, (message(&sure), "Not now"), what).await;
    let asked = cleo.press(message(&shown), "Take a break").await.unwrap();
    let sure = cleo.select(message(&asked), "How long?", &["1"]).await;
    let sure = sure.unwrap();
    let what = ("component limits.g: begun", "taking a break");
    let begin = (message(&sure), "Begin, in this server");
    scene.press(&cleo, begin, what).await;
}

async fn standing(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/balance: shown", "to bet with");
    let balance = scene.slash(&ben, ("balance", none()), what).await;
    let what = ("component balance.n: a mention", "mention you");
    scene
        .press(&ben, (message(&balance), "Mention me"), what)
        .await;
    let balance = scene.shown(&ben, "balance", none()).await;
    let what = ("component balance.f: an odds format", "to bet with");
    let format = (&balance, "Odds format", &["server"][..]);
    scene.select(&ben, format, what).await;
    for (what, menu, value) in [
        (
            "component balance.ps: what singles take",
            "a single bet moves",
            "0",
        ),
        (
            "component balance.pp: what parlays take",
            "a parlay moves",
            "x",
        ),
    ] {
        let balance = scene.shown(&ben, "balance", none()).await;
        let menu = format!("When the price of {menu}");
        let chosen = (&balance, menu.as_str(), &[value][..]);
        scene.select(&ben, chosen, (what, "to bet with")).await;
    }
    let what = ("/me: a record", "Your record");
    scene.slash(&ben, ("me", none()), what).await;
    limits(scene).await;
    let what = ("/help: every command", "What you can do");
    scene.slash(&ben, ("help", none()), what).await;

    let what = ("/rules: of the sport of most games", "House rules");
    let rules = scene.slash(&ben, ("rules", none()), what).await;
    let what = ("component rules.r: a page", "House rules");
    scene.press(&ben, (message(&rules), "Next"), what).await;
    let rules = scene.shown(&ben, "rules", none()).await;
    let what = (
        "component rules.rs: of another sport",
        "House rules: Tennis",
    );
    let sport = (&rules, "Rules of another sport", &["tennis"][..]);
    scene.select(&ben, sport, what).await;

    let what = ("/leaderboard: the first page", "Member");
    let first = scene.slash(&ben, ("leaderboard", none()), what).await;
    if message(&first).button("Last").is_some() {
        let what = ("component leaderboard.l: a page", "Unranked");
        let last = scene.press(&ben, (message(&first), "Last"), what).await;
        scene.was_of_few();
        let back = scene.press(&ben, (message(&last), "Back"), what).await;
        let what = ("component leaderboard.lm: the page with me", "Ben");
        let mine = scene.press(&ben, (message(&back), "My rank"), what).await;
        scene.was_of_few();
        scene.press(&ben, (message(&mine), "My rank"), what).await;
    }
}
