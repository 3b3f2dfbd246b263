"""A corpus that lives: two versions of an instrument, a letter that rests on the older one, and what its pages record."""

from __future__ import annotations

from pathlib import Path

from embedders import Hashing

from kb.building import build
from kb.models import Models
from kb.people import AuditLog, FeedbackStore, Judgement, QuestionCounts, RefusedWords
from kb.settings import Settings
from kb.store import KnowledgeBase
from ui.server import Services

OFFICE = "临沂市人力资源和社会保障局"
OLD, NEW, LETTER = "临人社发〔2018〕1号", "临人社发〔2021〕2号", "临人社发〔2019〕5号"
TEXTS = {
    "旧办法": f"{OFFICE}关于印发《临沂市公益性岗位管理办法》的通知\n\n{OLD}\n\n一、每人每月补贴800元。\n\n二、岗位由街道公布。\n\n"
    "三、期限最长不超过三年。\n\n四、本办法自2018年3月1日起施行，有效期至2021年2月28日。\n\n"
    + f"{OFFICE}\n2018年2月3日\n",
    "新办法": f"{OFFICE}关于印发《临沂市公益性岗位管理办法》的通知\n\n{NEW}\n\n一、岗位由街道公布。\n\n二、每人每月补贴1000元。\n\n"
    "三、离岗后给予创业补贴。\n\n四、本办法自2021年3月1日起施行，有效期至2024年2月29日。\n\n"
    + f"{OFFICE}\n2021年2月3日\n",
    "细则": f"关于开展公益性岗位招聘的通知\n\n{LETTER}\n\n根据《临沂市公益性岗位管理办法》（{OLD}）和《山东省就业促进条例》，"
    "现就有关事项通知如下：\n\n一、凭证到街道报名。\n\n二、本通知自2019年6月1日起施行，有效期至2021年5月30日。\n\n"
    + f"{OFFICE}\n2019年5月4日\n",
}


def living_services(folder: Path) -> Services:
    """What the pages share over that corpus, built in `folder`; its records lie there too, one open feedback among them."""
    settings = Settings(corpus=folder / "corpus", store=folder / "store", data=folder)
    settings.corpus.mkdir()
    for name, text in TEXTS.items():
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    models = Models(Hashing(), Hashing())
    build(settings, models=models)
    base = KnowledgeBase.open(settings=settings, models=models)
    feedback = FeedbackStore(folder)
    feedback.add(Judgement(verdict="outdated", question="补多少？", cited=(f"{OLD} 一",)))
    return Services(base, feedback, audit=AuditLog(folder), counts=QuestionCounts(folder), refused=RefusedWords(folder))
