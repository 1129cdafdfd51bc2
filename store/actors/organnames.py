"""Organisations that no list has, by the shape of their names: a known name, then a suffix.

香港+中学校长+会 and 北京大学+团委 are read off the text; a bare 美国公司 is no name. All texts
here are folded.
"""

from __future__ import annotations

import re

# A word in which an organisation's own name can't be continued.
_BREAK = (
    "的在和与及或对向有是了将被等为从至到称说由这那该其两三多各一某些以让使给把个位名年月日时前"
    "后因但而并也都还就于"
)
_LONG = (
    "委员会|协会|学会|公会|基金会|联合会|协进会|促进会|研究院|研究所|"
    "研究中心|联络办公室|监狱|看守所|公安局|警察局|警察厅|公安厅|人民法院|"
    "高级法院|检察院|总领事馆|领事馆|大使馆|使馆|交易所|证交所|出版社|"
    "工商联|商会|总工会|党委|团委|司令部|军区|医院|大学|学院|中学|小学|"
    "实验室|股份有限公司|有限公司|航空公司|集团公司|集团|银行|日报|晚报|"
    "时报|电视台|广播电台|统计局|教育局|卫生局|检疫局|管理局|管理委员会|"
    "联盟|工会|航空|法院|第一中学|警方防暴队|事务所|事务局|博物馆|图书馆|"
    "档案馆|俱乐部|交响乐团"
)
_TAIL = re.compile(f"([一-鿿]{{0,10}}?)({_LONG})(?=({_LONG})?)")
# A verb in the middle: 公明党宣布退出执政联盟 is a sentence, not a name.
_VERBS = (
    "宣布|退出|加入|成立|要求|批评|表示|指责|关闭|访问|会见|出任|计划|同意|参加|召开|举行|警告|"
    "支持|反对|收购|组成|离开|宣告|起诉|制裁|进入|接受|拒绝"
)
_STOP = re.compile(f"[{_BREAK}]|{_VERBS}")
_MEDIA = ("日报", "晚报", "时报", "电视台", "广播电台")
# With a state or region alone before them these are any such body, not one of that name.
_OWN_NAME = frozenset(
    ("大学", "日报", "晚报", "时报", "电视台", "银行", "检察院", "看守所", "监狱")
)
_PARTY = re.compile("(自治区|省|市|县|区|州)?(党委|市委|省委|县委|区委|州委)(?!员|派)")
_AFTER = re.compile("长(?!期|久|江|达)|员(?!会)|们|会|界")
BUILDINGS = frozenset(("白宫", "克里姆林宫", "美国国防部", "唐宁街", "爱丽舍宫", "美国国会"))
_AT = re.compile(r"(?:[在抵]|前往|进入|抵达|走进|离开|来到|走出|闯入|冲入|位于|参观|到访)\Z")


def tail(text: str, end: int, *, place: bool, state: bool) -> tuple[int, bool] | None:
    """Where an organisation's name that begins with the name ending at ``end`` ends itself.

    The second value tells a news outlet from another organisation. None: there is none.
    """
    found = _TAIL.match(text, end)
    if found is None:
        return None
    middle, suffix = found.group(1), found.group(2)
    if found.group(3):
        suffix = found.group(3)
        stop = found.end() + len(suffix)
    else:
        stop = found.end()
    if _STOP.search(middle) or _AFTER.match(text, stop):
        return None
    if place and not middle and (state or suffix not in _OWN_NAME):
        return None
    return stop, suffix in _MEDIA


def party(text: str, end: int, place: str) -> tuple[int, str] | None:
    """A party committee right after its place (武汉+市委), and its full name."""
    found = _PARTY.match(text, end)
    if found is None:
        return None
    unit = found.group(2)[0]
    full = place if unit == "党" or place.endswith(unit) else place + unit
    return found.end(), f"中国共产党{full}委员会"


def as_place(text: str, start: int) -> bool:
    """Whether what starts at ``start`` is gone to or stood in, so a building and no actor."""
    return _AT.search(text, max(0, start - 3), start) is not None
