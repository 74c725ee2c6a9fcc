"""The line of one result, as papers set it: `Bournemouth 0 Chelsea 2`, `No. 5 Toronto 105, Milwaukee 100`, `Lobi 1-1
Katsina Utd`."""

import re

SIDE = r"[A-Z][\w.'’-]+(?: (?:& )?[A-Z][\w.'’-]+){0,3}"
_RANK = r"(?:No\. ?\d{1,2} )?"
_SCORELINE = re.compile(
    rf"(?:^|(?<=; )){_RANK}(?P<one>{SIDE}) (?P<score>\d{{1,3}}),?"
    rf" {_RANK}(?P<other>{SIDE}) (?P<other_score>\d{{1,3}})(?=$|[:;]| \()",
    re.MULTILINE,
)
_HYPHENED = re.compile(
    rf"^(?P<one>{SIDE}) (?P<score>\d{{1,2}}) ?[-–] ?(?P<other_score>\d{{1,2}}) (?P<other>{SIDE})(?=$| \()", re.MULTILINE
)
SCORELINES = (_SCORELINE, _HYPHENED)
