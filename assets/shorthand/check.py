#!/usr/bin/env python3
"""Checks the labelled lines against the board and the words of the code, and prints their shares.

Run it from anywhere: `python3 assets/shorthand/check.py`. It ends with 1 and names every fault
when there is one.
"""

import collections
import hashlib
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LINES, KEPT = 500, 100
LEG = {"game", "kind", "period", "side", "line", "subject", "statistic"}
REASONS = {
    "unknown", "idle", "no_pair", "not_offered", "no_game", "contradiction", "not_a_bet",
    "money", "several", "system", "started", "day", "stake", "lay", "price",
}
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def source(path):
    return (ROOT / path).read_text(encoding="utf-8")


def words_of_code():
    """Kinds, plain sides, and every quoted word of the crates, which statistics must be among."""
    kinds = set(re.findall(r'= "([a-z0-9_]+)" =>', source("shared/src/market/kind.rs")))
    sides = set(re.findall(r'^    [A-Z]\w+ = "(\w+)",$', source("shared/src/market/side.rs"), re.M))
    formats = set(re.findall(r'Self::\w+ => "(\w+)"', source("shared/src/price.rs")))
    quoted = set()
    for path in (ROOT / "crates").rglob("*.rs"):
        quoted |= set(re.findall(r'"([a-z0-9_]+)"', path.read_text(encoding="utf-8")))
    if not kinds or not sides or not formats:
        fault("code", "its words were not found")
    return kinds, sides, formats, quoted


KINDS, SIDES, FORMATS, QUOTED = words_of_code()
FORMATS = FORMATS | {"implied"}
PERIOD = re.compile(
    r"full|regulation|including_overtime|overtime|shootout|first_5"
    r"|[HQP][1-9]|(inning|map|set|round)_[1-9]"
)
LEAD = r"(home|away|draw)"
OWN_SIDES = {
    "correct_score": re.compile(r"\d+-\d+"),
    "half_time_full_time": re.compile(f"{LEAD}/{LEAD}"),
}
FIXED = {
    "moneyline_2way": {"home", "away"},
    "moneyline_3way": {"home", "draw", "away"},
    "draw_no_bet": {"home", "away"},
    "double_chance": {"home_or_draw", "home_or_away", "away_or_draw"},
    "spread": {"home", "away"},
    "total": {"over", "under"},
    "team_total": {"over", "under"},
    "player_total": {"over", "under"},
    "total_rounds": {"over", "under"},
    "both_teams_to_score": {"yes", "no"},
    "player_yes_no": {"yes", "no"},
    "odd_even": {"odd", "even"},
    "method": {"knockout", "submission", "decision", "disqualification"},
}


def is_on_ladder(market, line):
    if line is None or "from" not in market:
        return False
    steps = (line - market["from"]) / market["step"]
    return market["from"] <= line <= market["to"] and abs(steps - round(steps)) < 1e-9


def check_board(board):
    about = {}
    for entry in board["games"] + board["competitions"]:
        name = entry["id"]
        if name in about:
            fault(name, "stands twice on the board")
        about[name] = entry
        if "home" in entry:
            for side in ("home", "away"):
                if set(entry[side]) != {"name", "short", "place", "code"}:
                    fault(name, f"its {side} side lacks a name")
        seen = set()
        for market in entry["markets"]:
            key = json.dumps({k: market.get(k) for k in sorted(
                ("kind", "period", "subject", "statistic", "line", "group"))})
            if key in seen:
                fault(name, f"asks twice: {key}")
            seen.add(key)
            if market["kind"] not in KINDS:
                fault(name, f"{market['kind']} is no kind")
            if not PERIOD.fullmatch(market["period"]):
                fault(name, f"{market['period']} is no period")
            statistic = market.get("statistic")
            if statistic and statistic not in QUOTED:
                fault(name, f"{statistic} is no statistic of the code")
            if "main" in market and not is_on_ladder(market, market["main"]):
                fault(name, f"the main line is not on its ladder: {market}")
    return about


def is_offered(entry, leg):
    """Whether the board has this answer to this question at this line."""
    sides = ("home", "away")
    people = {it["name"] for it in entry.get("players", [])} | set(entry.get("entrants", []))
    for market in entry["markets"]:
        if market["kind"] != leg["kind"] or market["period"] != leg["period"]:
            continue
        if market.get("subject") != leg["subject"] or market.get("statistic") != leg["statistic"]:
            continue
        if leg["subject"] and leg["subject"] not in sides and leg["subject"] not in people:
            continue
        line, kind = leg["line"], leg["kind"]
        if kind == "spread":
            home = line if leg["side"] == "home" or line is None else -line
            if is_on_ladder(market, home):
                return True
        elif "from" in market:
            if is_on_ladder(market, line):
                return True
        elif kind == "top_finish":
            if line == market["line"] and leg["side"] in entry["entrants"]:
                return True
        elif line is not None:
            continue
        elif kind == "outright":
            if leg["side"] in entry["entrants"]:
                return True
        elif kind == "head_to_head":
            if leg["side"] in market["group"] and leg.get("group") == market["group"]:
                return True
        elif kind in OWN_SIDES:
            if leg["side"] in market["sides"]:
                return True
        else:
            return True
    return False


def check_leg(where, leg, about):
    extra = set(leg) - LEG - {"price", "group"}
    if extra or not LEG <= set(leg):
        fault(where, f"a leg has {sorted(leg)}")
        return
    entry = about.get(leg["game"])
    if entry is None:
        fault(where, f"{leg['game']} is not on the board")
        return
    if entry.get("status", "scheduled") != "scheduled":
        fault(where, f"{leg['game']} has begun")
    kind, side = leg["kind"], leg["side"]
    if kind not in KINDS:
        fault(where, f"{kind} is no kind")
    if not PERIOD.fullmatch(leg["period"]):
        fault(where, f"{leg['period']} is no period")
    if kind in FIXED and (side not in FIXED[kind] or side not in SIDES):
        fault(where, f"{side} is no answer to {kind}")
    if kind in OWN_SIDES and not OWN_SIDES[kind].fullmatch(side):
        fault(where, f"{side} is no answer to {kind}")
    if not is_offered(entry, leg):
        fault(where, f"the board does not offer {json.dumps(leg, ensure_ascii=False)}")
    if "price" in leg:
        check_price(where, leg["price"])


def check_price(where, price):
    style, number = price["format"], price["number"]
    if style not in FORMATS:
        fault(where, f"{style} is no format of prices")
        return
    value = number.rstrip("%")
    fits = {
        "american": lambda: re.fullmatch(r"[+-]\d+", number) and abs(int(number)) >= 100,
        "decimal": lambda: re.fullmatch(r"\d+(\.\d+)?", number) and float(number) > 1,
        "fractional": lambda: re.fullmatch(r"[1-9]\d*/[1-9]\d*", number),
        "hong_kong": lambda: re.fullmatch(r"\d+(\.\d+)?", number) and float(number) > 0,
        "malay": lambda: 0 < abs(float(number)) <= 1,
        "indonesian": lambda: abs(float(number)) >= 1,
        "implied": lambda: number.endswith("%") and 0 < float(value) < 100,
    }
    if not fits[style]():
        fault(where, f"{number} is no {style} price")


def check_stake(where, stake):
    units = {"units", "percent", "to_win"}
    if len(stake) != 1 or not set(stake) <= units or not next(iter(stake.values())) > 0:
        fault(where, f"{stake} is no stake")


def check_row(where, row, about):
    if set(row) != {"line", "source", "means"} or not row["line"].strip() or "\n" in row["line"]:
        fault(where, "is not line, source and means")
        return None
    if row["source"] != "own" and not re.fullmatch(r"https?://\S+", row["source"]):
        fault(where, f"{row['source']} is no address")
    means = row["means"]
    if set(means) == {"none"}:
        if means["none"] not in REASONS:
            fault(where, f"{means['none']} is no reason")
        return "none"
    if "ambiguous" in means:
        legs = means["ambiguous"]
        if set(means) - {"ambiguous", "leg"} or len(legs) < 2:
            fault(where, "needs two candidates, and says which leg they are for")
        if len({json.dumps(it, sort_keys=True) for it in legs}) != len(legs):
            fault(where, "names a candidate twice")
        for leg in legs:
            check_leg(where, leg, about)
        return "ambiguous"
    if set(means) != {"legs", "stake", "price"} or not means["legs"]:
        fault(where, "is neither a bet, nor ambiguous, nor none")
        return None
    for leg in means["legs"]:
        check_leg(where, leg, about)
    if len({json.dumps(it, sort_keys=True) for it in means["legs"]}) != len(means["legs"]):
        fault(where, "has a leg twice")
    if means["stake"] is not None:
        check_stake(where, means["stake"])
    if means["price"] is not None:
        check_price(where, means["price"])
    return "bet"


def folded(line):
    letters = unicodedata.normalize("NFKD", line)
    plain = "".join(it for it in letters if not unicodedata.combining(it))
    return " ".join(plain.lower().split())


def read(name):
    path = HERE / name
    if not path.exists():
        return []
    return [json.loads(it) for it in path.read_text(encoding="utf-8").splitlines()]


def share(title, counts):
    total = sum(counts.values())
    print(title)
    for word, count in counts.most_common():
        print(f"  {count:4} {count / total:6.1%}  {word}")


def main():
    board = json.loads((HERE / "board.json").read_text(encoding="utf-8"))
    about = check_board(board)
    files = {"lines.jsonl": (read("lines.jsonl"), LINES), "kept.jsonl": (read("kept.jsonl"), KEPT)}
    if not (HERE / "kept.jsonl").exists():
        del files["kept.jsonl"]
    seen = {}
    for name, (rows, wanted) in files.items():
        if len(rows) != wanted:
            fault(name, f"has {len(rows)} lines, not {wanted}")
        sorts, kinds, periods, formats, stakes, reasons = (collections.Counter() for _ in range(6))
        for number, row in enumerate(rows, 1):
            where = f"{name}:{number} {row.get('line')!r}"
            plain = folded(row["line"])
            if plain in seen:
                fault(where, f"is also {seen[plain]}")
            seen[plain] = where
            sort = check_row(where, row, about)
            sorts[sort] += 1
            means = row["means"]
            if sort == "bet":
                for leg in means["legs"]:
                    kinds[leg["kind"]] += 1
                    periods[leg["period"]] += 1
                    formats[leg.get("price", {}).get("format", "")] += 1
                formats[(means["price"] or {}).get("format", "")] += 1
                stakes["".join(means["stake"] or {}) or "no stake"] += 1
            if sort == "none":
                reasons[means["none"]] += 1
        del formats[""]
        own = sum(it["source"] == "own" for it in rows)
        parlays = sum(len(it["means"].get("legs", [])) > 1 for it in rows)
        print(f"{name}: {len(rows)} lines, {len(rows) - own} with a source, {parlays} parlays")
        share(" what they mean", sorts)
        share(" kinds of legs", kinds)
        share(" periods of legs", periods)
        share(" formats of prices", formats)
        share(" stakes", stakes)
        share(" reasons of none", reasons)
        if name == "lines.jsonl" and min(sorts["ambiguous"], sorts["none"]) < 60:
            fault(name, "has too few ambiguous or none")
    if "kept.jsonl" in files:
        by_hash = sorted(seen, key=lambda it: hashlib.sha256(it.encode()).hexdigest())
        drawn = set(by_hash[:KEPT])
        if drawn != {folded(it["line"]) for it in files["kept.jsonl"][0]}:
            fault("kept.jsonl", "is not the hundred that the draw gives")
    for it in faults:
        print("fault:", it, file=sys.stderr)
    print(f"{len(about)} games and competitions, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
