"""What a list without rows says: what to press next."""

from __future__ import annotations

from collections.abc import Iterable

from tui.commands import Command
from tui.language import say

_UNREAD = frozenset(("未读", "is:unread", "是:未读"))
_STARRED = frozenset(("星标", "is:starred", "是:星标"))


def nothing(
    query: str,
    commands: Iterable[Command],
    *,
    unfinished: bool = False,
    feeds: int = 0,
    barred: bool = False,
) -> tuple[str, ...]:
    """The lines of an empty list.

    ``unfinished``: the index is being made. ``feeds``: how many there are to be fetched.
    ``barred``: this person can't add anything.
    """
    from tui.keys import told

    key = {command.id: (told(command) or [""])[0] for command in commands}
    if unfinished:
        return (
            say("正在整理文章，从最新的一天起。", "The articles are being indexed, newest first."),
        )
    if query:
        return tuple(_no_match(query.strip(), key))
    if barred:
        return (
            say("这里还没有文章。", "There are no articles here yet."),
            say("别人加进来的会自己出现。", "What others add appears here by itself."),
        )
    a, fetch = key["add"], key["fetch"]
    if feeds:
        return (
            say(f"有 {feeds} 个订阅，还没有文章。", f"{feeds} feeds, and no articles yet."),
            "",
            say(f"{fetch}  取所有订阅", f"{fetch}  fetch all feeds"),
            say(f"{key['feeds']}  看订阅", f"{key['feeds']}  look at the feeds"),
            say(f"{a}  再加一个", f"{a}  add another"),
        )
    return (
        say("你好。这里还没有文章。", "Welcome. There are no articles here yet."),
        "",
        say(
            f"按 {a}，粘贴网址（新闻网站、订阅源、一篇文章）或文件、文件夹的路径，再按 enter。",
            f"Press {a}, paste an address (a news site, a feed, an article) or the path of a file "
            "or a folder, then enter.",
        ),
        say("别的阅读器导出的 OPML 也可以。", "OPML from another reader will do, too."),
        "",
        say(f"{key['feeds']}  订阅", f"{key['feeds']}  feeds"),
        say(f"{key['searches']}  保存的搜索", f"{key['searches']}  saved searches"),
        say(f"{key['help']}  全部的键", f"{key['help']}  every key"),
        say(f"{key['quit']}  退出", f"{key['quit']}  quit"),
        "",
        say("想先看看：退出后 wenren demo", "To look around first: quit, then wenren demo"),
    )


def _no_match(query: str, key: dict[str, str]) -> Iterable[str]:
    asked = set(query.split())
    if asked & _UNREAD:
        yield say("都读过了。", "All is read.")
        yield say(f"{key['fetch']}  取新文章", f"{key['fetch']}  fetch what is new")
        yield say("0  回到全部文章", "0  back to all articles")
        return
    if query in _STARRED:
        yield say("还没有加星的文章。", "No article is starred yet.")
        yield say(f"{key['star']}  给文章加星", f"{key['star']}  stars an article")
        yield say("0  回到全部文章", "0  back to all articles")
        return
    yield say("没有找到。", "Nothing found.")
    yield say(
        f"{key['search']} 换个说法，{key['back']} 返回。",
        f"{key['search']} to ask otherwise, {key['back']} to go back.",
    )
