"""What the program is worth, question by question: question set, metrics, variants, regression gate and report.

Reading order: texts, questions, results, metrics, comparison, variants, runner, gate, report. Imports kb/ and index/, never ui/.
"""
