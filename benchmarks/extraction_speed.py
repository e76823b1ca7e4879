"""Megabytes of text a second through extraction on one core, beside eyecite in the same run.

    python benchmarks/extraction_speed.py ../shared/corpus/codified-articles.jsonl.gz

Three roads of this project over the articles of the codified law: the citation function alone,
the citation component in a spaCy pipeline (tokenizer included), and the whole pipeline. Beside
them eyecite (American case citations) with both its tokenizers, on English legal-like text that
cites about as often. Megabytes are of UTF-8 text; seconds are CPU seconds of this process. Each
figure is the best of the rounds; what to keep are the ratios.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

CASES = (
    "The claimant relies on Alder v. Birch, {v} F.2d {p}, {q} (2d Cir. 1985), for this rule. ",
    "As was said in Cedar v. Dogwood, {v} U.S. {p} (1979), the burden lies with the agency. ",
)
PLAIN = (
    "The agency published its plan in spring and heard the districts before it was adopted. ",
    "No party disputes that the office received the report within the time that was set. ",
    "The record shows who was asked to lead the work and who was asked to help with it. ",
    "What the department spent on the programme is shown in the annex to the decision. ",
    "The question is whether the notice told the owners what they had to do and by when. ",
    "Nothing in the statute lets an office put off a duty that has been laid upon it. ",
)


def english_text(megabytes: float, plain_to_one: int) -> list[str]:
    """English legal-like paragraphs, one sentence that cites to every ``plain_to_one`` others."""
    texts, size, n = [], 0, 0
    while size < megabytes * 1e6:
        sentences = []
        for _ in range(8):
            sentences.append(CASES[n % 2].format(v=100 + n % 400, p=1 + n % 900, q=2 + n % 900))
            sentences += [PLAIN[(n + i) % len(PLAIN)] for i in range(plain_to_one)]
            n += 1
        texts.append("".join(sentences))
        size += len(texts[-1])
    return texts


def rate(work: Callable[[str], object], texts: Sequence[str], rounds: int) -> tuple[float, int]:
    """The best megabytes a CPU second over ``rounds``, and how many things were found."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    work(texts[0])
    best, found = float("inf"), 0
    for _ in range(rounds):
        start = time.process_time()
        found = sum(len(work(text)) for text in texts)  # type: ignore[arg-type]
        best = min(best, time.process_time() - start)
    return size / best, found


@click.command(help=__doc__)
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--megabytes", default=4.0, help="How much of the articles to read.")
@click.option("--peer-megabytes", default=0.5, help="How much English text to give to eyecite.")
@click.option("--rounds", default=3)
def main(articles: Path, megabytes: float, peer_megabytes: float, rounds: int) -> None:
    from eyecite import get_citations
    from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer

    from extract.grammar.citations import find_citations
    from extract.pipeline import extract, make_language
    from extract.source import SourceText

    texts, size = [], 0.0
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            size += len(texts[-1].encode()) / 1e6
            if size >= megabytes:
                break

    nlp = make_language("vi")
    component = dict(nlp.pipeline)["document_citations"]

    def through_spacy(text: str) -> object:
        return component(nlp.make_doc(text)).spans["citations"]

    results = []

    def run(name: str, work: Callable[[str], object], given: Sequence[str]) -> None:
        speed, found = rate(work, given, rounds)
        kilobytes = sum(len(text.encode()) for text in given) / 1e3
        results.append((name, speed, found, kilobytes / max(found, 1)))

    run(
        "this project, citations, function",
        lambda text: find_citations(SourceText.from_text(text), "vi"),
        texts,
    )
    run("this project, citations, spaCy component", through_spacy, texts)
    run(
        "this project, all facts",
        lambda text: extract(SourceText.from_text(text)).citations,
        texts,
    )
    cited = results[0][3]
    # As many plain sentences to one that cites as gives about the same kilobytes a citation.
    plain = max(round(cited * 1000 / 85) - 1, 0)
    english = english_text(peer_megabytes, plain)
    with tempfile.TemporaryDirectory() as cache:
        for name, tokenizer in (
            ("eyecite, Aho-Corasick", AhocorasickTokenizer()),
            ("eyecite, Hyperscan", HyperscanTokenizer(cache_dir=cache)),
        ):
            run(name, lambda text, t=tokenizer: get_citations(text, tokenizer=t), english)

    print("| what | MB/s | found | kB a citation | times eyecite with Hyperscan |")
    print("|---|---|---|---|---|")
    for name, speed, found, density in results:
        ratio = speed / results[-1][1]
        print(f"| {name} | {speed:.2f} | {found} | {density:.2f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
