"""The interface in traditional characters: what the catalogue has in simplified ones, rewritten.

By the table that articles are rewritten by, and by the words that are others in Taiwan, Hong Kong
and Macau, which a character's other form doesn't make.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

Region: TypeAlias = Literal["tw", "hk"]
"""Macau writes as Hong Kong does."""

_WORDS: Mapping[str, str] = {
    "文件夹": "資料夾",
    "文件": "檔案",
    "默认": "預設",
    "终端": "終端機",
    "搜索": "搜尋",
    "信息": "資訊",
    "屏幕": "螢幕",
    "设置": "設定",
    "粘贴": "貼上",
    "程序": "程式",
    "链接": "連結",
    "磁盘": "磁碟",
    "字符串": "字串",
    "字符": "字元",
    "字节": "位元組",
    "字段": "欄位",
    "服务器": "伺服器",
    "保存": "儲存",
    "撤销": "復原",
    "支持": "支援",
    "全角": "全形",
    "半角": "半形",
    "连接": "連線",
    "数据库": "資料庫",
    "数据": "資料",
    "对象": "物件",
    "回车": "Enter 鍵",
    "导出": "匯出",
    "端口": "連接埠",
    "刷新": "重新整理",
}
_TAIWAN: Mapping[str, str] = {
    "用户": "使用者",
    "网络": "網路",
    "报道": "報導",
}
_SIGNS: Mapping[str, str] = {"“": "「", "”": "」", "‘": "『", "’": "』"}


def words(region: Region) -> dict[str, str]:
    """What is said otherwise in a region, and how."""
    return {**_WORDS, **(_TAIWAN if region == "tw" else {}), **_SIGNS}


class Traditional(gettext.NullTranslations):
    """A catalogue rewritten for a region, each message when it is first said."""

    def __init__(self, simplified: gettext.NullTranslations, region: Region) -> None:
        super().__init__()
        self._simplified = simplified
        self._words = words(region)
        longest = sorted(self._words, key=len, reverse=True)
        self._otherwise = re.compile(f"({'|'.join(longest)})")
        self._told: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        if message not in self._told:
            # Here, for no other locale needs the table.
            from store.rewriting import traditional

            write = traditional().write
            parts = self._otherwise.split(self._simplified.gettext(message))
            self._told[message] = "".join(self._words.get(part) or write(part) for part in parts)
        return self._told[message]
