"""Who speaks in a feed: the outlet behind its title, the people behind its author fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.folding import fold, is_han
from store.intake.hygiene import clean, clean_line
from store.intake.lines import TITLE_LENGTH
from store.intake.markup import undo


def plain(text: str | None) -> str:
    """One line of a feed's text without markup and entities, escaped once more or not."""
    return clean_line(undo(undo(clean(text)))) if text else ""


def outlet_in(title: str) -> str | None:
    """The outlet's name in a feed's title, without the section that the feed is of.

    The first Chinese part that names no section goes before others: 国际 - 城北日报 RSS.
    """
    parts = [part for part in _BETWEEN.split(title[:TITLE_LENGTH]) if part]
    parts = [_RSS.sub("", part) or part for part in parts]
    named = [part for part in parts if not _SECTION.fullmatch(fold(part))]
    chinese = [part for part in named if any(map(is_han, part))]
    return next(iter(chinese or named or parts), None)


def people(names: Iterable[str], outlet: str | None) -> tuple[str, ...]:
    """The names in author fields, without the outlet's own, addresses and posts."""
    found: list[str] = []
    for name in map(plain, names):
        if "://" not in name:
            found += (part.strip() for part in _COMMA.split(name[:TITLE_LENGTH]))
    return tuple(
        dict.fromkeys(n for n in found if n and n != outlet and not _NOBODY.search(fold(n)))
    )


_BETWEEN = re.compile(r"\s+[-–—·/>»]+\s*|[-–—·/>»]+\s+|\s*(?:[|_｜:：»]|--+|—+)\s*")
_RSS = re.compile(r"\s*的?\s*(?:RSS|Atom|JSON)?\s*(?:Feed|订阅|訂閱|RSS|Atom)\s*\Z", re.IGNORECASE)
_COMMA = re.compile(r"\s*[、,，/;；&|]\s*|\s+(?:和|与|與|and)\s+")
_NOBODY = re.compile(
    r"@|\A(?:admin\w*|editor|webmaster|root|no-?reply|unknown|匿名|佚名|管理员|编辑部?|小编)\Z"
)
# What sections are called, folded: a part of a title made of nothing else names no outlet.
_SECTION = re.compile(
    r"(?:[\s/、,()&·.\d-]"
    r"|rss|atom|feeds?|news|latest|top|stories|all|home|headlines|simp|trad|chinese|china|world"
    r"|首页|主页|头条|要闻|快讯|最新|即时|滚动|实时|全部|所有|热点|热门|焦点|今日|每日|推荐|精选|综合"
    r"|国际|国内|海外|中国|大陆|内地|两岸|台湾|香港|澳门|港澳|港台|港闻|本地|地方|美国|欧洲|亚太|亚洲|非洲"
    r"|中东|世界|全球|财经|经济|金融|股市|商业|科技|科学|体育|娱乐|文化|艺术|社会|军事|政治|时政|时事|外交"
    r"|法律|人权|民主|评论|观点|社论|专栏|专题|深度|调查|健康|医疗|教育|生活|旅游|环境|气候|图片|视频|音频"
    r"|新闻|消息|资讯|文章|内容|报导|报道|更新|频道|栏目|订阅|简体|繁体|正体|中文|版|网站|的|与|和)+"
)
