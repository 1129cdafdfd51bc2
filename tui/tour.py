"""The guided tour of the demo: what to press next, step by step. Knows commands, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui.commands import Command
from tui.language import say


@dataclass(frozen=True, slots=True)
class Step:
    """``done``: the commands any of which it asks for.

    ``back_at``: those that go back to the step before. In the words, ``{id}`` is the key of a
    command.
    """

    done: frozenset[str]
    zh: str
    en: str
    back_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tour:
    """At a step, counted from 0."""

    at: int = 0

    def after(self, command: str) -> Tour | None:
        """Where the tour is once a command was obeyed; None: it is over.

        ``back`` leaves it, unless that is what the step asks for.
        """
        step = STEPS[self.at]
        if command in step.done:
            return Tour(self.at + 1) if self.at + 1 < len(STEPS) else None
        if command in step.back_at:
            return Tour(self.at - 1)
        return None if command == LEAVE else self

    def text(self, commands: Iterable[Command]) -> str:
        """The line that says what to press, with the person's own keys."""
        step = STEPS[self.at]
        text = say(step.zh, step.en).format_map(_keys(commands))
        number = f"{self.at + 1}/{len(STEPS)} "
        leave = "" if LEAVE in step.done else say("（esc 结束导览）", " (esc ends the tour)")
        return number + text + leave


LEAVE = "back"


def _step(done: tuple[str, ...], zh: str, en: str, back_at: tuple[str, ...] = ()) -> Step:
    return Step(frozenset(done), zh, en, frozenset(back_at))


STEPS = (
    _step(
        ("search",),
        "按 {search} 搜索",
        "Press {search} to search",
    ),
    _step(
        ("accept",),
        "打 xjp，一个人的拼音首字母，再按 {accept}",
        "Type xjp, somebody's pinyin initials, then {accept}",
        ("cancel",),
    ),
    _step(
        ("next-name", "previous-name"),
        "按 {next-name} 一个一个走过文章里的名字",
        "{next-name} walks the names in the article",
    ),
    _step(
        ("open-name",),
        "按 {open-name} 打开这个名字的档案",
        "{open-name} opens the dossier of that name",
    ),
    _step(
        ("back",),
        "档案：别名、走势、和谁一起出现。按 {back} 回到原来那一行",
        "Names, how often, with whom. Then {back} goes back to the very line",
    ),
    _step(
        ("star",),
        "按 {star} 给这一篇加星，以后搜 星标 就有",
        "{star} stars the article; searching for 星标 finds it again",
    ),
    _step(
        ("palette",),
        "按 {palette} 打开命令面板，想做什么就打什么",
        "{palette} opens the palette: type what you want to do",
    ),
    _step(
        ("back", "cancel-entry", "accept-entry", "quit", "help"),
        "就这些。{help} 有全部的键；按 {quit} 退出，用 wenren 打开自己的",
        "That's it. {help} has every key; {quit} quits, and wenren opens your own",
    ),
)


def _keys(commands: Iterable[Command]) -> Mapping[str, str]:
    from tui.keys import told

    return {command.id: (told(command) or ("—",))[0] for command in commands}
