"""Asks the grader's command line what tickets come to, and works the same out without it.

Nothing here shares code with the grader. Systems are held against the package odds-tools, in
floats, and against every bet listed one by one, in exact fractions. Lines are held against their
definition: a quarter line is half a stake on each of its two neighbours.
"""

import argparse
import itertools
import json
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import odds_tools

# The most that floats may be off: a system of 10 legs adds and multiplies a few hundred times.
FLOAT_MAX = 1e-12
STEP = Fraction(1, 1_000_000)

FORMATS = ["decimal", "american", "fractional", "hongkong", "malay", "indonesian"]

FULL_COVERS = {
    "trixie": (3, 2), "patent": (3, 1), "yankee": (4, 2), "lucky_15": (4, 1), "canadian": (5, 2),
    "super_yankee": (5, 2), "lucky_31": (5, 1), "heinz": (6, 2), "lucky_63": (6, 1),
    "super_heinz": (7, 2), "lucky_127": (7, 1), "goliath": (8, 2), "lucky_255": (8, 1),
}


def grade(fetcher, tickets):
    """One answer for each ticket, in order."""
    lines = "".join(json.dumps(ticket) + "\n" for ticket in tickets)
    ran = subprocess.run([fetcher, "grade"], input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(answers) != len(tickets):
        sys.exit(f"{len(tickets)} tickets, {len(answers)} answers: {ran.stderr}")
    return answers


def soccer(home, away, status="final"):
    first, second = (home // 2, away // 2), (home - home // 2, away - away // 2)
    parts = [("H1", first), ("H2", second)] if status == "final" else []
    scores = [{"period": part, "home": h, "away": a} for part, (h, a) in parts]
    return {"sport": "soccer", "league": "EPL", "status": status, "scores": scores}


def cut(exact):
    """Toward zero to six places, without trailing zeros."""
    steps = exact // STEP
    whole, rest = divmod(steps, 1_000_000)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


class Compared:
    def __init__(self, name):
        self.name, self.all, self.off, self.farthest = name, 0, [], 0.0

    def take(self, ticket, same, says):
        self.all += 1
        if not same:
            self.off.append((ticket, says))

    def told(self):
        print(f"{self.name}: {self.all:,} compared, {len(self.off):,} mismatches")
        for ticket, says in self.off[:3]:
            print(f"  {says}\n  {json.dumps(ticket)}")
        return len(self.off)


# Systems


def leg_that(dice, result):
    """A market with a game in which its selection came to that."""
    h, a = dice.randrange(4), dice.randrange(4)
    if result == "void":
        return dice.choice([
            ({"kind": "moneyline", "ways": 3}, "home", soccer(0, 0, "postponed")),
            ({"kind": "draw_no_bet"}, dice.choice(["home", "away"]), soccer(h, h)),
            ({"kind": "spread", "line": str(a - h)}, "home", soccer(h, a)),
            ({"kind": "total", "line": str(h + a + 1)}, "over", soccer(h, a + 1)),
        ])
    won = result == "win"
    return dice.choice([
        ({"kind": "moneyline", "ways": 3}, "home" if won else "away", soccer(a + 1 + h, a)),
        ({"kind": "spread", "line": "+0.5" if won else "-0.5"}, "away", soccer(h, h)),
        ({"kind": "total", "line": f"{h + a}.5"}, "under" if won else "over", soccer(h, a)),
        ({"kind": "both_teams_to_score"}, "yes" if won else "no", soccer(h + 1, a + 1)),
    ])


def price(dice):
    """A price in any format: as a ticket writes it, for odds-tools, and exactly."""
    form = dice.choice(FORMATS)
    hundredths = dice.choice([dice.randint(101, 300), dice.randint(101, 2000), 100_000])
    cents = Fraction(dice.randint(1, 100), 100)
    if form == "decimal":
        text, exact = f"{hundredths / 100:.2f}", Fraction(hundredths, 100)
        return {"decimal": text}, (float(text), form), exact
    if form == "american":
        points = dice.choice([-1, 1]) * dice.randint(101, 2500)
        gain = Fraction(points, 100) if points > 0 else Fraction(100, -points)
        return {"american": f"{points:+}"}, (points, form), 1 + gain
    if form == "fractional":
        upper, lower = dice.randint(1, 40), dice.randint(1, 40)
        text = f"{upper}/{lower}"
        return {"fractional": text}, (text, form), 1 + Fraction(upper, lower)
    if form == "hongkong":
        gain = Fraction(hundredths - 100, 100)
        return {"hong_kong": f"{float(gain):.2f}"}, (float(gain), form), 1 + gain
    if form == "malay":
        signed = dice.choice([-1, 1]) * cents
        gain = signed if signed > 0 else 1 / -signed
        return {"malay": f"{float(signed):.2f}"}, (float(signed), form), 1 + gain
    signed = dice.choice([-1, 1]) * (1 + Fraction(dice.randint(0, 900), 100))
    gain = signed if signed > 0 else 1 / -signed
    return {"indonesian": f"{float(signed):.2f}"}, (float(signed), form), 1 + gain


def random_system(dice, number):
    count = dice.randint(1, 10)
    sizes = sorted(dice.sample(range(1, count + 1), dice.randint(1, count)))
    named = [name for name, (legs, _) in FULL_COVERS.items() if legs == count]
    kind = {"system": {"sizes": sizes}}
    if named and dice.randrange(3) == 0:
        name = dice.choice(named)
        sizes = list(range(FULL_COVERS[name][1], count + 1))
        kind = {"system": {"name": name}}
    elif count > 1 and dice.randrange(5) == 0:
        sizes, kind = [count], "parlay"
    odds_are = dice.choice([(6, 2, 1), (1, 1, 1), (9, 0, 1), (2, 5, 1)])
    results = dice.choices(["win", "lose", "void"], odds_are, k=count)
    prices = [price(dice) for _ in range(count)]
    legs = []
    for result, (written, _, _) in zip(results, prices):
        market, selection, game = leg_that(dice, result)
        legs.append({"market": market, "selection": selection, "price": written, "game": game})
    stake = Fraction(dice.randint(1, 1_000_000), 100)
    ticket = {"id": f"system {number}", "stake": f"{float(stake):.2f}", "kind": kind, "legs": legs}
    return ticket, (stake, sizes, results, prices)


def listed(stake, sizes, factors):
    """Every bet, one by one."""
    bets = [bet for size in sizes for bet in itertools.combinations(factors, size)]
    total = Fraction(0)
    for bet in bets:
        product = Fraction(1)
        for factor in bet:
            product *= factor
        total += product
    return stake * total / len(bets)


def systems(fetcher, dice, count):
    asked = [random_system(dice, number) for number in range(count)]
    theirs, exact = Compared("systems, odds-tools"), Compared("systems, listed exactly")
    legs, kinds = Counter(), Counter()
    for (ticket, parts), told in zip(asked, grade(fetcher, [it for it, _ in asked])):
        stake, sizes, results, prices = parts
        have = Fraction(told.get("return_exact", -1))
        fixed = {"lose": Fraction(0), "void": Fraction(1)}
        factors = [fixed.get(result, it) for result, (_, _, it) in zip(results, prices)]
        want = listed(stake, sizes, factors)
        same = have == want and told.get("return") == cut(want)
        exact.take(ticket, same, f"{want} is wanted, {told}")
        decimals = [odds_tools.to_decimal(value, form) for _, (value, form), _ in prices]
        if ticket["kind"] == "parlay":
            paid = odds_tools.accumulator_payout(float(stake), decimals, results)
        else:
            paid = odds_tools.system_payout(decimals, sizes, float(stake), results)
        off = abs(float(have) - paid) / max(1.0, paid)
        theirs.farthest = max(theirs.farthest, off)
        theirs.take(ticket, off <= FLOAT_MAX, f"odds-tools pays {paid!r}, {told}")
        legs.update(results)
        kinds["parlay" if ticket["kind"] == "parlay" else "system"] += 1
    print(f"systems: {dict(kinds)}, legs {dict(legs)}, floats off by {theirs.farthest:.1e} at most")
    return theirs.told() + exact.told()


# Lines


def shares(lead, line):
    """What of a stake wins and what comes back, with the backed side so many points ahead."""
    if (4 * line).denominator != 1:
        raise ValueError(line)
    if (2 * line).denominator == 1:
        margin = lead + line
        return (Fraction(margin > 0), Fraction(margin == 0))
    halves = [shares(lead, line + by) for by in (Fraction(-1, 4), Fraction(1, 4))]
    return tuple(sum(parts) / 2 for parts in zip(*halves))


WORDS = {
    (1, 0): "won", (0, 0): "lost", (0, 1): "push",
    (Fraction(1, 2), Fraction(1, 2)): "half_won", (0, Fraction(1, 2)): "half_lost",
}


def written(line):
    text = f"{float(abs(line)):.2f}".rstrip("0").rstrip(".")
    return ("-" if line < 0 else "+" if line > 0 else "") + text


def line_tickets():
    """Every selection with its lead and its line."""
    scores = list(itertools.product(range(7), repeat=2))
    spreads = [Fraction(quarters, 4) for quarters in range(-24, 25)]
    totals = [Fraction(quarters, 4) for quarters in range(1, 49)]
    for line, (home, away) in itertools.product(spreads, scores):
        market = {"kind": "spread", "line": written(line)}
        yield market, "home", (home, away), (home - away, line)
        yield market, "away", (home, away), (away - home, line)
    for line, (home, away) in itertools.product(totals, scores):
        market = {"kind": "total", "line": written(line).lstrip("+")}
        yield market, "over", (home, away), (home + away, -line)
        yield market, "under", (home, away), (-(home + away), line)
        for subject, points in (("home", home), ("away", away)):
            market = {"kind": "team_total", "line": written(line).lstrip("+"), "subject": subject}
            yield market, "over", (home, away), (points, -line)
            yield market, "under", (home, away), (-points, line)


def lines(fetcher):
    asked, tickets = list(line_tickets()), []
    stake, paid = Fraction(7), Fraction(195, 100)
    for number, (market, selection, score, _) in enumerate(asked):
        leg = {"market": market, "selection": selection, "price": {"decimal": "1.95"}}
        leg["game"] = soccer(*score)
        tickets.append({"id": f"line {number}", "stake": "7", "kind": "single", "legs": [leg]})
    compared = {kind: Compared(f"lines, {kind}") for kind in ("spread", "total", "team_total")}
    words = Counter()
    for (market, _, _, (lead, line)), ticket, told in zip(asked, tickets, grade(fetcher, tickets)):
        win, refund = shares(lead, line)
        want = stake * (win * paid + refund)
        part = told["legs"][0] if "legs" in told else {}
        have = tuple(part.get(name) for name in ("outcome", "win", "refund"))
        have += (told.get("return_exact"), told.get("return"))
        wanted = (WORDS[win, refund], str(win), str(refund), str(want), cut(want))
        compared[market["kind"]].take(ticket, have == wanted, f"{wanted} is wanted, {told}")
        words[wanted[0]] += 1
    print(f"lines: {dict(words)}")
    return sum(it.told() for it in compared.values())


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--fetcher", required=True, help="the program dbsbm-fetcher")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--systems", type=int, default=10_000)
    chosen = options.parse_args()
    print(f"odds-tools {odds_tools.__version__}, seed {chosen.seed}")
    off = systems(chosen.fetcher, random.Random(chosen.seed), chosen.systems)
    off += lines(chosen.fetcher)
    print(f"{off} mismatches")
    sys.exit(off > 0)


if __name__ == "__main__":
    main()
