"""Official papers (公文): what one says, and the two files that are made of it, Word and PDF.

A paper has a red head (红头: the issuing organ), a number (发文字号), a title, an addressee, a
body, who issues it on which day (落款), and the hands it went through (拟稿、核稿、签发). Word is
made from a template that a body may replace; the PDF keeps the built-in form, since nothing but an
office program could turn a body's own template into one. Where the machine has no Chinese font
there is no PDF, and the answer says so: a paper full of empty boxes would be worse. No seal and no
emblem is ever drawn.
"""

import asyncio
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from core.clock import on_day
from core.kit import files
from core.kit.official import pdf, word
from core.tenancy import DEMO_MARK, Jurisdiction

if TYPE_CHECKING:
    from core.kit.files import File
    from core.work import Work

__all__ = [
    "DEMO_MARK",
    "Hands",
    "Made",
    "Official",
    "full_name",
    "issue_paper",
    "on_day",
    "place_name",
]

MOST_PARAGRAPHS = 2_000
"""More is no letter; what is beyond would make a Word file that nobody can open."""


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Through whose hands a paper went; where one person did it all, that person signed."""

    signer: str
    drafter: str = ""
    checker: str = ""


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """What an official paper says; names of files that go with it are `attachments`.

    Each line of `text` is a plain paragraph, empty lines are left out: no Markdown and no other
    mark is read. Numbers of headings (一、（一）) are typed as they are to stand there.
    """

    title: str
    text: str
    dated_on: date
    hands: Hands
    addressee: str = ""
    number: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """The files of a paper; without a PDF, why there is none."""

    word: "File"
    pdf: "File | None"
    fault: str | None


async def issue_paper(work: "Work", kind: str, paper: Official) -> Made:
    """Make the files of a paper as the acting organ's own; `kind` names the template."""
    from core.kit.official import templates

    values = await _values(work, paper)
    mark = DEMO_MARK if work.body.demo else ""
    template = await templates.template_in_force(work, kind)
    fonts = work.platform.paper_fonts
    # Both cost processor time only: in a thread, the server goes on answering.
    content = await asyncio.to_thread(word.render, template, values, mark)
    name = file_name(f"{paper.title}（{paper.number}）" if paper.number else paper.title)
    written = await files.keep(work, f"{name}.docx", content, files.FileKind.DOCX)
    try:
        printed = await asyncio.to_thread(pdf.render_form, fonts, values, mark, paper.dated_on)
    except pdf.Unprintable as fault:
        return Made(written, None, str(fault))
    return Made(written, await files.keep(work, f"{name}.pdf", printed, files.FileKind.PDF), None)


def file_name(shown: str) -> str:
    """What a paper is called, without what a file name may not hold."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", shown)[:100]


async def _values(work: "Work", paper: Official) -> dict[str, Any]:
    """The documented variables of templates, with this paper's values."""
    issuer = full_name(await place_name(work), work.acting_organ.name)
    lines = [line.strip() for line in paper.text.splitlines() if line.strip()]
    return {
        "head": f"{issuer}文件",
        "number": paper.number,
        "title": paper.title,
        "addressee": paper.addressee,
        "paragraphs": lines[:MOST_PARAGRAPHS],
        "attachments": list(paper.attachments),
        "issuer": issuer,
        "dated_on": on_day(paper.dated_on),
        "drafter": paper.hands.drafter,
        "checker": paper.hands.checker,
        "signer": paper.hands.signer,
    }


async def place_name(work: "Work") -> str:
    """The name of the place that the body is of, as its papers say it."""
    place = await work.session.get_one(Jurisdiction, work.body.jurisdiction_code)
    return place.name


def full_name(place: str, organ: str) -> str:
    """An organ's name with its place: 新泰市 and 市人大常委会 make 新泰市人大常委会."""
    for start in range(len(place)):
        if organ.startswith(place[start:]):
            return place + organ[len(place) - start :]
    return organ
