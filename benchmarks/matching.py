"""
How well likely duplicates are found: precision and recall on a file of people whose duplicates are known.

    python benchmarks/matching.py path/to/dataset.csv

The file is as the Febrl generator writes it: `rec_id` is `rec-N-org` or `rec-N-dup-k`, and those of one N are
one person. Pairs are found as the service finds them: by blocks, then by their score.
"""

import argparse
import csv
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from patients.rules import LIKELY, Person, block_keys, match_score


def read(path: Path) -> dict[str, Person]:
    """The people of a Febrl file, by `rec_id`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]
    return {
        row["rec_id"]: Person(
            given_name=row["given_name"],
            family_name=row["surname"],
            born=row["date_of_birth"],
            street=f"{row['street_number']} {row['address_1']}".strip(),
            city=row["suburb"],
            postal_code=row["postcode"],
            identity=row["soc_sec_id"],
        )
        for row in rows
    }


def main() -> None:
    """Print precision and recall, and the pairs that were missed or wrongly found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=Path, help="a Febrl data set")
    parser.add_argument("--without-identity", action="store_true", help="leave the identity number out")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N pairs of each kind of mistake")
    options = parser.parse_args()
    people = read(options.csv)
    if options.without_identity:
        people = {key: Person(**{**vars(person), "identity": ""}) for key, person in people.items()}

    def number(record: str) -> str:
        return record.split("-")[1]

    together: dict[str, list[str]] = defaultdict(list)
    for record in people:
        together[number(record)].append(record)
    true = {pair for group in together.values() for pair in combinations(sorted(group), 2)}

    started = time.perf_counter()
    blocks: dict[str, list[str]] = defaultdict(list)
    for record, person in people.items():
        for key in block_keys(person):
            blocks[key].append(record)
    candidates = {pair for block in blocks.values() for pair in combinations(sorted(block), 2)}
    scores = {(a, b): match_score(people[a], people[b]) for a, b in candidates}
    found = {pair for pair, score in scores.items() if score.score >= LIKELY}
    seconds = time.perf_counter() - started

    right = len(found & true)
    print = sys.stdout.write
    print(f"people {len(people)}, true pairs {len(true)}, compared {len(candidates)} in {seconds:.2f} s\n")
    print(f"blocking keeps {len(candidates & true) / len(true):.4f} of the true pairs\n")
    print(f"precision {right / max(len(found), 1):.4f}  recall {right / len(true):.4f}  at score {LIKELY}\n")
    for title, pairs in (("missed", true - found), ("wrong", found - true)):
        for a, b in sorted(pairs)[: options.show]:
            score = scores.get((a, b))
            print(f"{title}: {score}\n  {people[a]}\n  {people[b]}\n")


if __name__ == "__main__":
    main()
