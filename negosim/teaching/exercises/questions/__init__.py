"""The kinds of question: each is one class that says how it is written, asked, read, marked and explained.

A new kind is a class here (`base.QuestionKind`) and a key in `model.Question`.
"""

from negosim.teaching.exercises.questions.base import (
    Answer,
    Check,
    Evaluator,
    Grade,
    Prompt,
    PropertyCheck,
    QuantityCall,
    QuestionKind,
)
from negosim.teaching.exercises.questions.choice import Choice, Several
from negosim.teaching.exercises.questions.claim import Claim
from negosim.teaching.exercises.questions.number import Number
from negosim.teaching.exercises.questions.submitted_file import SubmittedFile

__all__ = [
    "Answer",
    "Check",
    "Choice",
    "Claim",
    "Evaluator",
    "Grade",
    "Number",
    "Prompt",
    "PropertyCheck",
    "QuantityCall",
    "QuestionKind",
    "Several",
    "SubmittedFile",
]
