"""What the codes of a run are called before people: Chinese first, English second. Every report shares these names."""

from __future__ import annotations

from typing import Final, NamedTuple

from kb.sheets import STATUS_HEADINGS


class Label(NamedTuple):
    """One thing's name in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both names, Chinese first."""
        return f"{self.zh} {self.en}"


KIND_NAMES: Final = {
    "amount": Label("金额标准", "amount"),
    "term": Label("期限时长", "term"),
    "eligibility": Label("适用对象", "eligibility"),
    "procedure": Label("材料程序", "procedure"),
    "authority": Label("责任单位", "authority"),
    "deadline": Label("时间节点", "deadline"),
    "definition": Label("名词含义", "definition"),
    "target": Label("目标数字", "target figure"),
    "table_row": Label("表格一行", "table row"),
    "provenance": Label("文件来历", "provenance"),
    "comparison": Label("地区年份比较", "comparison"),
    "situation": Label("情境描述", "situation"),
    "multi_clause": Label("需多条依据", "several clauses"),
    "false_premise": Label("前提有误", "false premise"),
    "unanswerable_far": Label("无答案·无关", "unanswerable, far"),
    "unanswerable_near": Label("无答案·相近", "unanswerable, near"),
    "unanswerable_trap": Label("无答案·陷阱", "unanswerable, trap"),
}
STYLE: Final = {
    "formal": Label("正式书面", "formal"),
    "everyday": Label("日常口语", "everyday"),
    "dialect": Label("方言", "dialect"),
    "typo": Label("错别字", "typing errors"),
    "traditional": Label("繁体", "traditional"),
    "keywords": Label("只有关键词", "keywords only"),
    "en": Label("英语", "English"),
}
LANGUAGE: Final = {"zh": Label("中文提问", "Chinese"), "en": Label("英文提问", "English")}
SPLIT: Final = {"dev": Label("开发集", "dev"), "test": Label("测试集", "test"), "all": Label("全部", "all")}
DIMENSION: Final = {
    "kind": Label("问题类型", "Kind"),
    "language": Label("语言", "Language"),
    "style": Label("说法", "Style"),
    "split": Label("划分", "Split"),
}
FAILURE: Final = {
    "crashed": Label("程序出错", "crashed"),
    "refused": Label("有答案却拒答", "refused"),
    "gold_not_in_top_3": Label("依据不在前三", "gold not in the top 3"),
    "fact_missing": Label("回答缺要点", "fact missing"),
    "answered_unanswerable": Label("无答案却作答", "answered the unanswerable"),
    "invalid": Label("无法查询", "invalid"),
}
# In a table one cell holds both languages: `已答复 answered`.
STATUS: Final = {code: Label(*said.split(" ", 1)) for code, said in STATUS_HEADINGS.items()}
METRIC: Final = {
    "right": Label("答对", "right"),
    "hit@1": Label("首条命中", "hit@1"),
    "hit@3": Label("前三命中", "hit@3"),
    "hit@10": Label("前十命中", "hit@10"),
    "MRR@10": Label("倒数名次", "MRR@10"),
    "nDCG@10": Label("折算增益", "nDCG@10"),
    "recall@10": Label("各方找齐", "recall@10"),
    "cited": Label("引用依据", "gold cited"),
    "facts": Label("要点准确", "facts"),
    "all_facts": Label("要点齐全", "every fact"),
    "answer_length": Label("回答字数", "answer length"),
    "quote_precision": Label("引文精确", "quote precision"),
    "verbatim": Label("逐字一致", "verbatim"),
    "notices": Label("提示正确", "notices"),
    "refusal_precision": Label("拒答准确", "refusal precision"),
    "refusal_recall": Label("拒答齐全", "refusal recall"),
    "answerable_refused": Label("误拒", "answerable refused"),
    "auroc": Label("拒答区分度", "AUROC"),
    "ece": Label("可信度误差", "calibration error"),
    "gap_hit@1": Label("中英差·首条", "zh − en, hit@1"),
    "gap_hit@3": Label("中英差·前三", "zh − en, hit@3"),
    "gap_facts": Label("中英差·要点", "zh − en, facts"),
    "latency_p50": Label("耗时中位", "latency p50"),
    "latency_p95": Label("耗时 95 分位", "latency p95"),
    "latency_p99": Label("耗时 99 分位", "latency p99"),
}


def name_of(names: dict[str, Label], code: str) -> Label:
    """The name of a code; the code itself in both places where it has none."""
    return names.get(code, Label(code, code))


def figure(metric: str, value: float | None) -> str:
    """A metric's value as people read it: `93.1%`, `31 ms`, `58 字`, `+2.0` points of a gap, `—` for none."""
    if value is None:
        return "—"
    if metric.startswith("latency"):
        return f"{value:.0f} ms"
    if metric == "answer_length":
        return f"{value:.0f} 字"
    if metric.startswith("gap_"):
        return f"{100 * value:+.1f}".replace("-", "−")
    if metric in ("MRR@10", "nDCG@10", "auroc", "ece"):
        return f"{value:.3f}"
    return f"{100 * value:.1f}%"


def interval(metric: str, low: float | None, high: float | None) -> str:
    """A 95 % interval as people read it, the unit said once: `83.1–89.8%`; empty for none."""
    if low is None or high is None:
        return ""
    first, last = figure(metric, low), figure(metric, high)
    unit = last.lstrip("0123456789.+−")
    # Between signed figures a dash would read as a minus.
    return f"{first.removesuffix(unit)}{' … ' if metric.startswith('gap_') else '–'}{last}"
