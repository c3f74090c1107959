### What was picked, what must happen, and what decided: the words of every market.

## What was picked. `counted` is empty, or a space and what is counted: ` games`.

public-pick-win = { $team } to win
public-pick-draw = Draw
public-pick-draw-no-bet = { $team }, draw no bet
public-pick-or-draw = { $team } or draw
public-pick-no-draw = { $first } or { $second }, no draw
public-pick-em = PK
public-pick-line = { $team } { $line }{ $counted }
public-pick-over = Over { $line }{ $counted }
public-pick-under = Under { $line }{ $counted }
public-pick-team-over = { $team } over { $line }{ $counted }
public-pick-team-under = { $team } under { $line }{ $counted }
public-pick-both-score = Both to score
public-pick-both-score-no = Not both to score
public-pick-odd = Odd total
public-pick-even = Even total
public-pick-score = { $team } to win { $more }-{ $less }
public-pick-score-draw = Draw { $points }-{ $points }
public-pick-half-full = Half time { $half }, full time { $full }
public-pick-half-full-short = HT { $half }, FT { $full }
public-lead-draw = draw
public-pick-margin = { $team } by { $from } to { $to }
public-pick-margin-more = { $team } by { $from } or more
public-pick-margin-just = { $team } by exactly { $to }
public-pick-qualify = { $team } to go through
public-pick-goals = { $team } to score
public-pick-goals-no = { $team } not to score
public-pick-first-goal = { $team } to score first
public-pick-first-goal-no = { $team } not to score first
public-pick-last-goal = { $team } to score last
public-pick-last-goal-no = { $team } not to score last
public-pick-first-basket = { $team } to score the first basket
public-pick-first-basket-no = { $team } not to score the first basket
public-pick-made-cut = { $team } to make the cut
public-pick-made-cut-no = { $team } to miss the cut
public-pick-happens = { $team }, { $what }: yes
public-pick-happens-no = { $team }, { $what }: no
public-pick-wins-by = { $team } by { $method }
public-pick-ends-by = Ends by { $method }
public-pick-beats = { $team } to beat { $others }
public-pick-beats-by = { $team } to beat { $others } in{ $counted }
public-pick-tie = { $others } to tie
public-pick-tie-in = { $others } to tie in{ $counted }
public-pick-best = { $team }, best of { $count }
public-pick-best-in = { $team }, best of { $count } in{ $counted }
public-pick-top = { $team }, top { $places }
public-pick-part = { $pick }, { $part }
public-market-moneyline = Moneyline
public-market-moneyline-3 = Moneyline with draw
public-market-draw-no-bet = Draw no bet
public-market-double-chance = Double chance
public-market-spread = Spread
public-market-total = Total
public-market-team-total = { $team } total
public-market-both-score = Both to score
public-market-odd-even = Odd or even total
public-market-correct-score = Correct score
public-market-half-full = Half time and full time
public-market-margin = Winning margin
public-market-qualify = To go through
public-market-player = { $team }
public-market-method = Method of victory
public-market-team-method = { $team }, method of victory
public-market-rounds = Total rounds
public-market-head-to-head = Head-to-head
public-market-head-to-head-3 = Head-to-head with tie
public-market-group = Best of a group
public-market-top = Top { $places }
public-market-outright = Winner
public-market-manual = Written by hand
public-market-counted = { $question }, { $what }
public-and = { $rest } and { $last }
public-somebody = a player
public-parlay = { $legs }-leg parlay
public-singles = { $legs } singles
public-round-robin = { $legs }-leg round robin by { $size }s
public-system = { $legs }-leg system by { $sizes }
public-teaser = { $legs }-leg { $points }-point teaser
public-teased = teased
public-each-way = { $what }, each way
public-cover = { $name } ({ $legs } legs)
public-trixie = Trixie
public-patent = Patent
public-yankee = Yankee
public-lucky-15 = Lucky 15
public-canadian = Canadian
public-lucky-31 = Lucky 31
public-heinz = Heinz
public-lucky-63 = Lucky 63
public-super-heinz = Super Heinz
public-lucky-127 = Lucky 127
public-goliath = Goliath
public-lucky-255 = Lucky 255
public-spread = { $from ->
    [1] { $bets } bets of { $each } each, paying from 1 winning leg
   *[other] { $bets } bets of { $each } each, paying from { $from } winning legs
}
public-spread-each = { $from ->
    [1] { $each } on each, paying from 1 winning leg
   *[other] { $each } on each, paying from { $from } winning legs
}
public-bets = { $bets } bets
public-up-to = up to { $price }

public-statistic-goals = goals
public-statistic-first-goal = first goal
public-statistic-last-goal = last goal
public-statistic-first-basket = first basket
public-statistic-made-cut = cut made
public-statistic-rbis = RBIs
public-statistic-threes = 3-pointers
public-statistic-strikeouts-thrown = strikeouts as pitcher
public-statistic-points-rebounds-assists = points + rebounds + assists
public-statistic-points-rebounds = points + rebounds
public-statistic-points-assists = points + assists
public-statistic-rebounds-assists = rebounds + assists
public-statistic-blocks-steals = blocks + steals
public-statistic-hits-runs-rbis = hits + runs + RBIs

## Parts of a game, alone: `Bears +3.5, 1st half`

public-part-half = { $n ->
    [1] 1st half
   *[other] 2nd half
}
public-part-quarter = { $n ->
    [1] 1st quarter
    [2] 2nd quarter
    [3] 3rd quarter
   *[other] { $n }th quarter
}
public-part-third = { $n ->
    [1] 1st period
    [2] 2nd period
   *[other] 3rd period
}
public-part-inning = inning { $n }
public-part-first-five = innings 1 to 5
public-part-map = map { $n }
public-part-including-overtime = with overtime
public-part-set = set { $n }
public-part-round = round { $n }
public-part-regulation = regular time
public-part-overtime = overtime
public-part-shootout = shoot-out

## The same inside a sentence: `wins by 4 or more in the 1st half`

public-the-half = { $n ->
    [1] the 1st half
   *[other] the 2nd half
}
public-the-quarter = { $n ->
    [1] the 1st quarter
    [2] the 2nd quarter
    [3] the 3rd quarter
   *[other] the { $n }th quarter
}
public-the-third = { $n ->
    [1] the 1st period
    [2] the 2nd period
   *[other] the 3rd period
}
public-the-inning = inning { $n }
public-the-first-five = innings 1 to 5
public-the-map = map { $n }
public-the-including-overtime = the game with overtime
public-the-set = set { $n }
public-the-round = round { $n }
public-the-regulation = regular time
public-the-overtime = overtime
public-the-shootout = the shoot-out

## What must happen. `reach` is empty, or says how much of the game counts; `many` is 0 where the
## team is one club, one town or one person, and else a nickname such as Bears.

public-wins-outright = { $many ->
    [0] Wins if { $team } wins{ $reach }
   *[other] Wins if the { $team } win{ $reach }
}
public-wins-by = { $many ->
    [0] Wins if { $team } wins by { $points } or more{ $reach }
   *[other] Wins if the { $team } win by { $points } or more{ $reach }
}
public-wins-by-between = { $many ->
    [0] Wins if { $team } wins by { $points } to { $to }{ $reach }
   *[other] Wins if the { $team } win by { $points } to { $to }{ $reach }
}
public-wins-by-just = { $many ->
    [0] Wins if { $team } wins by exactly { $points }{ $reach }
   *[other] Wins if the { $team } win by exactly { $points }{ $reach }
}
public-wins-or-draws = { $many ->
    [0] Wins if { $team } wins or draws{ $reach }
   *[other] Wins if the { $team } win or draw{ $reach }
}
public-wins-or-loses-by = { $many ->
    [0] Wins if { $team } wins, or loses by { $points ->
        [one] { $points }
       *[other] { $points } or fewer
    }{ $reach }
   *[other] Wins if the { $team } win, or lose by { $points ->
        [one] { $points }
       *[other] { $points } or fewer
    }{ $reach }
}
public-wins-draws-or-loses-by = { $many ->
    [0] Wins if { $team } wins, draws, or loses by { $points ->
        [one] { $points }
       *[other] { $points } or fewer
    }{ $reach }
   *[other] Wins if the { $team } win, draw, or lose by { $points ->
        [one] { $points }
       *[other] { $points } or fewer
    }{ $reach }
}
public-wins-draw = Wins if it's a draw{ $reach }
public-wins-not-level = Wins if either side wins{ $reach }
public-wins-total-over = Wins if the total is { $points } or more{ $reach }
public-wins-total-under = { $points ->
    [0] Wins if neither side scores{ $reach }
   *[other] Wins if the total is { $points } or less{ $reach }
}
public-wins-count-over = Wins if there are { $points } or more{ $counted }{ $reach }
public-wins-count-under = { $points ->
    [0] Wins if there are no{ $counted }{ $reach }
   *[other] Wins if there are { $points } or fewer{ $counted }{ $reach }
}
public-wins-team-over = { $many ->
    [0] Wins if { $team } scores { $points } or more{ $reach }
   *[other] Wins if the { $team } score { $points } or more{ $reach }
}
public-wins-team-under = { $points ->
    [0] { $many ->
        [0] Wins if { $team } doesn't score{ $reach }
       *[other] Wins if the { $team } don't score{ $reach }
    }
   *[other] { $many ->
        [0] Wins if { $team } scores { $points } or fewer{ $reach }
       *[other] Wins if the { $team } score { $points } or fewer{ $reach }
    }
}
public-wins-player-over = Wins if { $team } has { $points } or more{ $counted }{ $reach }
public-wins-player-under = { $points ->
    [0] Wins if { $team } has no{ $counted }{ $reach }
   *[other] Wins if { $team } has { $points } or fewer{ $counted }{ $reach }
}
public-count-more = { $many ->
    [0] Wins if { $team } has more{ $counted } than { $other }{ $reach }
   *[other] Wins if the { $team } have more{ $counted } than the { $other }{ $reach }
}
public-count-more-by = { $many ->
    [0] Wins if { $team } has at least { $points } more{ $counted } than { $other }{ $reach }
   *[other] Wins if the { $team } have at least { $points } more{ $counted } than the { $other }{ $reach }
}
public-count-as-many = { $many ->
    [0] Wins if { $team } has at least as many{ $counted } as { $other }{ $reach }
   *[other] Wins if the { $team } have at least as many{ $counted } as the { $other }{ $reach }
}
public-count-fewer-by = { $many ->
    [0] Wins if { $team } has at most { $points } fewer{ $counted } than { $other }{ $reach }
   *[other] Wins if the { $team } have at most { $points } fewer{ $counted } than the { $other }{ $reach }
}
public-wins-both-score = Wins if both sides score{ $reach }
public-wins-not-both-score = Wins if at least one side doesn't score{ $reach }
public-wins-odd = Wins if the total is odd{ $reach }
public-wins-even = Wins if the total is even{ $reach }, 0 included
public-wins-exact = { $many ->
    [0] Wins if { $team } wins { $more }-{ $less }{ $reach }
   *[other] Wins if the { $team } win { $more }-{ $less }{ $reach }
}
public-wins-exact-draw = Wins if it ends { $points }-{ $points }{ $reach }
public-wins-half-full = Wins if { $half } at half time and { $full } at full time
public-leads = { $many ->
    [0] { $team } leads
   *[other] the { $team } lead
}
public-leads-nobody = the score is level
public-wins-through = { $many ->
    [0] Wins if { $team } goes through, however it is decided
   *[other] Wins if the { $team } go through, however it is decided
}
public-wins-goals = Wins if { $team } scores{ $reach }
public-wins-goals-no = Wins if { $team } doesn't score{ $reach }
public-wins-first-goal = Wins if { $team } scores the first goal{ $reach }
public-wins-first-goal-no = Wins if { $team } doesn't score the first goal{ $reach }
public-wins-last-goal = Wins if { $team } scores the last goal{ $reach }
public-wins-last-goal-no = Wins if { $team } doesn't score the last goal{ $reach }
public-wins-first-basket = Wins if { $team } scores the first basket{ $reach }
public-wins-first-basket-no = Wins if { $team } doesn't score the first basket{ $reach }
public-wins-made-cut = Wins if { $team } makes the cut
public-wins-made-cut-no = Wins if { $team } misses the cut
public-wins-happens = Wins if { $team } has 1 or more { $what }{ $reach }
public-wins-happens-no = Wins if { $team } has no { $what }{ $reach }
public-wins-team-by = { $many ->
    [0] Wins if { $team } wins by { $method }
   *[other] Wins if the { $team } win by { $method }
}
public-wins-ends-by = Wins if the fight ends by { $method }
public-wins-lasts = Wins if the fight goes beyond { $line } rounds, { $clock } of fighting
public-wins-lasts-not = Wins if the fight ends before { $line } rounds, { $clock } of fighting
public-wins-placed = Wins if { $team } finishes in the top { $points }
public-wins-ahead = Wins if { $team } finishes ahead of { $others }{ $reach }
public-wins-more = Wins if { $team } has more{ $counted } than { $others }{ $reach }
public-wins-tied = Wins if { $others } end level{ $reach }
public-wins-tied-in = Wins if { $others } have as many{ $counted }{ $reach }
public-reach-regular = { " " }in regular time
public-reach-overtime = { " " }with overtime
public-reach-part = { " " }in { $part }
public-reach-part-overtime = { " " }in { $part } and overtime
public-exactly-points = { $sentence }. Exactly { $points }: { $then }
public-exactly-level = { $sentence }. A draw: { $then }
public-exactly-loss = { $sentence }. A loss by { $points }: { $then }
public-exactly-more = { $sentence }. Exactly { $points } more: { $then }
public-exactly-fewer = { $sentence }. Exactly { $points } fewer: { $then }
public-exactly-as-many = { $sentence }. The same number: { $then }
public-then-back = stake returned
public-then-half-won = half the stake wins
public-then-half-lost = half the stake loses

## What decided. `counted` is empty, or a space and what is counted.

public-sum-plus = { $own } + { $line } = { $sum }
public-sum-minus = { $own } - { $line } = { $sum }
public-beats = { $left } beats { $right }
public-loses = { $left } doesn't beat { $right }
public-equals = { $left } equals { $right }
public-level = { $home }-{ $away } is a draw
public-not-level = { $home }-{ $away } isn't a draw
public-total-over = { $home } + { $away } = { $total }{ $counted }, over { $line }
public-total-under = { $home } + { $away } = { $total }{ $counted }, under { $line }
public-total-exact = { $home } + { $away } = { $total }{ $counted }, exactly { $line }
public-one-over = { $own }{ $counted }, over { $line }
public-one-under = { $own }{ $counted }, under { $line }
public-one-exact = { $own }{ $counted }, exactly { $line }
public-least-over = At least { $own }{ $counted }, already over { $line }
public-least-not-over = At least { $own }{ $counted }, not over { $line }
public-score = Score { $home }-{ $away }
public-score-bare = { $home }-{ $away }
public-sum-odd = { $home } + { $away } = { $sum }, odd
public-sum-even = { $home } + { $away } = { $sum }, even
public-half-full = { $half } at half time, { $full } at full time
public-declared = Declared the winner: { $team }
public-declared-nobody = No winner was declared
public-went-through = { $team } went through
public-fight-won = { $team } won
public-fight-draw = A draw
public-fight-nobody = Nobody won
public-fight-by = { $said } by { $method }
public-fight-round = { $said } in round { $round }
public-method-knockout = knockout
public-method-technical-knockout = technical knockout
public-method-submission = submission
public-method-decision = decision
public-method-disqualification = disqualification
public-method-no-contest = no contest
public-method-retirement = retirement
public-method-walkover = walkover
public-lasted-over = { $clock } of fighting, beyond { $bound }
public-lasted-under = { $clock } of fighting, short of { $bound }
public-lasted-exact = { $clock } of fighting, exactly { $bound }
public-placed = Place { $position }; the top { $places } count
public-placed-tied = Place { $position }, shared by { $tied }; the top { $places } count
public-placed-first = Place { $position }; only the winner counts
public-placed-first-tied = Place { $position }, shared by { $tied }; only the winner counts
public-unplaced = Not placed; the top { $places } count
public-unplaced-first = Not placed; only the winner counts
public-compared = { $own } { $by } against { $other }
public-compared-alone = { $own } { $by }, with no one left to compare
public-compared-place = Place { $own } against { $other }
public-compared-finished = Finished; the other didn't
public-compared-not-finished = Didn't finish; the other did
public-happened = { $times } { $what }
public-happened-yes = It happened: { $what }
public-happened-no = It didn't happen: { $what }
public-void-too-short = Too little was played
public-void-part = That part wasn't played
public-void-pitcher = Another pitcher started
public-void-changed = Changed after the bet was placed
public-void-moved = Moved too far from the date of this bet
public-void-start = Didn't start
public-void-absent = Didn't take part
public-void-group = Not all of them took part
public-void-rule = Void by the house rules
public-not-played-cancelled = Game cancelled
public-not-played-postponed = Game postponed
public-not-played-abandoned = Game abandoned
public-not-played-suspended = Game suspended
public-not-played-walkover = Walkover
public-not-played-retired = Retirement
public-not-played-no-contest = No contest
public-not-played-not-over = Game not over
public-ended = Final
public-ended-won = { $team } won
public-ended-retired = { $team } won by retirement
public-ended-walkover = { $team } won by walkover
public-ended-draw = Draw
public-decided-back = { $sum }: stake returned
public-decided-half-won = { $sum }: half the stake wins
public-decided-half-lost = { $sum }: half the stake loses
public-decided-dead-heat = { $sum }: dead heat, { $share } of the stake wins

## The same in /why, with names before the numbers: `CHI 24 + 3.5 = 27.5 beats GB 27, so won`

why-so-won = { $sum }, so it won
why-so-lost = { $sum }, so it lost
why-so-push = { $sum }, so it's a push and the stake is returned
why-so-void = { $sum }, so it's void and the stake is returned
why-so-half-won = { $sum }, so half the stake wins and half is returned
why-so-half-lost = { $sum }, so half the stake loses and half is returned
why-so-dead-heat = { $sum }, so it's a dead heat: { $share } of the stake wins and the rest loses
why-level = { $home }, { $away } is a draw
why-not-level = { $home }, { $away } isn't a draw
why-score = { $home }, { $away }
why-about-one = { $team }: { $said }
why-happened = { $team }: { $times } { $what }
why-happened-yes = { $team }, { $what }: yes
why-happened-no = { $team }, { $what }: no
why-void-absent = { $team } didn't take part
why-void-start = { $team } didn't start
