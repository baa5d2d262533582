"""The JSON of `dengbao explain` replayed.

replay.py write FIRST.json FOLDER     writes its inputs, as the sender wrote them, into 单位.csv, 系统.csv, 专家名单.csv and 差距.csv
replay.py compare FIRST.json AGAIN.json   compares what was found of both; prints each difference and exits with 1
"""
import csv
import json
import sys


def columns(records):
    """Every header in the order of its first record."""
    headers = []
    for record in records:
        for item in record["inputs"]:
            if item["header"] not in headers:
                headers.append(item["header"])
    return headers


def write_table(path, records):
    headers = columns(records)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        for record in records:
            cells = {item["header"]: item["written"] for item in record["inputs"]}
            writer.writerow([cells.get(header, "") for header in headers])


def write(source, folder):
    account = json.load(open(source, encoding="utf-8"))
    assert account["format"] == 1, account["format"]
    units = account["units"]
    assert len(units) == 1, "one unit at a time"
    write_table(folder + "/单位.csv", units)
    write_table(folder + "/系统.csv", units[0]["systems"])
    if units[0]["experts"]:
        write_table(folder + "/专家名单.csv", units[0]["experts"])
    gaps = [row for system in units[0]["systems"] for row in system["gaps"]]
    if gaps:
        write_table(folder + "/差距.csv", gaps)


def findings(path):
    """What was found, without where it was read."""
    account = json.load(open(path, encoding="utf-8"))
    found = {"edition": account["edition"], "rules": account["rules_sha256"]}
    for unit in account["units"]:
        for owner in [unit] + unit["systems"]:
            name = owner["name"] if owner is not unit else ""
            found[name, "result"] = owner.get("result")
            rows = owner.get("experts", []) + owner.get("gaps", [])
            for number, row in enumerate([owner] + rows):
                for item in row["inputs"]:
                    found[name, number, item["field"]] = (item["read"], item["state"])
            for trial in owner["tried"]:
                found[name, trial["kind"], trial["rule"], trial["name"]] = trial
    return found


def compare(first, again):
    one, two = findings(first), findings(again)
    differing = [key for key in sorted(set(one) | set(two), key=str)
                 if one.get(key) != two.get(key) and not is_empty(one, two, key)]
    for key in differing[:20]:
        print(" ", key, one.get(key), two.get(key))
    return 1 if differing else 0


def is_empty(one, two, key):
    """A cell that another record's column left empty."""
    return {one.get(key), two.get(key)} == {None, ("", "empty")} if isinstance(one.get(key) or two.get(key), tuple) else False


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], sys.argv[3])
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
