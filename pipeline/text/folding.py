"""Folding: what makes two texts identical although their characters differ."""

import re
import unicodedata
from functools import lru_cache

# The variants of each first word. A list, because a rule our -> or would turn hour and four into hor and for.
_VARIANTS = """
behaviour behavior; behaviours behaviors; behavioural behavioral; misbehaviour misbehavior; colour color; colours
colors; favour favor; favours favors; favoured favored; favourable favorable; favourite favorite; honour honor;
honours honors; labour labor; neighbour neighbor; endeavour endeavor; endeavours endeavors; rigour rigor; humour
humor; demeanour demeanor; candour candor; rumour rumor; harbour harbor; flavour flavor; centre center; centres
centers; centred centered; theatre theater; metre meter; litre liter; fibre fiber; calibre caliber; practice
practise; practices practises; practiced practised; practicing practising; licence license; licences licenses;
licenced licensed; defence defense; offence offense; pretence pretense; judgment judgement; judgments judgements;
judgmental judgemental; judgmentally judgementally; nonjudgmental nonjudgemental; nonjudgmentally nonjudgementally;
acknowledgment acknowledgement; acknowledgments acknowledgements; ageing aging; programme program; programmes
programs; focused focussed; focuses focusses; focusing focussing; counselling counseling; counsellor counselor;
counsellors counselors; counselled counseled; travelling traveling; travelled traveled; modelling modeling; modelled
modeled; labelling labeling; labelled labeled; cancelling canceling; cancelled canceled; signalling signaling;
levelling leveling; channelling channeling; channelled channeled; totalling totaling; fulfil fulfill; fulfils
fulfills; fulfilment fulfillment; skilful skillful; skilfully skillfully; wilful willful; enrol enroll; enrols
enrolls; enrolment enrollment; instalment installment; instalments installments; marvellous marvelous; learned
learnt; dialogue dialog; dialogues dialogs; catalogue catalog; grey gray; while whilst; among amongst; towards
toward; sceptical skeptical; enquiry inquiry; enquiries inquiries; enquire inquire; artefact artifact; artefacts
artifacts; adviser advisor; advisers advisors; mould mold; manoeuvre maneuver
"""
_SPELLING = {other: first for first, *others in (entry.split() for entry in _VARIANTS.split(";")) for other in others}
_IZE = re.compile(r"\b([a-z]{3,})iz(e|es|ed|er|ers|ing|ation|ations|ational|ationally)\b")
_YZE = re.compile(r"\b([a-z]*l)yz(e|es|ed|er|ers|ing)\b")
_JOINED = re.compile(r"\b(non|self|co) (?=[a-z])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHES = re.compile(r"(?<=\w)['‘’ʼ`´](?=\w)")
_PUNCTUATION = re.compile(r"[\W_]+")
# A bare number is list numbering only with "." or ")" after it or as d.d; else "8 hours" would lose its 8.
_NUMBERING = re.compile(
    r"""[\W_]*(?:
      (?:ac|lo|acs|criterion|assessment[ ]criterion|learning[ ]outcome|outcome)\W*\d{1,2}(?:[.,]\d{1,2})*(?![\d.,]*\d)
    | \d{1,2}(?:\s?\.\s?\d{1,2}|,\d{1,2})+(?!\d)
        (?!\s*-?\s*(?:hours?|hrs?|h|min\w*|days?|weeks?|months?|years?|credits?|words?|clients?|pages?|percent|per|x|%)\b)
    | \(\s*(?:\d{1,2}|[a-z]|[ivx]{1,4})\s*\)
    | \d{1,2}(?:\)|\.(?!\d))
    | (?:[a-z]|[ivx]{1,4})(?:\)|\.(?=\s))
    )""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text with case, white space, punctuation, quotes, dashes, ligatures, soft hyphens, zero-width characters,
    list numbering and spelling variants folded: two texts are identical where their folds are equal. Idempotent.

    What is left is words and digits parted by single spaces: "1.1 Remain Non‐judgemental." is "remain nonjudgmental".
    "&" is "and", "%" is "percent". A number in words stays words.
    """
    read = text.casefold() if text.isascii() else letters(text)
    read = _APOSTROPHES.sub("", read.replace("&", " and ").replace("%", " percent "))
    while numbering := _NUMBERING.match(read):
        read = read[numbering.end() :]
    spaced = _PUNCTUATION.sub(" ", _THOUSANDS.sub("", read)).strip()
    spelled = _YZE.sub(r"\1ys\2", _IZE.sub(r"\1is\2", _JOINED.sub(r"\1", spaced)))
    return " ".join(_SPELLING.get(word, word) for word in spelled.split())


def letters(text: str) -> str:
    """Compatibility forms resolved, case folded, accents and invisible characters dropped."""
    broken = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in broken if unicodedata.category(c) not in ("Mn", "Cf", "Me"))


def plain(text: str) -> str:
    """The text with compatibility forms resolved ("ﬁ" is "fi") and invisible characters dropped; case stays."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")


def tokens(text: str) -> tuple[str, ...]:
    """The words of the text, folded."""
    return tuple(fold(text).split())


def squash(text: str) -> str:
    """The text with every run of white space one space, its ends stripped."""
    return " ".join(text.split())
