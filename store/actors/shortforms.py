"""How Chinese news shortens names: one character for a state, an organ after its state's name.

All texts here are folded. The patterns are rules of usage, ours; what a character stands for
is the lexicon's business.
"""

from __future__ import annotations

import re

# Characters that stand for their state by themselves; any other needs its state named in the
# same article (以 is mostly "with", 加 mostly "add").
PLAIN = frozenset("中美俄乌日韩朝台港英欧澳法德印伊华")

_RELATION = (
    "关系|两国|三国|四国|双方|双边|三方|之间|两军|战争|冲突|贸易|经贸|"
    "边境|边界|谈判|对话|峰会|会谈|首脑|元首|领导|外长|防长|合作|关税|"
    "协议|协定|同盟|联盟|军演|联合|建交|断交|友好|友谊|论坛|战略|对抗|"
    "竞争|博弈|摩擦|紧张|脱钩|外交|官员|高层|高级|铁路|班列|投资|武装|"
    "混战|停火|和谈|和平|交流|交往|民间|企业|经济|科技|人民|盟|巨头|"
    "共同|签署|达成|实际|接触|局势|争端|互|海军|联军|会晤|通话|代表|"
    "地区|事务|媒体|大战|战事|开战|战局|热战|冷战|同意|举行"
)
# Two to four states in a row. A pair of plain ones around 中 or 美 or 俄 or 乌 speaks for
# itself; others want a word that speaks of two sides.
RUN = "{0}{{2,4}}"
PAIR_CORE = frozenset("中美俄乌")
PAIR_EASY = frozenset("美俄乌韩朝台欧澳越伊")
RELATION = re.compile(_RELATION)

# Verbs that take a state as their object; 在 与 向 对 are too common for every character.
VERBS_STRONG = "访赴驻抵援侵涉滞旅排抗仇亲"
# 采访中 and 来访中 are "during the interview" and "during the visit".
OBJECTS_NOT = frozenset("中非以法")
VERBS_WEAK = {
    "对": "华美俄台港日韩朝乌伊欧澳英印越中",
    "向": "美俄台港韩朝乌伊华",
    "在": "华美俄港韩台",
    "与": "美俄台韩朝乌伊欧",
    "同": "美俄",
    "攻": "台",
    "挺": "台乌",
    "犯": "台",
    "护": "台",
    "来": "华",
    "反": "华美俄",
    "留": "美英",
    "离": "美港",
}
NOUNS = (
    "方|人|媒体|媒|籍|企业|企|商|资|股|债|府|警|总统|首相|总理|外长|"
    "防长|财长|国务卿|国会|议员|官员|大使|专家|参议员|众议员|学者|智库|"
    "制裁|联储|检方|高官|副总统|前总统|前总理|助卿|女|男|两国|三国|双方|"
    "贸易|代表|情报"
)
# Nouns that only some states take: 美人 and 中人 are other words.
_NOUN_ONLY = {
    "人": "港",
    "府": "港",
    "警": "港",
    "商": "台港",
    "女": "美韩",
    "男": "美韩",
    "资": "中外港台美",
}
_PROVINCES = (
    "京津冀|京津|京沪|粤港澳|粤港|川渝|鄂豫皖|豫皖|沪深|沪港|深港|苏浙沪|"
    "江浙沪|港澳台|港澳|港台|台港|闽台|云贵川"
)
# 沪港通 and its like are schemes of the exchanges, not places.
PROVINCES = re.compile(f"(?:{_PROVINCES})(?!通)")

_ORGANS = (
    "外交部|国防部|财政部|商务部|司法部|内政部|教育部|卫生部|能源部|农业部|"
    "劳工部|交通部|运输部|国土安全部|经济部|环境部|文化部|国务院|国会|议会|"
    "参议院|众议院|参院|众院|上议院|下议院|最高法院|宪法法院|联邦法院|"
    "中央银行|央行|国家安全委员会|海军|空军|陆军|海岸警卫队|海警局|大使馆|"
    "总领事馆|领事馆|驻华大使馆|驻华使馆|驻美大使馆|外交和贸易部|外务省|"
    "防卫省|财务省|经济产业省|厚生劳动省|总统府|国家情报院|统一部|国民议会|"
    "联邦议院|总检察长办公室|总参谋部|国家安全局|联邦安全局|中央情报局|国防军|"
    "革命卫队|武装部队|移民局|统计局|国家统计局|选举委员会|中央选举委员会|"
    "奥委会|足协|红十字会|红新月会"
)
ORGANS = frozenset(_ORGANS.split("|"))
# An organ's name before 长 is its head's title (外交部长), unless 长 begins a word of its own.
NO_HEAD = re.compile("长(?!期|久|江|达|年|时)|副部长")
# Organs news names without their state, once it is plain whose they are.
BARE = (
    "外交部|国防部|财政部|商务部|司法部|国务院|国会|参议院|众议院|最高法院|"
    "教育部|央行|公安部|科技部|卫健委"
)


def noun_fits(char: str, noun: str) -> bool:
    """Whether ``char`` before ``noun`` stands for its state (港府 does, 美府 is no word)."""
    return char in _NOUN_ONLY.get(noun, char)


def split_words() -> set[str]:
    """Dictionary words that hide a state's name and are cut apart: 访美, 中俄, 美方, 港人."""
    states = "".join(sorted(PLAIN))
    words = {a + b for a in states for b in states} - {"中华", "华中", "中法"}
    words |= {verb + char for verb in VERBS_STRONG for char in states}
    words |= {verb + char for verb, those in VERBS_WEAK.items() for char in those}
    words |= {char + noun for noun in NOUNS.split("|") for char in states if noun_fits(char, noun)}
    return words | set(_PROVINCES.split("|"))
