"""Makes store/data/readings.txt: python -m tests.tables.readings > store/data/readings.txt

The usual reading of every simplified character, from pypinyin, and the words in which one is read
otherwise. Tones are left out, and ü is u: a keyboard has no better. Without tones, 3,400 of
pypinyin's 47,000 words say anything that their characters don't, so the table is small and quick
enough for every title, and nobody needs pypinyin to add an article.
"""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from store.folding import simplify

HEADER = """\
# How Chinese is read: a syllable and the characters read so; after the empty line, words in which
# a character is read otherwise, and their syllables. Without tones, ü as u.
# Made by tests/tables/readings.py from pypinyin (https://github.com/mozillazg/python-pinyin, MIT).
"""
# Read so in the news, whatever the dictionary has.
USUAL = {"大": "da", "地": "di", "得": "de", "的": "de", "了": "le", "着": "zhe"}
NEWS = """
六安=lu an;六合=lu he;台州=tai zhou;丽水=li shui;厦门=xia men;亳州=bo zhou;番禺=pan yu;蚌埠=beng bu
东阿=dong e;乐清=yue qing;乐亭=lao ting;洪洞=hong tong;大埔=da bu;黄埔=huang pu;尉犁=yu li
井陉=jing xing;涡阳=guo yang;铅山=yan shan;长沙=chang sha;长春=chang chun;长安=chang an
长江=chang jiang;长城=chang cheng;重庆=chong qing;荥阳=xing yang;莘县=shen xian;单县=shan xian
歙县=she xian;黟县=yi xian;枞阳=zong yang;柞水=zha shui;氾水=fan shui;阿房宫=e pang gong
会稽=kuai ji;大城县=dai cheng xian;漯河=luo he;浚县=xun xian;渑池=mian chi;泌阳=bi yang
中牟=zhong mu;穆棱=mu ling;桦川=hua chuan;珲春=hun chun;扶余=fu yu;阜新=fu xin;台山=tai shan
儋州=dan zhou;百色=bo se;大王乡=da wang xiang;句容=ju rong;邗江=han jiang;盱眙=xu yi;睢宁=sui ning
甪直=lu zhi;嵊州=sheng zhou;鄞州=yin zhou;乐山=le shan;筠连=jun lian;筠州=yun zhou;犍为=qian wei
阆中=lang zhong;什邡=shi fang;郫县=pi xian;郫都=pi du;华山=hua shan;吐鲁番=tu lu fan;喀什=ka shi
叶城=ye cheng;巴音郭楞=ba yin guo leng;宁蒗=ning lang;勐海=meng hai;重量=zhong liang
校长=xiao zhang;部长=bu zhang;会长=hui zhang;厅长=ting zhang;处长=chu zhang;市长=shi zhang
省长=sheng zhang;县长=xian zhang;局长=ju zhang;院长=yuan zhang;行长=hang zhang;州长=zhou zhang
议长=yi zhang;首长=shou zhang;董事长=dong shi zhang;秘书长=mi shu zhang;干隆=qian long
干坤=qian kun;司长=si zhang;台长=tai zhang;执行=zhi xing;成长=cheng zhang;强调=qiang diao
低调=di diao;高校=gao xiao;特征=te zheng;周六=zhou liu;京都=jing du;首都=shou du;成都=cheng du
增长=zeng zhang;外长=wai zhang;防长=fang zhang;财长=cai zhang;中行=zhong hang;央行=yang hang
"""
"""What news is full of, where the dictionary has it otherwise or another word reaches into it."""


def plain(syllable: str) -> str:
    return syllable.replace("lv", "lu").replace("nv", "nu").replace("ü", "u")


def table() -> str:
    usual: dict[str, str] = {}
    for point in pinyin_dict:
        char = chr(point)
        reading = plain(lazy_pinyin(char)[0])
        basic = "\u4e00" <= char <= "\u9fff" or char == "〇"
        # Grunts (hm, ng) have no vowel.
        if basic and simplify(char) == char and re.fullmatch("[a-z]*[aeiou][a-z]*", reading):
            usual[char] = USUAL.get(char, reading)
    characters: dict[str, list[str]] = {}
    for char, reading in sorted(usual.items()):
        characters.setdefault(reading, []).append(char)

    words: dict[str, list[str]] = {}
    # A word that is simplified already has the say over one that becomes the same.
    for word in sorted(phrases_dict, key=lambda w: (simplify(w) == w, w)):
        read = [plain(s) for s in lazy_pinyin(word)]
        if len(read) == len(word) and all(re.fullmatch("[a-z]+", s) for s in read):
            words[simplify(word)] = read
    news = dict(entry.split("=") for entry in re.split("[;\n]", NEWS.strip()))
    words |= {word: read.split() for word, read in news.items()}
    told = {
        word: read
        for word, read in words.items()
        if word in news or (all(c in usual for c in word) and [usual[c] for c in word] != read)
    }
    lines = [f"{reading} {''.join(chars)}" for reading, chars in sorted(characters.items())]
    lines += ["", *(f"{word} {' '.join(read)}" for word, read in sorted(told.items()))]
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")
