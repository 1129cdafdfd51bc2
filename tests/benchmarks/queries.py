"""What people type into a Chinese news search: words, names and dates of the news, form by form.

The words and names are those that headlines of several outlets are made of; the misspellings and
half-typed names are our own. Outlets are those of ``tests.benchmarks.prose``, for a store of other
articles pass others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """The queries of one form.

    ``text``: its answer is settled by the letters of title and body alone, so that a scan for them
    is the truth and any full-text search can be asked.
    """

    form: str
    queries: tuple[str, ...]
    text: bool = False


def _of(form: str, queries: str, *, text: bool = False) -> Asked:
    return Asked(form, tuple(q.strip() for q in queries.strip().splitlines()), text)


QUERIES: tuple[Asked, ...] = (
    Asked("everything", ("",)),
    Asked("one character", tuple("的俄习美战油疫法税台港鼕"), text=True),
    _of(
        "two characters",
        """
        经济
        制裁
        石油
        疫苗
        选举
        北京
        会见
        谈判
        台湾
        大学
        人民
        济发
        的是
        """,
        text=True,
    ),
    _of(
        "three to six characters",
        """
        天然气
        发展中
        总书记
        习近平
        外交部
        最高法院
        知识产权
        贸易战
        人民代表大会
        经济体制改革
        发展经济
        联合国安理会
        香港立法会
        俄罗斯总统
        """,
        text=True,
    ),
    _of(
        "two or three words",
        """
        经济 北京
        制裁 石油
        美国 贸易
        疫苗 临床 试验
        台湾 选举 民主
        俄罗斯 天然气
        香港 法律
        学生 大学 教育
        银行 利率
        的 是
        """,
        text=True,
    ),
    _of(
        "quoted",
        """
        “这是”
        "和平谈判"
        「人民币汇率」
        “发展的经济”
        “不是”
        "中美关系"
        『外交政策』
        “的”
        """,
        text=True,
    ),
    _of(
        "numbers and letters beside Han",
        """
        9月
        12月
        8月15日
        6月4日
        A股
        G20峰会
        90后
        9月 经济
        """,
        text=True,
    ),
    _of(
        "not",
        """
        经济 -北京
        石油 -俄罗斯
        选举 -美国 -台湾
        -的
        疫苗 -“疫苗接种”
        -经济 -政治
        人民 -人民币
        """,
        text=True,
    ),
    _of(
        "or, groups",
        """
        石油 OR 天然气
        （石油 或 天然气） 制裁
        选举|投票
        (美国 OR 日本) (经济 OR 贸易) -军事
        疫苗 或 病毒 或 医院
        -(北京 OR 上海)
        战争 OR (和平 谈判)
        """,
        text=True,
    ),
    _of(
        "in the title or the body",
        """
        标题:会见
        title:经济
        标题:选举
        正文:石油
        body:谈判
        标题:美
        正文:的
        标题:“外交部”
        标题:的
        标题:经济 正文:北京
        """,
        text=True,
    ),
    _of(
        "traditional, full width",
        """
        習近平
        經濟
        制裁 石油
        選舉 OR 投票
        臺灣
        “這是”
        貿易
        标题:會見
        “ＣＮＮ”
        俄羅斯
        """,
        text=True,
    ),
    _of(
        "words of regions",
        """
        普丁
        川普
        普京
        特朗普
        歐巴馬
        澤倫斯基
        """,
    ),
    _of(
        "an actor by Han",
        """
        人:习近平
        人:普京
        @拜登
        人:特朗普
        人:川普
        @華為
        人:台湾
        人:联合国
        人:新华社
        人:安倍
        """,
    ),
    _of(
        "an actor in English",
        """
        actor:putin
        @biden
        人:huawei
        actor:merkel
        @"Xi Jinping"
        actor:who
        @trump
        @nato
        """,
    ),
    _of(
        "an actor by pinyin",
        """
        人:pujing
        @xijinping
        人:telangpu
        @baideng
        人:huawei
        人:meiguo
        @likeqiang
        人:xi
        """,
    ),
    _of(
        "an actor by initials, or begun",
        """
        人:pj
        @xjp
        人:lkq
        @tlp
        人:w
        @zh
        @习
        人:m
        """,
    ),
    _of(
        "two actors",
        """
        人:习近平 人:普京
        @xjp @pujing
        人:美国 人:中国
        @biden 人:习近平
        人:特朗普 人:华为
        人:台湾 人:美国 人:日本
        人:习近平 -人:普京
        人:普京 OR 人:泽连斯基
        """,
    ),
    _of(
        "an actor and words",
        """
        人:习近平 经济
        @putin 石油
        人:美国 标题:会见
        @huawei 制裁
        人:联合国 的
        xjp 谈判
        """,
    ),
    _of(
        "an outlet",
        """
        源:海港日报
        source:周刊
        源:新闻
        源:hgrb
        源:海港日报 经济
        -源:海港日报
        """,
    ),
    _of(
        "dates",
        """
        日期:2023-03
        date:2023-03-01..2023-03-14
        日期:2019
        日期:..2018 经济
        日期:2020-02.. 疫苗
        近:7天
        last:10y 的
        今天
        本周 选举
        日期:2023-03-14
        日期:2016..2024
        """,
    ),
    _of(
        "actor, date, word",
        """
        人:习近平 日期:2023 经济
        @putin 日期:2022-02..2022-12 石油
        人:美国 日期:..2017 选举 -台湾
        (人:普京 OR 人:特朗普) 日期:2018 会见
        源:海港日报 日期:2021-06 经济
        """,
    ),
    _of(
        "marks",
        """
        未读
        已读
        is:starred
        标签:国际
        -星标
        -标签:国际
        是:转载
        is:unread is:starred
        """,
    ),
    _of(
        "marks and words",
        """
        经济 未读
        经济 已读
        经济 星标
        的 未读
        发展经济 未读
        鼕鼕鼕 未读
        标题:会见 未读
        人:习近平 未读
        源:海港日报 未读
        日期:2023-03 未读
        经济 -标签:国际
        (经济 OR 星标) 未读
        (未读 标签:国际) OR (经济 星标)
        经济 -(北京 星标)
        未读 -经济
        -(经济 未读)
        是:转载 未读 经济
        """,
    ),
    _of(
        "oldest first",
        """
        排序:旧
        经济 sort:oldest
        人:习近平 排序:旧
        未读 排序:旧
        经济 未读 sort:oldest
        标题:会见 日期:2020 排序:旧
        xjp 排序:旧
        """,
    ),
    _of(
        "by relevance",
        """
        经济 sort:relevance
        “这是” sort:relevance
        经济 北京 排序:相关
        的 排序:相关
        石油 OR 天然气 排序:相关
        标题:会见 排序:相关
        人:习近平 经济 排序:相关
        huawei sort:relevance
        经济 -北京 排序:相关
        经济 日期:2023 排序:相关
        俄 排序:相关
        制裁 石油 谈判 排序:相关
        """,
    ),
    _of(
        "by relevance, and marks",
        """
        经济 未读 排序:相关
        经济 星标 排序:相关
        的 未读 排序:相关
        经济 已读 排序:相关
        经济 北京 未读 sort:relevance
        人:习近平 未读 排序:相关
        经济 标签:国际 排序:相关
        经济 -标签:国际 排序:相关
        未读 排序:相关
        (经济 OR 石油) 未读 排序:相关
        经济 日期:2023 未读 排序:相关
        是:转载 经济 排序:相关
        """,
    ),
    _of(
        "Latin words",
        """
        xjp
        huawei
        putin
        zelensky
        cnn
        xi
        vladimir putin
        joe biden
        gdp
        w
        covid
        who
        """,
    ),
    _of(
        "titles by sound",
        """
        beijing
        jingji fazhan
        jingj
        fangan
        zhongmei
        huijian
        xianggang
        shiyou
        """,
    ),
    _of(
        "misspelt",
        """
        zelianskiy
        人:zelianskiy
        putinn
        @merkell
        trumpp
        xijingping
        @huawai
        netanyahoo
        """,
    ),
    Asked("nothing found", ("鼕鼕鼕", "qqqqqq", "标题:鼕", "经济 鼕鼕鼕"), text=False),
)
