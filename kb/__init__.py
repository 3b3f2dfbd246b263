"""A knowledge base over policy notices: files become documents, documents clauses, and questions cited answers.

    from kb import KnowledgeBase
    answer = KnowledgeBase.open().ask("公益性岗位能干几年？")
    answer.citations[0].document.number

Everything a program needs is named here and fetched when it is first used, so that `import kb` is quick. What is not named here may move.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
