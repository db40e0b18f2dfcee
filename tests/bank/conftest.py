"""Random questions, facts and banks, made from the types that the format is made from; and banks written to files."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import strategies as st

from kzlearn import kinds
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.load import Loaded, load
from kzlearn.bank.reader import keys_of
from kzlearn.checks import check
from kzlearn.kinds.date import Edtf
from kzlearn.kinds.number import Amount, Tolerance
from kzlearn.model import AsWritten, Content, Document, Evidence, Fact, Id, Question, Written
