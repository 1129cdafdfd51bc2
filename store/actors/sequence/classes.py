"""Classes of characters the sequence model generalises by: surnames, sounds, digits, letters.

The surnames are the commonest of China, Taiwan and Hong Kong (public statistics) and a few
compound ones' first characters; the sounds are the characters with which foreign names are
written, counted in the lexicon's own names that have a dot.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from store.actors.lexicon import Lexicon
from store.folding import fold

(OTHER, SURNAME, SOUND, BOTH, DIGIT, LATIN, DOT, STOP, SPACE, NUMERAL, CAPITAL) = range(11)
SOUNDS = (SOUND, BOTH, DOT)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原"
    "栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容"
    "敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭"
    "干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由习欧诸司东上慕淳澹令"
)


@cache
def table(lexicon: Lexicon) -> NDArray[np.uint8]:
    """The class of each code point of the basic plane."""
    dotted = (a.text for actor in lexicon.actors for a in actor.aliases if "·" in a.text)
    counts = Counter(fold("".join(dotted)))
    out = np.full(0x10000, OTHER, np.uint8)
    for char in SURNAMES:
        out[ord(char)] = SURNAME
    for char, times in counts.items():
        if times >= 4 and "\u4e00" <= char <= "\u9fff":
            out[ord(char)] = BOTH if out[ord(char)] == SURNAME else SOUND
    for point in range(128):
        char = chr(point)
        out[point] = (
            DIGIT if char.isdigit() else LATIN if char.isalpha() else SPACE if point < 33 else STOP
        )
    for start, end in ((0x2000, 0x2070), (0x3000, 0x3030), (0xFF00, 0xFF70), (0xFE30, 0xFE50)):
        out[start:end] = STOP
    for char in "一二三四五六七八九十百千万亿两零":
        out[ord(char)] = NUMERAL
    out[0x3000] = SPACE
    out[ord("·")] = DOT
    out[0xC0:0x250] = LATIN
    return out
