"""Word by docxtpl: the built-in template, those that bodies bring, and what makes them safe.

A template that somebody uploads is a program for Jinja. It may name the documented variables, ask
whether one is filled in and go through the lists, and nothing else: no call, no attribute, no
filter, no macro, whatever the sandbox would still allow. It may lead nowhere outside itself.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import Invalid
from core.kit import papers

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

VARIABLES = {
    "head": "发文机关标志（红头），如“某某市人民政府文件”",
    "number": "发文字号，可能为空",
    "title": "标题",
    "addressee": "主送机关，可能为空",
    "paragraphs": "正文各段（列表）",
    "attachments": "附件名称（列表，可能为空）",
    "issuer": "发文机关署名",
    "dated_on": "成文日期，如“2025年3月10日”",
    "drafter": "拟稿人，可能为空",
    "checker": "核稿人，可能为空",
    "signer": "签发人",
}
"""What a template may name, as it is told to whoever writes one."""

LISTS = frozenset({"paragraphs", "attachments"})
DEMANDED = ("title", "paragraphs", "issuer", "dated_on")
"""Without these a paper would not say what was decided, by whom and when."""

SAMPLE: dict[str, Any] = {
    "head": "某某市某某机关文件",
    "number": "某发〔2025〕1号",
    "title": "关于试用模板的通知",
    "addressee": "某某市人民政府",
    "paragraphs": ["这是正文的第一段。", "这是正文的第二段，含有 < & > 等符号。"],
    "attachments": ["清单甲"],
    "issuer": "某某市某某机关",
    "dated_on": "2025年1月2日",
    "drafter": "甲某",
    "checker": "乙某",
    "signer": "丙某",
}
"""An invented paper, with which a template is tried before it is accepted."""

MOST_UNPACKED = 10 << 20
MOST_TEXT = 500_000
MOST_REPEATED = 20_000
MOST_LOOPS = 8
"""Limits of a template: unpacked bytes, letters of XML, letters within a loop, loops."""

_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If)
_OUTWARD = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_REACHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b")
_FOREIGN = ("word/embeddings/", "word/activex/", "word/vbaproject", "word/afchunk", "customxml/")


# --- rendering ------------------------------------------------------------------------------


def render(template: bytes | None, values: dict[str, Any], mark: str) -> bytes:
    """A paper from a template, or from the built-in one; the mark goes on every page of it."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(io.BytesIO(template or built_in(_head_size(values))))
    made.render(values, _sandbox(), autoescape=True)
    document: Any = made.docx
    if mark:
        _mark_every_page(document, mark)
    papers.set_word_properties(document, str(values["title"]))
    return _saved(document)


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return papers.with_fixed_times(buffer.getvalue())


def _mark_every_page(document: Any, mark: str) -> None:
    """Whatever the template says of first and even pages: no page is without the mark."""
    for section in document.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            _write_mark(head, mark)


def _write_mark(head: Any, mark: str) -> None:
    if head.is_linked_to_previous and any(mark in one.text for one in head.paragraphs):
        return
    first = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
    added = first.insert_paragraph_before()
    papers.write_word_run(added, mark, "黑体", papers.SMALL_PT)
    papers.centre(added)


# --- checking -------------------------------------------------------------------------------


def check(content: bytes, *, pictures: bool) -> None:
    """Refuse a template that could do or show what it must not; then try it on a sample."""
    _check_archive(content, pictures=pictures)
    try:
        for source in _sources(content):
            _check_source(source)
        text = _plain(render(content, SAMPLE, ""))
    except TemplateError as fault:
        raise Invalid(
            "TEMPLATE_FAULTY", f"模板中的标记写得不对（{fault.message}），请改正后重新上传。"
        ) from fault
    except Invalid:
        raise
    except Exception as fault:
        # What a jumbled document makes its readers raise is written nowhere.
        raise _unreadable() from fault
    _check_sample(text)


def _check_archive(content: bytes, *, pictures: bool) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Invalid("TEMPLATE_TOO_LARGE", "模板过大，请删去图片等内容后重新上传。")
            for entry in entries:
                _check_entry(entry.filename.lower(), archive.read(entry), pictures=pictures)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise _unreadable() from fault


def _check_entry(name: str, content: bytes, *, pictures: bool) -> None:
    if name.startswith(_FOREIGN) and not name.endswith((".xml", ".rels")):
        raise Invalid("TEMPLATE_FOREIGN", "模板含有宏或嵌入的对象，请删去后重新上传。")
    if name.endswith(".rels") and _OUTWARD.search(content):
        raise Invalid(
            "TEMPLATE_FOREIGN",
            "模板引用了外部的文件或网址，请删去链接（含超链接、链接的图片）后重新上传。",
        )
    if name.startswith("word/media/") and not pictures:
        raise Invalid(
            "TEMPLATE_PICTURE", "演示机构的公文不得出现印章、徽章等图片，请删去模板中的图片。"
        )


def _sources(content: bytes) -> Iterator[str]:
    """Every piece of the template that docxtpl hands to Jinja, in the form that it hands over."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    yield from _properties_and_notes(template)


def _properties_and_notes(template: "DocxTemplate") -> Iterator[str]:
    document: Any = template.docx
    properties = document.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield getattr(properties, name)
    for part in document.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8"))


def _check_source(source: str) -> None:
    if len(source) > MOST_TEXT:
        raise Invalid("TEMPLATE_TOO_LARGE", "模板过大，请删减内容后重新上传。")
    if _REACHING.search("".join(re.findall(r"<w:instrText[^>]*>([^<]*)<", source))):
        raise Invalid("TEMPLATE_FOREIGN", "模板含有会读取其他文件的域，请删去后重新上传。")
    _check_nodes(_sandbox().parse(source), known=frozenset(VARIABLES))


def _check_nodes(tree: nodes.Template, known: frozenset[str]) -> None:
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MOST_LOOPS:
        raise Invalid("TEMPLATE_FORBIDDEN", f"模板中的循环超过{MOST_LOOPS}处，请精简。")
    for loop in loops:
        _check_loop(loop)
    for node in tree.iter_child_nodes():
        _check_node(node, known)


def _check_loop(loop: nodes.For) -> None:
    plain = isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name)
    if not plain or loop.recursive or loop.test is not None or loop.else_:
        raise _forbidden("循环只能写成 for 段 in paragraphs 或 for 件 in attachments")
    if loop.iter.name not in LISTS or loop.target.name in VARIABLES:  # pyright: ignore
        raise _forbidden("只能对 paragraphs、attachments 循环")
    if any(inner is not loop for inner in loop.find_all(nodes.For)):
        raise _forbidden("循环里不能再有循环")
    repeated = sum(len(one.data) for one in loop.find_all(nodes.TemplateData))
    if repeated > MOST_REPEATED:
        raise Invalid("TEMPLATE_TOO_LARGE", "循环中的内容过多，请精简模板。")


def _check_node(node: nodes.Node, known: frozenset[str]) -> None:
    if isinstance(node, nodes.Name) and node.name not in known:
        raise _forbidden(f"没有名为 {node.name[:40]} 的变量")
    if not isinstance(node, (*_ALLOWED, nodes.Not)):
        raise _forbidden(f"不能使用 {type(node).__name__}")
    inside = known
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        inside = known | {node.target.name}
    for child in node.iter_child_nodes():
        _check_node(child, inside)


def _forbidden(what: str) -> Invalid:
    names = "、".join(VARIABLES)
    return Invalid(
        "TEMPLATE_FORBIDDEN",
        f"模板中{what}。可以使用的变量是：{names}；可以用 if 判断、用 for 逐段列出，其他都不可以。",
    )


def _unreadable() -> Invalid:
    return Invalid("TEMPLATE_UNREADABLE", "模板无法读取，请用 Word 另存为 docx 后重新上传。")


def _plain(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    return "".join(text.text or "" for text in document.element.body.iter(_TEXT))


_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def _check_sample(text: str) -> None:
    for name in DEMANDED:
        wanted = SAMPLE[name] if name in LISTS else [SAMPLE[name]]
        if not all(one in text for one in wanted):
            raise Invalid(
                "TEMPLATE_INCOMPLETE",
                f"试填时没有看到“{VARIABLES[name]}”，模板须含有 {name}。请补上后重新上传。",
            )


# --- the built-in template ------------------------------------------------------------------

RED = (0xC0, 0x00, 0x00)
HEAD_PT = 36
MM_OF_PT = 25.4 / 72
_TAGS: tuple[tuple[papers.Kind, str], ...] = (
    ("title", "{{ title }}"),
    ("addressee", "{%p if addressee %}"),
    ("addressee", "{{ addressee }}："),
    ("addressee", "{%p endif %}"),
    ("body", "{%p for line in paragraphs %}"),
    ("body", "{{ line }}"),
    ("body", "{%p endfor %}"),
    ("body", "{%p for name in attachments %}"),
    ("body", "附件：{{ name }}"),
    ("body", "{%p endfor %}"),
    ("signature", "{{ issuer }}"),
    ("signature", "{{ dated_on }}"),
)


def _head_size(values: dict[str, Any]) -> int:
    """The size at which the red head stands in one line."""
    width = papers.PAGE_WIDTH_MM - papers.LEFT_MM - papers.RIGHT_MM
    return min(HEAD_PT, int(width / MM_OF_PT / max(len(values["head"]), 1)))


@cache
def built_in(head_pt: int = HEAD_PT) -> bytes:
    """The template that holds where a body has none of its own; it can be copied and changed."""
    import docx

    document = docx.Document()
    papers.set_word_page(document)
    papers.write_page_number(document.sections[0].footer.paragraphs[0])
    _write_red_head(document, head_pt)
    for kind, text in _TAGS:
        papers.write_word_line(document, papers.Line(kind, text))
    _write_hands(document)
    papers.set_word_properties(document, "公文模板")
    return _saved(document)


def _write_red_head(document: "Document", head_pt: int) -> None:
    from docx.shared import Pt, RGBColor

    head = document.add_paragraph()
    papers.centre(head)
    run = papers.write_word_run(head, "{{ head }}", "宋体", head_pt)
    run.font.color.rgb, run.bold = RGBColor(*RED), True
    head.paragraph_format.space_after = Pt(papers.LINE_PT / 2)
    for text in ("{%p if number %}", "{{ number }}", "{%p endif %}"):
        line = document.add_paragraph()
        papers.centre(line)
        papers.write_word_run(line, text, "仿宋", papers.BODY_PT)
    rule = document.add_paragraph()
    rule.paragraph_format.space_after = Pt(papers.LINE_PT)
    _draw_line(rule, "bottom", f"{RED[0]:02X}{RED[1]:02X}{RED[2]:02X}")


def _draw_line(paragraph: Any, side: str, colour: str) -> None:
    """A ruled line at one side of a paragraph; the library has no call for it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # Word calls a file damaged whose parts stand in another order than the standard's.
    after = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _write_hands(document: "Document") -> None:
    from docx.shared import Pt

    line = document.add_paragraph()
    line.paragraph_format.space_before = Pt(2 * papers.LINE_PT)
    _draw_line(line, "top", "000000")
    for name, what in (("drafter", "拟稿"), ("checker", "核稿")):
        text = f"{{% if {name} %}}{what}：{{{{ {name} }}}}　　{{% endif %}}"
        papers.write_word_run(line, text, "仿宋", papers.SMALL_PT)
    papers.write_word_run(line, "签发：{{ signer }}", "仿宋", papers.SMALL_PT)
