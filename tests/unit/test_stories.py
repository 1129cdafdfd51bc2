import random

from store.article import Block
from store.stories import CANDIDATE, letters, same_story, shingles, sketch

WORDS = "总统总理外长会谈协议制裁石油天然气经济增长选举议会法院军队演习导弹边境难民疫苗芯片关税贸易"


def body(seed: int, size: int = 600) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice(WORDS) for _ in range(size))


def together(a: str, b: str) -> bool:
    near = len(set(sketch(a)) & set(sketch(b))) >= CANDIDATE
    return near and same_story(shingles(a), shingles(b))


def test_a_reprint_with_a_paragraph_cut_and_one_added_is_one_story() -> None:
    for seed in range(40):
        text = body(seed)
        assert together(text, text[80:] + body(1000 + seed, 60))


def test_an_excerpt_inside_a_longer_article_is_one_story() -> None:
    text = body(1, 900)
    assert same_story(shingles(text), shingles(text[300:600]))


def test_other_articles_are_other_stories() -> None:
    assert not any(together(body(1), body(seed)) for seed in range(2, 60))


def test_short_or_empty_bodies_are_nobody_s_reprint() -> None:
    assert sketch("快讯") == ()
    assert not same_story(shingles(""), shingles(""))


def test_what_is_compared_is_folded_letters_without_related_links() -> None:
    blocks = (Block("paragraph", "習近平 與普京，會晤。"), Block("related", "相关新闻"))
    assert letters(blocks) == "习近平与普京会晤"
