"""Captions and credits of pictures, by what the line itself shows."""

from __future__ import annotations

import re

from store.intake.lines import Line

LENGTH = 250
"""Longest caption, in code points: beyond it a line is a paragraph."""


def is_caption(line: Line) -> bool:
    """Whether the line says of itself that it belongs to a picture."""
    folded = line.folded
    if len(line.text) > LENGTH:
        return False
    if _CAPTION_HEAD.match(folded) or _CAPTION_TAIL.search(folded, max(0, len(folded) - 60)):
        return True
    inside = _last_bracket(folded)
    if not inside:
        return False
    if _CREDIT.search(inside):
        return True
    # A year in brackets also ends a sentence.
    return _DATE_ONLY.fullmatch(inside) is not None and (
        "日" in inside or not folded.endswith("。")
    )


def is_credited(line: Line) -> bool:
    """Whether a bracket at the line's end names an outlet and nothing else, as credits do."""
    return _OUTLET.search(_last_bracket(line.folded)) is not None


def _last_bracket(folded: str) -> str:
    """What stands in the bracket that ends a line of two sentences at most, else ""."""
    if folded.rstrip("。")[-1:] not in (")", "】", "]"):
        return ""
    bracket = _LAST_BRACKET.search(folded, max(0, len(folded) - 64))
    if bracket is None or bracket.start() < 4:
        return ""
    before = folded[: bracket.start()].rstrip()
    if len(_SENTENCE.findall(before)) > 2 or before.endswith((",", ":", ";")):
        return ""
    return bracket[1]


_CAPTION_HEAD = re.compile(
    r"[(\[【]?(?:资料照片?|资料图片?|示意图|配图|图片?说明|图说|题图|图为|图中|图[一二三四五六七八九十\d]?\s*[:/]"
    r"|[上下左右]图\s*[:为]|视频截图|网络图片|照片\s*[:/]|图片\s*[:/]|图片?来源\s*:)|[▲△▼▽]"
)
_CAPTION_TAIL = re.compile(
    r"[。.,]\s?(?:图为|图中为|图左|图右)[^。]{1,40}。?\Z|(?:photo|reuters|afp)\s?[:/]\s?\S[^。]{1,40}\Z"
)
_LAST_BRACKET = re.compile(r"[(【\[]([^()【】\[\]]{2,60})[)】\]]。?\Z")
_CREDIT = re.compile(
    r"[图照]\s*(?:片|像|/|:|源)|照\Z|图\Z|拍摄|摄影|[^拍]摄\Z|提供|截[图屏频]|资料|来源|授权|翻拍|推特|脸书|微博|帐号"
    r"|美联社|路透|法新社|新华社|中新社|韩[联通]社|共同社|中央社|塔斯社|卫星社|欧新社|欧洲新闻图片社|朝中社"
    r"|photo|image|getty|reuters|\bafp\b|\bap\b|\bepa\b|screenshot|courtesy|shutterstock|unsplash|pixabay"
)
_OUTLET = re.compile(
    r"^[^\s,。:]{2,8}(?:社|网|纪元|[时日晚早]报|电视台?|新闻)\Z|^[^/]{2,12}/[^/]{2,20}\Z"
)
_DATE_ONLY = re.compile(
    r"(?:摄于|拍摄于)?\s*(?:(?:19|20)\d\d年)(?:\d{1,2}月)?(?:\d{1,2}日)?|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
)
_SENTENCE = re.compile(r"[。!?！？]")
