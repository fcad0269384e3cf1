"""The kinds of question: each is one class that says how it is written, asked, read, marked and explained.

A new kind is a class here (`base.QuestionKind`) and a key in `model.Question`.
"""
