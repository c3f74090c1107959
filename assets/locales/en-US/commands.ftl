### What members read in answers to commands, buttons and forms.

## Errors. Each says what happened, whether anything was charged, and what to do.

answer-owed = I couldn't show you this answer earlier:
error-unexpected = Something went wrong on our side, and we are looking into it. Nothing was charged. Try again in a minute.
error-in-doubt = Something went wrong on our side while placing your bet. Check /tickets before you try again: if the bet is there, it was placed.
error-no-time = A lot is going on right now, and I didn't get to this in time. Nothing was charged. Try again in a few seconds.
error-done = That went through, but something went wrong on our side before I could show it. You don't need to do it again.
error-code = -# {$code}
error-not-in-server = Bets are placed in servers, and each server keeps its own balances. Use me in a server that has added me.
error-too-fast = You're going a bit fast. Nothing was charged. Try again in a few seconds.
error-server-busy = A lot is going on in this server right now. Nothing was charged. Try again in a few seconds.
error-stale = That button is from an older message and no longer works. Nothing was charged. Start again with /games.

## Help

help-about = Shows what you can do here
help-head = **What you can do**
help-line = {$command} · {$about}
help-line-message = **{$command}**: press and hold or right-click a message, then Apps · {$about}
help-foot = -# Play units only: nothing to buy, sell or win.

## Balance

me-about = Shows your own record
me-head = **Your record**
me-month = This month: **{ $won }-{ $lost }-{ $pushed }**, { $net }, { $return } return
me-month-none = This month: no graded bets yet
me-all = All time: **{ $won }-{ $lost }-{ $pushed }**, { $net }, { $return } return
me-streak-won = Your last { $count ->
    [one] bet
   *[other] { $count } bets
  } won.
me-streak-lost = Your last { $count ->
    [one] bet
   *[other] { $count } bets
  } lost.
me-foot = -# Won, lost, pushed. Months start on the 1st, UTC. Manual bets aren't counted.
me-none = None of your bets have been graded yet. See /tickets for what is open.

welcome =
    { "" }**Welcome! You start with { $units }.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
balance-about = Shows your balance and what is at risk
balance-lines =
    { "" }**{$cash}** to bet with
    { "" }**{$risk}** at risk in open tickets
balance-relief = You'll be topped up to { $units } on <t:{ $when }:F>.
balance-relieved = It's a new week: you've been topped up by { $units }.
balance-odds = Odds format
balance-notify = When your bets are graded:
balance-single-takes = When the price of a single bet moves
balance-parlay-takes = When the price of a parlay moves
balance-lines-menu = Bets typed with /b
takes-single = Single bets
takes-parlay = Parlays
takes-exact = { $about }: only at the price shown
takes-better = { $about }: at that price or better
takes-less = { $about }: at that price, better, or up to { $share }% less to win
lines-preview = Bets typed with /b: show me first
lines-straight = Bets typed with /b: place right away
odds-servers = Odds: this server's format
odds-american = American, -110
odds-decimal = Decimal, 1.91
odds-fractional = Fractional, 10/11
odds-hong-kong = Hong Kong, 0.91
odds-malay = Malay, -0.92
odds-indonesian = Indonesian, -1.10

## Limits

limits-about = Sets limits for yourself, or takes a break from betting
limits-head = **Your limits in this server**
limits-none = You haven't set any. A limit counts all your bets here, including ones you've already placed.
limits-foot =
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
limits-bet = Stake of one bet
limits-stake-day = Stakes in 24 hours
limits-stake-week = Stakes in 7 days
limits-stake-month = Stakes in 30 days
limits-loss-day = Losses in 24 hours
limits-loss-week = Losses in 7 days
limits-loss-month = Losses in 30 days
limits-line = { $name }: **{ $used }** of **{ $amount }**
limits-line-bet = { $name }: **{ $amount }** at most
limits-next = · becomes { $amount } <t:{ $at }:R>
limits-next-none = · ends <t:{ $at }:R>
limits-choose = Set a limit
limits-remove = Remove a limit
limits-amount-label = The most, in units
limits-amount-hint = 10 or 2.5
limits-set = That's set, from now on.
limits-set-later = That takes effect <t:{ $at }:R>. Until then, your limit stays as it is.
limits-not-a-number = I can't read "{ $typed }" as an amount. Your limit hasn't changed. Try 10 or 2.5.
limits-too-large = That amount is too large to be a limit. Your limit hasn't changed.
limits-break = Take a break
limits-break-here = You're taking a break from betting in this server until <t:{ $until }:f> (<t:{ $until }:R>).
limits-break-everywhere = You're taking a break from betting in every server with this bot until <t:{ $until }:f> (<t:{ $until }:R>).
limits-break-ask =
    { "" }**Take a break from betting**
    You won't be able to place bets until it's over. Bets you have open stay open and are graded as usual.
limits-length = How long?
limits-days = { $days ->
    [1] 24 hours
    [182] 6 months
    [365] 1 year
    [1826] 5 years
   *[other] { $days } days
}
limits-break-confirm =
    { "" }**A break of { $length }, until <t:{ $until }:f>**
    Nobody can end it early: not you, and not the people who run this server.
limits-begin-here = Begin, in this server
limits-begin-everywhere = Begin, in every server
limits-back = Not now
limits-offer = -# You can set limits for yourself at any time with /limits.

## Games and prices

games-about = Shows the games you can bet on
games-league = Only this league
games-bet = Bet
games-all = All games
games-head = { $count ->
    [one] **1 game is open**
   *[other] **{ $count } games are open**
}
games-head-league = { $count ->
    [one] **1 { $league } game is open**
   *[other] **{ $count } { $league } games are open**
}
games-row =
    { $game }
    { $prices }
games-no-lines = No main lines yet, but other bets are open.
games-none = No games are open, and none are scheduled yet.
games-none-next =
    Nothing is open. Next:
    { $game }
games-no-league = No open games in "{ $typed }". Use /games without a league to see every open game.
game-line = **{ $game }** · { $league } · <t:{ $at }:f> (<t:{ $at }:R>)
offer = { $pick } { $price }
prices-from = { $books } via { $feeds }, checked <t:{ $checked }:R>
markets-consensus = -# Fair prices: { $prices } ({ $books } bookmakers)
markets-foot = -# Prices from { $from }. Press one to see what it pays. Nothing is placed yet.
card-mine = **Your bets**
card-mine-more = { $count ->
    [one] -# and 1 more, in /tickets
   *[other] -# and { $count } more, in /tickets
}
card-bet-open = `{ $stake }` { $pick } at { $price } · ticket { $code }
card-leg = { $whole }: { $pick }
card-playing = **{ $scored }** · { $league } · { $stage }
card-score-from = -# Score from { $source }, checked <t:{ $at }:R>. Betting is closed.
card-closed = -# Betting is closed.
card-result-from = -# Result from { $source }, <t:{ $at }:f>
card-begun =
    { "" }**{ $game }** · { $league } · <t:{ $at }:f> (<t:{ $at }:R>)
    -# Nothing can be bet on right now: it has started, or no bookmaker has a price on it.
card-off =
    { "" }**{ $game }** · { $league } · { $how }
    -# Betting is closed. It was to start <t:{ $at }:f>.
card-undecided =
    { "" }**{ $game }** · { $league } · { $how }
    -# Betting is closed. The result is being confirmed.
card-refresh = Refresh
card-why = Explain my bets
groups-pick = More markets
groups-players = { $count ->
    [one] 1 player
   *[other] { $count } players
}
groups-markets = { $count ->
    [one] 1 market
   *[other] { $count } markets
}
groups-prices = { $count ->
    [one] 1 price
   *[other] { $count } prices
}
group-players = Players
group-lines = Other spreads, totals and winners
group-team-totals = Team totals
group-halves = Halves
group-quarters = Quarters
group-thirds = Periods
group-innings = Innings
group-sets = Sets
group-maps = Maps
group-rounds = Rounds
group-draw-no-bet = Draw no bet
group-double-chance = Double chance
group-both-to-score = Both to score
group-correct-score = Correct score
group-winner = Winner
group-top-finish = Top finishes
group-head-to-head = Head-to-heads and groups
group-other = Other markets
group-head =
    { $game }
    { "" }**{ $group }** · { $counted }
    -# Prices from { $from }. Choose one to see what it pays. Nothing is placed yet.
menu-title = { $title }
menu-some = { $shown } of { $count } · { $title }
menu-all = All { $count } prices, page by page
players-head =
    { $game }
    { $count ->
        [one] 1 player has prices.
       *[other] { $count } players have prices.
    } In /bet you can also type a name.
players-pick = Choose a player
section-head =
    { $game }
    { "" }**{ $title }**
    -# Prices from { $from }. Choose one to see what it pays. Nothing is placed yet.
section-pick = Choose a bet
page-first = First
page-previous = Back
page-of = { $page } of { $pages }
page-next = Next
page-last = Last

choice-game = { $game } · { $league } · { $at } · { $offer }
choose-game = Choose a game
choose-of-games = { $count } games match "{ $typed }". Which one?
choose-of-many-games = { $count } games match "{ $typed }". These are the first { $shown }; type more to find the others.
choice-game-bare = { $game } · { $league } · { $at }
choice-nothing = No games are open or scheduled yet
choice-nothing-next = No games are open. Next: { $league } { $at }
choice-no-match = No open game or price matches that
choice-no-player = No player on the board has that name
choice-no-prop = No bet on that player matches that
choice-no-event = No open tournament, race or season matches that
choice-no-market = No market on that event matches that
choice-category = { $category } ({ $count ->
    [one] 1 price
   *[other] { $count } prices
})
choice-more = { $shown } of { $count } shown: type a team or league for the others
choice-more-picks = { $shown } of { $count } shown: type a name or a number for the others
choice-more-players = { $shown } of { $count } shown: type more of the name for the others
choice-more-leagues = { $shown } of { $count } shown: type a league for the others

## Odds

odds-about = Compares bookmakers' prices on a game
odds-game = Which game: choose one, or type a team
odds-unknown-game = No open game matches "{ $typed }". Choose one from the list, or see /games.
odds-no-prices = That game has started or has no prices right now. See /games for what is open.
odds-no-main-lines = No bookmaker has a moneyline, spread or total on that game right now. /bet shows what else is open.
odds-market = **{ $question }**
odds-best = Best: { $prices } · { $hold } combined hold
odds-best-only = Best: { $prices }
odds-best-price = { $pick } **{ $price }** at { $book }
odds-bold = **{ $price }**
odds-consensus = Fair prices: { $prices } ({ $books } bookmakers)
odds-book = { $book } { $prices } · { $hold } hold · { $feed } <t:{ $checked }:R>
odds-book-fair = { $book } { $prices } · { $hold } hold · fair { $fair } · { $feed } <t:{ $checked }:R>
odds-more-books = -# and { $count ->
    [one] 1 more bookmaker
   *[other] { $count } more bookmakers
  }
odds-line = Line movement
odds-foot =
    -# Hold is the share of all stakes a bookmaker keeps in the long run. Fair prices leave it out.
    -# Prices from { $from }. Press one to see what it pays. Nothing is placed yet.

## Line movement

line-about = Shows how a line moved, with your open bets on it
line-game = Which game: choose one, or type a team
line-market = Which market: choose one, or leave it out for your last bet or the main line
line-unknown-game = No open game matches "{ $typed }". Choose one from the list, or see /games.
line-unknown-market = Nothing on that game matches "{ $typed }". Choose one from the list, or leave the market out.
line-no-prices = No bookmaker has priced that game, so there's nothing to chart. See /games for what is open.
line-no-history = I don't have any prices for that market, so there's nothing to chart. Choose another one.
line-choice = { $question }: { $pick }
line-title-side = { $question }: { $team }
line-title-over = { $question }: Over
line-title-under = { $question }: Under
line-source = Middle of { $count } bookmakers
line-head =
    { "" }**{ $title }**
    -# { $source }
line-head-several = **{ $title }**
line-value = { $line } at { $price }
line-value-short = { $line } { $price }
line-opened = Opened { $value }, { $at }
line-now = Now { $value }, since { $at }
line-last = Last { $value }, since { $at }. It isn't offered any more.
line-closed = Closed { $value }, last moved { $at }
line-yours = Your bet: { $value }, { $at }
line-label-opened = Opened { $value }
line-label-now = Now { $value }
line-label-last = Last { $value }
line-label-closed = Closed { $value }
line-label-yours = Your bet { $value }
line-by = { $book }: { $said }
line-label-by = { $said }, { $book }
line-more-yours = { $count ->
    [one] 1 older bet of yours isn't marked.
   *[other] { $count } older bets of yours aren't marked.
}
line-unmoved = It hasn't moved yet.
line-never-moved = It never moved.
line-zone = -# Days and times of the moves are in this server's time zone ({ $zone }).
line-moves = { $count ->
    [one] 1 move:
   *[other] { $count } moves:
}
line-moves-last = { $count } moves. The last { $shown }:
line-move = { $at }: { $value }
line-pick-market = Choose another market
line-pick-book = Choose a bookmaker
line-all-books = All bookmakers together
line-odds = Compare odds

choice-league = { $code } · { $name }
choice-no-league = No league matches that
choice-team = { $team } · { $leagues }
choice-no-team = No team matches that
choice-more-teams = { $shown } of { $count } shown: type a name for the others

## Leagues and teams

lookup-source = -# From { $source }, checked <t:{ $at }:R>
standings-about = Shows a league's standings
standings-league = Which league: choose one, or type its name
standings-no-league = I don't have standings for "{ $typed }". Choose a league from the list.
standings-head = **{ $league } standings** · { $season }
standings-group = **{ $group }**
standings-rank = #
standings-played = P
standings-won = W
standings-lost = L
standings-drawn = T
standings-difference = +/-
standings-points = Pts
standings-titles = `{ $figures }`
standings-titles-record = `{ $figures }` W-D-L
standings-titles-late = `{ $figures }` W-L-OTL
standings-line = `{ $figures }` { $team }
standings-record = { $won }-{ $middle }-{ $last }
standings-winning = W{ $count }
standings-losing = L{ $count }
standings-part = Jump to a division or group
team-none = No team matches "{ $typed }". Choose one from the list.
team-several = { $count } teams match "{ $typed }", including { $teams }. Choose one from the list.
team-gone = I don't have anything on that team anymore.
injuries-about = Shows who on a team is out or in doubt
injuries-team = Which team: choose one, or type its name
injuries-head = { $count ->
    [one] **{ $team }** · 1 player listed
   *[other] **{ $team }** · { $count } players listed
}
injuries-nobody = Nobody on **{ $team }** is listed as injured.
injuries-not-told = None of my sources list injuries for **{ $team }**.
injuries-status = **{ $status }**
injuries-out = Out
injuries-list = Injured list
injuries-suspended = Suspended
injuries-doubtful = Doubtful
injuries-questionable = Questionable
injuries-day-to-day = Day to day
injuries-probable = Probable
injuries-other = Listed
injuries-player = { $name }
injuries-player-at = { $name }, { $position }
injuries-back = expected back <t:{ $day }:d>
injuries-note = -# { $note }
injuries-note-at = -# { $note } · <t:{ $at }:R>
schedule-about = Shows the games of a league or a team, with results
schedule-league = Games of this league
schedule-team = Games of this team
schedule-when = Which days
schedule-today = Today
schedule-tomorrow = Tomorrow
schedule-week = The next 7 days
schedule-month = The next 30 days
schedule-last-week = The last 7 days
schedule-of-whom = Choose a league or a team to see its games.
schedule-no-league = I don't have games for "{ $typed }". Choose a league from the list.
schedule-days = { $first } to { $last }
schedule-none = No games for **{ $subject }** on these days: { $days }.
schedule-head = { $count ->
    [one] **{ $subject }** · { $days } · 1 game
   *[other] **{ $subject }** · { $days } · { $count } games
}
schedule-day = **{ $day }**
schedule-foot = -# Days follow the league's time zone ({ $zone }). Times are in yours.
scheduled-line = <t:{ $at }:t> · { $game }
scheduled-line-state = <t:{ $at }:t> · { $game } · { $state }
scheduled-final = { $scored } · final
scheduled-in-league = { $line } · { $league }
scheduled-live = live
scheduled-suspended = suspended
team-about = Shows a team: record, last and next games, players, injuries
team-team = Which team: choose one, or type its name
team-head = **{ $team }** · { $leagues }
team-place = No. { $rank } in { $table }, { $season }
team-points = { $points } pts
team-last = **Last games**
team-over = { $line } · <t:{ $at }:d>
team-next = **Next**
team-no-next = No games scheduled yet.
team-injuries = **Injuries** · { $counts }
team-out = { $count } out
team-in-doubt = { $count } in doubt
team-schedule = Schedule
team-standings = Standings
team-injured = Injuries
team-roster = Players
team-players = **Players** · { $count } listed
team-players-head = { $count ->
    [0] No players are listed for **{ $team }**.
    [one] **{ $team }** · 1 player
   *[other] **{ $team }** · { $count } players
}
team-players-at = **{ $position }** { $players }
team-players-elsewhere = No position
team-players-not-told = None of my sources list players for **{ $team }**.
team-player = { $name }
team-player-numbered = { $name } #{ $number }
team-player-state = { $player } ({ $state })
team-practice-squad = Practice squad
team-inactive = Inactive
weather-about = Shows where a game is played, and the weather at its start
weather-game = Which game: choose one, or type a team
weather-no-game = No open game matches "{ $typed }". Choose one from the list.
weather-venue = { $venue }
weather-venue-in = { $venue }, { $place }
weather-no-venue = None of my sources say where this game is played.
weather-indoor = It's played indoors.
weather-retractable = The roof can open or close, and nobody announces it early, so I don't show a forecast.
weather-not-yet = No forecast yet. I look for one in the last four days before the start.
weather-elsewhere = I only have forecasts for grounds in the United States that I know.
weather-temperature = **{ $fahrenheit }°F** ({ $celsius }°C)
weather-wind = wind { $speed } mph
weather-wind-from = wind { $speed } mph from { $from }
weather-precipitation = { $chance }% chance of rain or snow
weather-source = -# From the National Weather Service, issued <t:{ $at }:R>

## Players, tournaments and seasons

prop-about = Bets on a player: points, hits, goals and more
prop-player = Which player: choose one, or type a name
prop-category = What is counted, such as points or hits
prop-pick = Which bet: choose one, or type it, such as over 1.5
prop-head =
    { "" }**{ $player }**
    { $game }
    -# { $voids } A void bet returns your stake.
    -# Prices from { $from }. Choose one to see what it pays. Nothing is placed yet.
prop-void = A bet on a player who doesn't play is void.
prop-several = { $count } players match "{ $typed }". Nothing was charged. Which one?
prop-many = { $count } players match "{ $typed }". Nothing was charged. These are the first { $shown }; type more of the name to find the others.
prop-nearest = No player on the board is called "{ $typed }". Nothing was charged. Did you mean one of these?
prop-unknown = No player on the board is called "{ $typed }". Nothing was charged. See /games for what is open.
prop-unknown-pick = No price on that player matches "{ $typed }". Nothing was charged. These are the prices:
prop-no-category = Nothing called "{ $typed }" is offered on that player. Nothing was charged. This is what is:
prop-no-prices = No bookmaker has a price on { $player } right now. Nothing was charged. See /games for what is open.
prop-gone = I don't have anything on that player anymore. Nothing was charged.
prop-closed = Bets on players of that game are closed. Nothing was charged.
future-about = Bets on a tournament, a race or a season: who wins, who finishes high
future-event = Which event: choose one, or type its name
future-market = Which market, such as winner, top 5 or head-to-head
future-pick = Which bet: choose one, or type a name
future-head =
    { $game }
    { $rules }
    -# Prices from { $from }. Choose one to see what it pays. Nothing is placed yet.
future-rule = -# { $market } · { $rule }
future-none = No tournaments, races or seasons are open right now. See /games for what is.
future-unknown = No open tournament, race or season matches "{ $typed }". Nothing was charged. Choose one from the list, or see /games.
future-no-market = No market on that event matches "{ $typed }". Nothing was charged. These are its markets:

## Betting

bet-about = Bets on a game
bet-game = Which game: choose one, or type a team or player
bet-pick = Which bet: choose one, or type it, such as judge over hits
bet-stake = How many units, such as 2
bet-unknown-game = No open game matches "{ $typed }". Nothing was charged. Choose one from the list, or see /games.
bet-unknown-pick = No price on that game matches "{ $typed }". Nothing was charged. These are its prices:
bet-many-picks = { $count } prices match "{ $typed }". Nothing was charged. These are the first { $shown }; type more to narrow it down.
bet-several-picks = Several prices match "{ $typed }". Nothing was charged. Which one?
stake-lines =
    { "" }**{ $pick }** at **{ $price }**
    { $game }
    { $sentence }.
stake-foot = -# { $bookmaker } via { $feed }, price from <t:{ $since }:R>, checked <t:{ $checked }:R>. You have { $cash } to bet with.
stake-pays = { $stake } to win { $win } (returns { $return })
stake-takes-exact = -# Placed at this price or not at all. You can change that in /balance.
stake-takes-better = -# Placed at this price or a better one. You can change that in /balance.
stake-takes-less = -# Placed at this price, a better one, or one that wins up to { $share }% less. You can change that in /balance.
stake-beyond-balance = You have { $cash } to bet with. Nothing was charged. Try a smaller stake.
stake-button = Bet { $stake } to win { $win }
stake-other = Other amount
stake-parlay = Add to parlay
stake-back = All prices
amount-title = Other amount
amount-label = Units
amount-hint = From { $min } to { $max }, such as 1.5
price-moved = **The price moved from { $before } to { $now }.** Nothing was charged. Press a stake to take the new price.
line-moved = **{ $before } is gone; it is now { $now }.** Nothing was charged. Press a stake to take it.

## Bets in one line

b-about = Bets in one line: who, what and how much
b-this-about = Finds the bet in a message and shows it to you first
b-no-text = That message has no text that I can read. Nothing was charged.
b-line = For example: lakers -3.5 2u, or over 220.5 lal bos 1u + chiefs ml
b-cancel = Cancel
b-dropped = Nothing was placed.
b-read = You wrote: { $typed }
b-read-there = It says: { $typed }
b-several = "{ $typed }" could mean more than one bet. Nothing was charged. Which one?
b-several-of = "{ $typed }" could mean { $count } bets. Nothing was charged. These are the first { $shown }; add a team, a league or a day to narrow it down.
b-several-legs = Parts of "{ $typed }" could mean more than one bet. Nothing was charged. Choose below.
b-choice = · { $offer } · { $game }
b-choice-stake = { $offer }, { $stake }
b-choice-game = { $game } · { $league } · { $at }
b-which = Choose a bet
b-which-leg = Choose leg { $number }
b-which-leg-of = Choose leg { $number } (first { $shown } of { $count })
b-many-open-legs = Too many parts of that could mean more than one bet. Nothing was charged. Type the names and lines in full, or use fewer legs.
b-many-games = That could be any of { $count } games. Nothing was charged. Add a team, a league or a day.
b-other-price = **You typed { $typed }, and the price is { $now } now.** Nothing was charged. Press a stake to take it.
b-other-win = **You typed "to win { $typed }", and that stake wins { $now } now.** Nothing was charged. Press a stake to take it.
b-about-games = I found this:
    { $games }
b-near = Closest matches:
b-how = -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.
b-unknown = I don't know "{ $word }", or it isn't open right now. Nothing was charged.
b-idle = That team has no game you can bet on right now. Nothing was charged. See /games for what is open.
b-no-pair = I can't find a game with all those names. Nothing was charged. Put a + between the legs of a parlay.
b-not-offered = Nobody offers that right now. Nothing was charged.
b-no-game = I can't tell which game you mean. Nothing was charged. Add a team.
b-day = I can't find that game on that day. Nothing was charged. See /games for what is open.
b-started = That game has already started, and bets close at the start. Nothing was charged.
b-contradiction = Parts of that can't go together on one bet. Nothing was charged. Try one team or total per bet, with a + between legs.
b-more-bets = That looks like more than one bet. Nothing was charged. Type them one by one, or put a + between the legs of a parlay.
b-system = Round robins, systems and teasers don't fit in one line yet. Nothing was charged. Put the legs together with /parlay.
b-stake = I can't read that stake. Nothing was charged. For two units, type 2u.
b-price = I can't read that price. Nothing was charged. Try -110 or 1.91.
b-lay = You can bet for something here, but not against it. Nothing was charged. Bet on the other side instead.
b-not-a-bet = I can't find a bet in that. Nothing was charged.
b-not-a-bet-there = I can't find a bet in that message. Nothing was charged.
b-too-long = That's too long, or could mean too many things. Nothing was charged. Try a shorter line.

stake-not-a-number = I can't read "{ $typed }" as an amount. Nothing was charged. Try 2 or 0.5.
stake-not-money = Stakes are in units, not money. Nothing was charged. For two units, type 2.
stake-not-positive = A stake must be more than 0. Nothing was charged.
stake-too-fine = A stake can have up to six decimal places. Nothing was charged.
stake-far-too-large = That stake is far too large. Nothing was charged.

refuse-game-gone = That game has started or has no prices right now. Nothing was charged. See /games for what is open.
refuse-game-started = That game started <t:{ $at }:R>, and bets close at the start. Nothing was charged.
refuse-game-not-open = That game isn't taking bets. Nothing was charged. See /games for what is open.
refuse-game-live = That game has already started. Nothing was charged. See /games for what is open.
refuse-game-postponed = That game is postponed. Nothing was charged. See /games for what is open.
refuse-game-suspended = That game is suspended. Nothing was charged. See /games for what is open.
refuse-game-cancelled = That game is cancelled. Nothing was charged. See /games for what is open.
refuse-game-over = That game is over. Nothing was charged. See /games for what is open.
refuse-busy = That took too long because others are betting on it right now. Nothing was charged. Try again.
refuse-held = Somebody else is changing the same tickets right now, so this took too long. Nothing has changed. Try again.
refuse-taken-down = That price is gone. Nothing was charged. See /games for what is open.
refuse-price-stale = That price hasn't been confirmed for a while, so you can't bet on it right now. Nothing was charged. Try again in a few minutes, or see /games for what is open.
refuse-unknown-selection = That bet doesn't exist. Nothing was charged. See /games for what is open.
refuse-same-game = A parlay can have one leg per game. Nothing was charged. Remove one of the two.
refuse-too-many-legs = A parlay has 2 to 25 legs. Nothing was charged.
refuse-unfit-leg = One of these picks can't go on a ticket like that. Nothing was charged.
refuse-stake-too-small = The least you can bet here is { $min }. Nothing was charged.
refuse-stake-too-large = The most you can bet here is { $max }. Nothing was charged.
refuse-balance = You have { $cash } to bet with. Nothing was charged. Try a smaller stake. { $relief }
refuse-over-limit-bet = Your own limit for one bet is { $amount }. Nothing was charged. Try a smaller stake, or see /limits.
refuse-over-limit-stake-day = That would be more than you allow yourself to bet in 24 hours: { $used } of { $amount } is used. Nothing was charged. See /limits.
refuse-over-limit-stake-week = That would be more than you allow yourself to bet in 7 days: { $used } of { $amount } is used. Nothing was charged. See /limits.
refuse-over-limit-stake-month = That would be more than you allow yourself to bet in 30 days: { $used } of { $amount } is used. Nothing was charged. See /limits.
refuse-over-limit-loss-day = That could take you past your own loss limit for 24 hours: { $used } of { $amount } is used, open bets included. Nothing was charged. See /limits.
refuse-over-limit-loss-week = That could take you past your own loss limit for 7 days: { $used } of { $amount } is used, open bets included. Nothing was charged. See /limits.
refuse-over-limit-loss-month = That could take you past your own loss limit for 30 days: { $used } of { $amount } is used, open bets included. Nothing was charged. See /limits.
refuse-excluded = You're taking a break from betting until <t:{ $until }:f>. Nothing was charged.
refuse-return-too-large = That could return more than a billion units, which is more than we can track. Nothing was charged. Try a smaller stake.

placed-head =
    { "" }**Bet placed**
    { "" }**{ $title }** at **{ $price }**
    { $stake } to win { $win } (returns { $return })
placed-head-parts =
    { "" }**Bet placed**
    { "" }**{ $title }** at **{ $price }**
    { $stake } in total, to win up to { $win } (returns up to { $return })
placed-foot = -# Ticket { $code }. You have { $cash } left to bet with. You can cancel for 15 seconds, or until <t:{ $until }:T> if the price hasn't moved.
placed-cancel = Cancel bet
placed-share = Share
placed-more = More games
cancel-done = Bet cancelled. { $ones ->
    [1] { $stake } is
   *[other] { $stake } are
} back in your balance. You have { $cash } to bet with.
cancel-settled = That bet is already graded, so it stands.
cancel-started = The game has started, so the bet stands.
cancel-too-late = Bets can be cancelled for one minute, so yours stands.
cancel-busy = That took too long, so your bet stands. Try again.
cancel-moved = The price has moved, so the bet stands.
share-off = This server doesn't post slips.
share-done = Posting your slip…
share-not-yours = Only the person who placed a bet can share it. Nothing was posted.
share-before = Your slip is already posted.

notify-question = How should I tell you about results? You can change this in /balance.
notify-ping = Mention me
notify-dm = DM me
notify-no = Don't notify me
notify-refused = **I couldn't DM you about a result, so I stopped trying.** Your Discord settings don't allow DMs from this server. You can choose again in /balance.
notify-set-ping = I'll mention you in the results of your games.
notify-set-dm = I'll DM you when a bet of yours is graded.
notify-set-no = I won't notify you. Your bets are in /tickets, and results are in the channel.

## Tickets

ticket-open = Open
ticket-won = Won
ticket-lost = Lost
ticket-push = Push
ticket-void = Void
ticket-half-won = Half won
ticket-half-lost = Half lost
ticket-refunded = Refunded
ticket-partial-won = Partly won
ticket-partial-lost = Partly lost
ticket-cancelled = Cancelled
ticket-leg = · { $pick } ({ $price }) · { $game }
ticket-money-open = { $stake } to win { $win }
ticket-money-open-parts = { $stake } to win up to { $win }
ticket-money-back = { $stake } returned
ticket-entry = **{ $state }** · **{ $title }** at { $price } · { $money } · ticket { $code }, <t:{ $placed }:d>
ticket-not-yours = You don't have a ticket like that here. See /tickets for yours.

## Parlays

parlay-about = Shows the parlay you are building
parlay-empty = Your parlay has no legs yet. Choose a game here, or open one, choose a price, and press "Add to parlay".
parlay-games = Add a leg
parlay-head = **{ $legs ->
    [one] 1 leg
   *[other] Parlay of { $legs } legs
}** at **{ $price }**. You have { $cash } to bet with.
parlay-head-system =
    { "" }**{ $what }**: { $bets } bets on these legs. You have { $cash } to bet with.
    -# Stakes here are for all { $bets } bets together: 1u is { $each } on each bet, and 1u on each bet is { $cost }.
parlay-head-teaser = **{ $what }** at **{ $price }**. You have { $cash } to bet with.
parlay-leg-teased = · { $pick } (from { $line }) · { $game }
parlay-stake-total = Bet { $stake } to win up to { $win }
parlay-table = **What { $stake } returns**
parlay-table-none = Fewer than { $from } legs win: nothing
parlay-table-row = { $won } of { $legs } win: { $most }
parlay-table-range = { $won } of { $legs } win: { $least } to { $most }
parlay-want = What to bet
parlay-want-bets = { $bets } bets, { $cost } at 1u on each
parlay-want-teaser = At { $price }; all legs must win at their new lines
parlay-full-cover = full-cover bet
parlay-round-robin = round robin by { $size }s
parlay-teaser = { $points }-point teaser
parlay-unfit-legs = A { $what } doesn't work on { $legs ->
    [one] 1 leg
   *[other] { $legs } legs
}.
parlay-unfit-cover = Trixies, Yankees and Lucky bets need 3 to 8 legs.
parlay-unfit-bets = A { $what } would be { $bets } bets, which is more than we take on one ticket.
parlay-unfit-sports = A { $what } needs games of one sport, and one that has teasers of that many points.
parlay-unfit-leg = **{ $pick }** can't be teased: teasers move spreads and totals of a whole game. Remove it, or bet something else on these legs.
parlay-unfit-quarter = **{ $pick }** can't be teased: its line would end in a quarter. Remove it, or bet something else on these legs.
parlay-unfit-far = **{ $pick }** can't be teased: its line would move too far. Remove it, or bet something else on these legs.
parlay-one-leg = Add another leg to make it a parlay, or bet it on its own.
parlay-from = Add a leg from a game
parlay-pick = Add to your parlay
parlay-markets = More markets
parlay-some = { $what }: { $shown } of { $count }
parlay-back = Back to your parlay
parlay-up = Move a leg up
parlay-price-moved = { $now }, was { $before }
parlay-remove = Remove a leg
parlay-clear = Remove all
parlay-dropped = **{ $pick }** was removed: the game has started or the price is gone.
parlay-replaced = A parlay can have one leg per game, so the new leg replaced the other one.
parlay-changed = **Your parlay has changed since then.** Nothing was charged. Here it is now.
parlay-moved = **A price has moved.** Nothing was charged. Press a stake to take the new prices.

## Tickets and why

tickets-about = Shows your tickets, open or settled
tickets-which = Open or settled
tickets-open = Open
tickets-settled = Settled
tickets-head-open = { $count ->
    [0] **No open tickets.** /games shows what you can bet on.
    [one] **1 open ticket**
   *[other] **{ $count } open tickets**
}
tickets-head-settled = { $count ->
    [0] **No settled tickets yet.**
    [one] **1 settled ticket**
   *[other] **{ $count } settled tickets**
}
tickets-head-shown = { $head } · { $first }–{ $last } shown
tickets-none-open = **No open tickets like that.**
tickets-none-settled = **No settled tickets like that.**
tickets-only = -# Only: { $only }
tickets-sport = Only tickets with a bet on this sport
tickets-league = Only tickets with a bet on this league
tickets-market = Only tickets with this kind of bet
tickets-placed = Only tickets placed within this time
tickets-within-day = Last 24 hours
tickets-within-week = Last 7 days
tickets-within-month = Last 30 days
tickets-within-year = Last 365 days
tickets-no-league = I don't know a league called "{ $typed }". Choose one from the list.
tickets-show-all = Show all
market-group-winner = Winner
market-group-spread = Spread
market-group-total = Over or under
market-group-player = Player
market-group-field = Outright or head-to-head
market-group-other = Something else
tickets-show-open = Open tickets
tickets-show-settled = Settled tickets
tickets-explain = Explain a ticket
why-about = Shows how a ticket was graded
why-ticket = Which ticket: choose one, or type its code
why-choice = { $state } · { $title } at { $price } · { $money } · { $code }
why-head = **Ticket { $code } · { $state }** · { $title } at { $price }, placed <t:{ $placed }:f>
why-leg =
    { $number }. **{ $pick }** at { $price } ({ $bookmaker }) · **{ $state }**
    { $game }
why-teased = the teaser's price
why-leg-short = { $number }. { $pick } ({ $price }) · { $why }
why-rule = -# { $says } ({ $source })
why-source = -# Source: { $provider }, { $end } <t:{ $at }:f>, result { $version }.{ $scores }{ $counted } Rule { $rule }, version { $rule-version }. Receipt { $hash }
why-since = -# The result has been corrected since: { $result } ({ $provider }, result { $version }). Tickets that this changes are graded again.
why-end-final = final
why-scores = { " " }{ $home }:{ $away } { $scores }.
why-scores-full = { $points }
why-scores-part = { $part } { $points }
why-counted = { " " }Counted: { $sum }.
why-counted-full = the whole game
why-term-overtime = overtime
why-term-shootout = a goal for the shoot-out
why-term-innings = every inning
why-term-parts = every part
why-not-settled = Not graded yet.
why-settled = { $state } <t:{ $at }:f>: { $stake } x { $multiplier } = **{ $returned } back** ({ $net }){ $cut }
why-corrected = Corrected <t:{ $at }:f>: { $before } became { $after }. { $stake } x { $multiplier } = **{ $returned } back** ({ $net }){ $cut }
why-cut = , rounded down to a millionth of a unit
why-because-figures = -# The figures of { $game } were corrected ({ $provider }, result { $version }).
why-because-result = -# The result of { $game } was corrected: { $before } became { $after } ({ $provider }, result { $version }).
why-because-decision = -# Correction { $number } by { $actor }: { $reason }
why-earlier = { $count ->
    [one] -# 1 earlier settlement is left out here.
   *[other] -# { $count } earlier settlements are left out here.
}
why-cancelled = Cancelled <t:{ $at }:f>: { $stake } returned
why-partly = One leg was graded <t:{ $at }:f>. Others are still to come.
why-reopened = Corrected <t:{ $at }:f>: { $before } before, now open again
choice-no-ticket = You have no ticket like that

## Leaderboard

leaderboard-about = Shows who is up the most this month
leaderboard-head = **{ $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }** · net units of tickets placed this month
leaderboard-line = { $rank }\. **{ $name }** { $net } · { $graded } graded, { $won } won, { $lost } lost, { $pushed ->
    [one] 1 push
   *[other] { $pushed } pushes
}
leaderboard-few = -# { $name } { $net } · { $graded } graded, { $won } won, { $lost } lost, { $pushed ->
    [one] 1 push
   *[other] { $pushed } pushes
}
leaderboard-none = No bets have been graded this month. See /games for what is open.
leaderboard-foot = -# Unranked until { $least } graded bets. As of <t:{ $at }:t>.
leaderboard-me = My rank
leaderboard-not-on-it = None of your bets from that month have been graded yet.

## Setup

setup-about = Sets up this server: channels, time zone, odds and stakes
setup-zone-option = Time zone: choose one, or type a city
setup-lines =
    { "" }**Settings of this server**
    Slips: { $slips }
    Results: { $results }
    Time zone: { $zone }
    Odds: { $odds }
    Stakes: { $min } to { $max }
    Posted slips: { $audience }
    Board: { $board }
    Corrections: { $admin }
    Manual bets: { $manual }
setup-admin-none = server managers
setup-admin-role = server managers and { $role }
setup-admin-menu = Role that can correct and grade
setup-admin-note = { $role } can now correct and grade. To let them see /admin, allow it for the role in Server Settings, under Integrations.
setup-manual-on = allowed
setup-manual-off = not allowed
setup-manual-allow = Allow manual bets
setup-manual-end = Stop manual bets
setup-manual-allowed = Members can now write their own bets with /manual. Server managers grade them, and so does the role chosen here.
setup-manual-ended = No more manual bets. Open ones stay open until someone grades them.
setup-where-typed = the channel of the bet
setup-board-none = none
setup-slips-menu = Channel for slips
setup-results-menu = Channel for results
setup-odds-menu = Odds in public
setup-audience-menu = Whose slips are posted
setup-zone-menu = Time zone
setup-audience-everyone = everyone's
setup-audience-shared = those that are shared
setup-audience-nobody = nobody's
setup-stakes = Stake limits
setup-stakes-title = Stake limits
setup-stakes-min = Smallest stake in units
setup-stakes-max = Largest stake in units
setup-stakes-hint = Such as 0.5
setup-stakes-order = The smallest stake can't be above the largest, and the largest can't be above 1,000,000. Nothing was changed.
setup-stakes-set = Stakes are now { $min } to { $max }. Bets already placed stay as they are.
setup-board = Post a board here
setup-no-board = Remove the board
setup-board-coming = The board is being posted in this channel and will be kept up to date.
setup-board-gone = The board will no longer be updated.
setup-lacks = **I can't post in <#{ $channel }>.** I'm missing: { $missing }. Allow it in the channel's permissions. Your choice is saved.
setup-trouble = I couldn't post in { $channel } { $count ->
    [one] once
   *[other] { $count } times
}, last <t:{ $at }:R>: { $error }
setup-no-zone = I don't know that time zone. Nothing was changed. Type a city, such as Chicago, and choose from the list.
setup-not-you = Only server managers can change these settings. Nothing was changed.
choice-no-zone = No time zone has that name
