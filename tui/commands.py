"""Every command of the browser, once.

Keys, footer and help come from this one table; a pane obeys a command by having the method
``action_…`` of its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_letters
from typing import Literal, TypeAlias

from tui.language import say

Place: TypeAlias = Literal[
    "any",
    "list",
    "reader",
    "comparison",
    "dossier",
    "facets",
    "searches",
    "feeds",
    "search",
    "line",
    "help",
    "finder",
    "newsmakers",
]
_SIDES: tuple[Place, ...] = ("dossier", "facets", "searches", "feeds")
_PANES: tuple[Place, ...] = ("list", "reader", "comparison", *_SIDES)

PLACES: dict[Place, tuple[str, str]] = {
    "any": ("到处", "Everywhere"),
    "list": ("头条", "Headlines"),
    "reader": ("正文", "Article"),
    "comparison": ("对照", "Comparison"),
    "dossier": ("档案", "Dossier"),
    "facets": ("缩小", "Narrowing"),
    "searches": ("保存的搜索", "Saved searches"),
    "feeds": ("订阅", "Feeds"),
    "search": ("搜索", "Search"),
    "line": ("改一行", "A line"),
    "help": ("帮助", "Help"),
    "finder": ("命令面板", "Palette"),
    "newsmakers": ("新闻人物", "In the news"),
}
"""What a person calls the places, in the order of the help."""
TYPED: frozenset[Place] = frozenset(("search", "line", "finder", "newsmakers"))
"""The places where printable keys are typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    ``keys`` as a person writes them (``tui.keys.read``), the one to show first. ``places``: the
    panes that must have the keys for it to apply. ``footer``: the few words the footer has for it,
    None to leave it out. ``by_app``: the app obeys it, since it concerns more than one pane; so it
    does all of ``any``. ``each``: how many alike keys are shown as one; who obeys is told which of
    them it was, from 0. ``told_in``: the places whose footer has it, where not all have room.
    """

    id: str
    keys: tuple[str, ...]
    places: tuple[Place, ...]
    zh: str
    en: str
    footer: tuple[str, str] | None = None
    by_app: bool = False
    each: str = ""
    told_in: tuple[Place, ...] = ()

    @property
    def label(self) -> str:
        """What it does, in the interface's language."""
        return say(self.zh, self.en)

    @property
    def method(self) -> str:
        """The name of the method that obeys it, of the app if ``by_app``, else of the pane."""
        return "action_" + self.id.replace("-", "_")


FACET_KEYS = tuple(key for key in ascii_letters if key not in "afghjkloqruzAFGLMS")
"""Keys that facets have: the letters that no other command has where facets are."""

COMMANDS: tuple[Command, ...] = (
    Command("search", ("/",), ("any",), "搜索", "search", ("搜索", "search")),
    Command("help", ("?", "f1"), ("any",), "帮助", "help", ("帮助", "help")),
    Command("palette", (":", "ctrl+p"), ("any",), "命令面板", "palette of commands"),
    Command(
        "newsmakers",
        ("a",),
        ("any",),
        "谁在新闻里：最多、上升、下降",
        "who is in the news: most, rising, falling",
        ("人物", "who"),
    ),
    Command("refresh", ("r",), ("any",), "刷新，取进新文章", "refresh: take in what is new"),
    Command(
        "add",
        ("A",),
        ("any",),
        "加：粘贴网址、订阅源、文件、文件夹或 OPML",
        "add: paste an address, a feed, a file, a folder or OPML",
        ("加", "add"),
    ),
    Command("fetch", ("ctrl+r",), ("any",), "取所有订阅的新文章", "fetch what is new in all feeds"),
    Command("export-feeds", ("ctrl+e",), ("any",), "导出订阅为 OPML", "export the feeds as OPML"),
    Command("zoom", ("z",), ("any",), "只看这一栏，再按还原", "this pane alone, and back"),
    Command(
        "layout",
        ("W",),
        ("list", "reader", "comparison", "dossier"),
        "并排、上下、单栏",
        "panes side by side, one above the other, one alone",
        by_app=True,
    ),
    Command("larger", ("+", "="), _PANES, "这一栏大一点", "this pane larger", by_app=True),
    Command("smaller", ("-",), _PANES, "这一栏小一点", "this pane smaller", by_app=True),
    Command(
        "zen",
        ("Z",),
        ("list", "reader", "comparison"),
        "只看正文，别的都收起，再按还原",
        "the text and nothing else; again: as it was",
        by_app=True,
    ),
    Command("next-theme", ("ctrl+t",), ("any",), "换一种配色", "the next theme"),
    Command("left", ("left", "h"), ("any",), "到左边一栏", "to the pane on the left"),
    Command("right", ("right", "l"), ("any",), "到右边一栏", "to the pane on the right"),
    Command(
        "back",
        ("esc", "backspace"),
        ("any",),
        "回到上一处",
        "back to where you were",
        ("返回", "back"),
    ),
    Command("redraw", ("ctrl+l",), ("any",), "重画屏幕", "redraw the screen"),
    Command(
        "place-before",
        ("<", "alt+left"),
        _PANES,
        "到前一处",
        "to the place before",
        by_app=True,
    ),
    Command(
        "place-after",
        (">", "alt+right"),
        _PANES,
        "返回之后又往前，到后一处",
        "forward again after going back",
        by_app=True,
    ),
    Command("quit", ("q", "ctrl+c", "ctrl+q"), ("any",), "退出", "quit", ("退出", "quit")),
    Command("down", ("j", "down"), (*_PANES, "help"), "向下", "down"),
    Command("up", ("k", "up"), (*_PANES, "help"), "向上", "up"),
    Command(
        "page-down",
        ("pagedown", "ctrl+f"),
        (*_PANES, "help"),
        "下一页",
        "page down",
    ),
    Command(
        "page-up",
        ("pageup", "ctrl+b"),
        (*_PANES, "help"),
        "上一页",
        "page up",
    ),
    Command(
        "home",
        ("g", "home"),
        (*_PANES, "help"),
        "到开头",
        "to the top",
    ),
    Command(
        "end",
        ("G", "end"),
        (*_PANES, "help"),
        "到末尾",
        "to the end",
    ),
    Command(
        "filter-help",
        ("/",),
        ("help",),
        "在帮助里找",
        "find in the help",
        ("找", "find"),
        by_app=True,
    ),
    Command("open", ("enter",), ("list",), "读这一篇", "read it", ("读", "read")),
    Command(
        "read-on",
        ("space",),
        ("list", "reader", "comparison"),
        "往下读，读完换下一篇",
        "read on; at the end, the next article",
        ("往下读", "read on"),
        by_app=True,
        told_in=("reader", "comparison"),
    ),
    Command(
        "read-back",
        ("b",),
        ("list", "reader", "comparison"),
        "往回读一页",
        "back a page",
        by_app=True,
    ),
    Command(
        "next-hit",
        ("n",),
        ("list", "reader"),
        "下一处命中；没有搜索时换下一篇",
        "next hit; without a search, the next article",
        by_app=True,
    ),
    Command(
        "previous-hit",
        ("N",),
        ("list", "reader"),
        "上一处命中；没有搜索时换上一篇",
        "previous hit; without a search, the previous article",
        by_app=True,
    ),
    Command("next-article", ("J",), ("list", "reader"), "下一篇", "next article", by_app=True),
    Command(
        "previous-article",
        ("K", "p"),
        ("list", "reader"),
        "上一篇",
        "previous article",
        by_app=True,
    ),
    Command(
        "next-name",
        ("tab",),
        ("list", "reader"),
        "下一个名字",
        "next name",
        ("名字", "names"),
        by_app=True,
    ),
    Command(
        "previous-name",
        ("shift+tab",),
        ("list", "reader"),
        "上一个名字",
        "previous name",
        by_app=True,
    ),
    Command(
        "open-name",
        ("enter",),
        ("reader",),
        "打开这个名字的档案",
        "open the name's dossier",
        ("档案", "dossier"),
    ),
    Command(
        "jump",
        ("'",),
        ("list", "reader", *_SIDES),
        "跳到：给看得见的名字和行各一个字母",
        "jump: a letter for each name or row in sight",
        by_app=True,
    ),
    Command(
        "amend-add",
        ("e a",),
        ("reader", "dossier"),
        "加进词库",
        "add to lexicon",
        by_app=True,
    ),
    Command(
        "amend-rename",
        ("e r",),
        ("reader", "dossier"),
        "给它改名",
        "rename",
        by_app=True,
    ),
    Command(
        "amend-name",
        ("e n",),
        ("reader", "dossier"),
        "加别名",
        "add a name",
        by_app=True,
    ),
    Command(
        "amend-unname",
        ("e x",),
        ("reader", "dossier"),
        "去掉别名",
        "drop a name",
        by_app=True,
    ),
    Command(
        "amend-merge",
        ("e m",),
        ("reader", "dossier"),
        "并入别的名字",
        "merge",
        by_app=True,
    ),
    Command(
        "amend-hide",
        ("e h",),
        ("reader", "dossier"),
        "不再认它",
        "hide",
        by_app=True,
    ),
    Command("related", ("o",), ("reader",), "展开或折起相关阅读", "unfold or fold related links"),
    Command(
        "unfold",
        ("o",),
        ("list",),
        "展开或折起这件事的各家报道",
        "unfold or fold the story's reports",
        by_app=True,
    ),
    Command(
        "by-day",
        ("D",),
        ("list",),
        "按日分开，再按还原",
        "a heading for each day; again: none",
        by_app=True,
    ),
    Command(
        "density",
        ("v",),
        ("list",),
        "每条一行或两行",
        "one line a story, or two",
        by_app=True,
    ),
    Command(
        "sort",
        ("O",),
        ("list",),
        "新的、旧的、最相关的在前",
        "newest, oldest, most relevant first",
        by_app=True,
    ),
    Command("star", ("s",), ("list", "reader"), "加星或去星", "star or unstar", by_app=True),
    Command(
        "mark-unread",
        ("m",),
        ("list", "reader"),
        "标为未读或已读",
        "mark unread or read",
        by_app=True,
    ),
    Command("tag", ("t",), ("list", "reader"), "贴标签，改标签", "tag it", by_app=True),
    Command(
        "mark-all-read",
        ("M",),
        _PANES,
        "列表里的全部标为已读",
        "mark all of the list read",
        by_app=True,
    ),
    Command(
        "undo",
        ("u",),
        _PANES,
        "撤销上一次的标记，或对词库、保存的搜索、订阅的改动",
        "undo the last mark, or change of the lexicon, saved searches or feeds",
        by_app=True,
    ),
    Command(
        "facets",
        ("f",),
        _PANES,
        "按人物、来源、月份缩小列表，再按关闭",
        "narrow the list by actor, source, month; again closes",
        ("缩小", "narrow"),
        by_app=True,
        told_in=("list",),
    ),
    Command(
        "searches",
        ("L",),
        _PANES,
        "保存的搜索，再按关闭",
        "saved searches; again closes",
        ("常用", "saved"),
        by_app=True,
        told_in=("list",),
    ),
    Command(
        "feeds",
        ("F",),
        _PANES,
        "订阅，再按关闭",
        "feeds; again closes",
        ("订阅", "feeds"),
        by_app=True,
        told_in=("list",),
    ),
    Command(
        "save-search",
        ("S",),
        _PANES,
        "保存现在的搜索",
        "save the present search",
        by_app=True,
    ),
    Command(
        "open-saved",
        tuple("1234567890"),
        _PANES,
        "第几个保存的搜索，0 是全部文章",
        "the nth saved search; 0: all articles",
        by_app=True,
        each="0-9",
    ),
    Command(
        "copy",
        ("y y",),
        ("list", "reader"),
        "复制标题和出处",
        "copy headline and source",
        by_app=True,
    ),
    Command(
        "copy-sentence",
        ("y s",),
        ("list", "reader"),
        "复制句子",
        "copy the sentence",
        by_app=True,
    ),
    Command(
        "copy-paragraph",
        ("y p",),
        ("list", "reader"),
        "复制段落",
        "copy the paragraph",
        by_app=True,
    ),
    Command(
        "copy-article",
        ("y a",),
        ("list", "reader"),
        "复制全文",
        "copy the article",
        by_app=True,
    ),
    Command(
        "copy-markdown",
        ("y m",),
        ("list", "reader"),
        "复制全文，Markdown 格式",
        "copy the article as Markdown",
        by_app=True,
    ),
    Command(
        "copy-citation",
        ("y c",),
        ("list", "reader"),
        "复制引文",
        "copy a citation",
        by_app=True,
    ),
    Command(
        "copy-address",
        ("y u",),
        ("list", "reader"),
        "复制网址",
        "copy the address",
        by_app=True,
    ),
    Command(
        "open-original",
        ("w",),
        ("list", "reader"),
        "在浏览器里看原文；没有浏览器时复制网址",
        "the original, in a browser; without one, copy its address",
        by_app=True,
    ),
    Command(
        "export-markdown",
        ("x m",),
        ("list", "reader"),
        "列表导出为 Markdown",
        "export the list as Markdown",
        by_app=True,
    ),
    Command(
        "export-lines",
        ("x j",),
        ("list", "reader"),
        "列表导出为 JSON 行",
        "export the list as JSON lines",
        by_app=True,
    ),
    Command(
        "export-table",
        ("x c",),
        ("list", "reader"),
        "列表里的名字导出为 CSV 表",
        "export the names in the list as CSV",
        by_app=True,
    ),
    Command(
        "export-graph",
        ("x g",),
        ("list", "reader"),
        "谁和谁一起出现，导出为 GraphML",
        "export who is named with whom as GraphML",
        by_app=True,
    ),
    Command(
        "script",
        ("T",),
        ("list", "reader", "comparison", "dossier"),
        "简体、繁体、原文轮换",
        "simplified, traditional, as written",
        by_app=True,
    ),
    Command(
        "compare",
        ("d",),
        ("list", "reader"),
        "与同一报道的另一篇对照，看改了什么",
        "compare with a reprint: what was changed",
        by_app=True,
    ),
    Command(
        "next-change",
        ("tab", "n"),
        ("comparison",),
        "下一处改动",
        "next change",
        ("改动", "changes"),
    ),
    Command(
        "previous-change", ("shift+tab", "p"), ("comparison",), "上一处改动", "previous change"
    ),
    Command(
        "next-copy",
        ("d", "]"),
        ("comparison",),
        "对照下一篇",
        "compare with the next report",
        ("下一篇", "next report"),
        by_app=True,
    ),
    Command(
        "previous-copy",
        ("[",),
        ("comparison",),
        "对照上一篇",
        "compare with the report before",
        by_app=True,
    ),
    Command(
        "unfold-same",
        ("o",),
        ("comparison",),
        "展开或折起相同的句子",
        "unfold or fold what is the same",
        ("相同的", "the same"),
    ),
    Command("choose", ("enter",), _SIDES, "打开这一行", "open this line", ("打开", "open")),
    Command(
        "together",
        ("c",),
        ("dossier", "reader"),
        "列出这个名字和档案里的都提到的文章",
        "the articles that name both it and the dossier's",
        ("两者都提到", "both named"),
        by_app=True,
        told_in=("dossier",),
    ),
    Command(
        "narrow",
        FACET_KEYS,
        ("facets",),
        "照这一行缩小列表，或去掉这个条件",
        "narrow the list to this line, or drop this condition",
        ("缩小", "narrow"),
        each="a-Z",
    ),
    Command(
        "facet-dossier",
        ("o",),
        ("facets",),
        "这个名字的档案",
        "the name's dossier",
        ("档案", "dossier"),
    ),
    Command("rename", ("R",), ("searches",), "改名", "rename", ("改名", "rename"), by_app=True),
    Command(
        "remove", ("x", "delete"), ("searches",), "删除", "remove", ("删除", "remove"), by_app=True
    ),
    Command(
        "move-down", ("J",), ("searches",), "往下移", "move it down", ("移动", "move"), by_app=True
    ),
    Command("move-up", ("K",), ("searches",), "往上移", "move it up", by_app=True),
    Command(
        "unsubscribe",
        ("x", "delete"),
        ("feeds",),
        "退订，文章留着",
        "unsubscribe; the articles stay",
        ("退订", "unsubscribe"),
        by_app=True,
    ),
    Command(
        "rename-feed",
        ("R",),
        ("feeds",),
        "改名，改标签（名字 #标签）",
        "rename and retag (name #tag)",
        ("改名", "rename"),
        by_app=True,
    ),
    Command(
        "stop-errand",
        ("c",),
        ("feeds",),
        "停下正在做的",
        "stop what is under way",
        ("停下", "stop"),
        by_app=True,
    ),
    Command(
        "accept", ("enter",), ("search",), "到搜索结果里", "to the results", ("看结果", "results")
    ),
    Command("cancel", ("esc",), ("search",), "取消搜索", "cancel", ("取消", "cancel")),
    Command(
        "accept-entry",
        ("enter",),
        ("finder", "newsmakers"),
        "就这个",
        "this one",
        ("就这个", "this one"),
    ),
    Command("cancel-entry", ("esc",), ("finder", "newsmakers"), "关闭", "close", ("关闭", "close")),
    Command("entry-down", ("down", "ctrl+n"), ("finder", "newsmakers"), "下一项", "next entry"),
    Command("entry-up", ("up", "ctrl+p"), ("finder", "newsmakers"), "上一项", "previous entry"),
    Command(
        "other-days",
        ("tab",),
        ("newsmakers",),
        "一天、一周、一月、一年",
        "a day, a week, a month, a year",
        ("天数", "days"),
    ),
    Command(
        "other-ranking",
        ("shift+tab", "ctrl+o"),
        ("newsmakers",),
        "最多、上升、下降",
        "most named, rising, falling",
        ("排名", "ranking"),
    ),
    Command("accept-line", ("enter",), ("line",), "就这样", "so be it", ("存", "keep")),
    Command("cancel-line", ("esc",), ("line",), "不改了", "leave it", ("取消", "cancel")),
    Command(
        "complete",
        ("tab",),
        ("search",),
        "补全，再按换下一个",
        "complete; again: the next completion",
        ("补全", "complete"),
    ),
    Command("complete-back", ("shift+tab",), ("search",), "前一个补全", "the completion before"),
    Command(
        "older-query",
        ("ctrl+p",),
        ("search",),
        "以前搜过的",
        "an earlier search",
        ("搜过的", "earlier"),
    ),
    Command("newer-query", ("ctrl+n",), ("search",), "往后一条搜过的", "a later search"),
    Command("result-down", ("down",), ("search",), "下一个结果", "next result"),
    Command("result-up", ("up",), ("search",), "上一个结果", "previous result"),
)


def at(place: Place) -> tuple[Command, ...]:
    """The commands a pane itself obeys (for ``any``: the app)."""
    return tuple(command for command in COMMANDS if place in command.places)


def by_place(commands: Iterable[Command]) -> Iterator[tuple[tuple[str, str], list[Command]]]:
    """The names of every place, in order, and the commands told there: each once, where it first
    applies."""
    given = tuple(commands)
    for place, names in PLACES.items():
        its = [c for c in given if next(p for p in PLACES if p in c.places) == place]
        if its:
            yield names, its


def footer(place: Place, commands: Iterable[Command] = COMMANDS) -> list[tuple[str, str]]:
    """Key and words for the footer while a pane has the keys, the pane's own commands first.

    Typing takes every printable key away from the commands of ``any``.
    """
    from tui.keys import told as keys_told

    given = [c for c in commands if c.footer and c.keys]
    told = [c for c in given if place in c.places and place in (c.told_in or c.places)]
    if place not in TYPED:
        told += [c for c in given if "any" in c.places and place != "any"]
    return [(keys_told(c)[0], say(*c.footer)) for c in told if c.footer]
