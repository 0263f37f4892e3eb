"""The names of WordprocessingML in Clark notation, and its attribute values as Python values (ECMA-376 part 1)."""

from lxml.etree import _Element

Element = _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# body
DOCUMENT, BODY, P, PPR, R, RPR, T = (f"{_W}{name}" for name in ("document", "body", "p", "pPr", "r", "rPr", "t"))
TBL, TBLGRID, GRIDCOL, TR, TRPR, TC, TCPR = (
    f"{_W}{name}" for name in ("tbl", "tblGrid", "gridCol", "tr", "trPr", "tc", "tcPr")
)
TBLPR, TBLPREX, SECTPR, PGSZ, PGMAR = (f"{_W}{name}" for name in ("tblPr", "tblPrEx", "sectPr", "pgSz", "pgMar"))
GRIDSPAN, VMERGE, HMERGE, GRIDBEFORE, GRIDAFTER = (
    f"{_W}{name}" for name in ("gridSpan", "vMerge", "hMerge", "gridBefore", "gridAfter")
)
ALTCHUNK = f"{_W}altChunk"
HEADERREFERENCE, FOOTERREFERENCE = f"{_W}headerReference", f"{_W}footerReference"

# changes
INS, DEL, MOVEFROM, MOVETO = (f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
CELLINS, CELLDEL, CELLMERGE = (f"{_W}{name}" for name in ("cellIns", "cellDel", "cellMerge"))
DELTEXT, DELINSTRTEXT, INSTRTEXT = (f"{_W}{name}" for name in ("delText", "delInstrText", "instrText"))
CONFLICTDEL = f"{_W14}conflictDel"

# wrappers and controls
SDT, SDTPR, SDTENDPR, SDTCONTENT, SHOWINGPLCHDR = (
    f"{_W}{name}" for name in ("sdt", "sdtPr", "sdtEndPr", "sdtContent", "showingPlcHdr")
)
CHECKBOX14, CHECKED14, VAL14 = (f"{_W14}{name}" for name in ("checkbox", "checked", "val"))
CUSTOMXMLPR, SMARTTAGPR = f"{_W}customXmlPr", f"{_W}smartTagPr"
ALTERNATE, CHOICE = f"{_MC}AlternateContent", f"{_MC}Choice"
RUBY, RUBYBASE = f"{_W}ruby", f"{_W}rubyBase"
M_T, M_RPR, M_CTRLPR = f"{_M}t", f"{_M}rPr", f"{_M}ctrlPr"

# what stands in a run
TAB, PTAB, BR, CR, NOBREAKHYPHEN, SYM = (f"{_W}{name}" for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sym"))
FLDCHAR, FFDATA, DDLIST, LISTENTRY, RESULT, DEFAULT, CHECKED, CHECKBOX = (
    f"{_W}{name}" for name in ("fldChar", "ffData", "ddList", "listEntry", "result", "default", "checked", "checkBox")
)
DRAWING, PICT, OBJECT, TXBXCONTENT = (f"{_W}{name}" for name in ("drawing", "pict", "object", "txbxContent"))
EXTENT, DOCPR, INLINE, ANCHOR = (f"{_WP}{name}" for name in ("extent", "docPr", "inline", "anchor"))
GRAPHICDATA, BLIP, A_T, A_P = f"{_A}graphicData", f"{_A}blip", f"{_A}t", f"{_A}p"
IMAGEDATA, SHAPE = f"{_V}imagedata", f"{_V}shape"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"

# properties
PSTYLE, RSTYLE, NUMPR, ILVL, NUMID, OUTLINELVL = (
    f"{_W}{name}" for name in ("pStyle", "rStyle", "numPr", "ilvl", "numId", "outlineLvl")
)
STRIKE, DSTRIKE, VANISH, RFONTS = (f"{_W}{name}" for name in ("strike", "dstrike", "vanish", "rFonts"))

# styles and numbering
STYLE, STYLEID, NAME, BASEDON = (f"{_W}{name}" for name in ("style", "styleId", "name", "basedOn"))
ABSTRACTNUM, ABSTRACTNUMID, NUM, LVL, LVLOVERRIDE, STARTOVERRIDE = (
    f"{_W}{name}" for name in ("abstractNum", "abstractNumId", "num", "lvl", "lvlOverride", "startOverride")
)
START, NUMFMT, LVLTEXT, LVLRESTART, ISLGL, SUFF, NUMSTYLELINK = (
    f"{_W}{name}" for name in ("start", "numFmt", "lvlText", "lvlRestart", "isLgl", "suff", "numStyleLink")
)

# attributes
VAL, CHAR, FONT, ASCII, HANSI, W_W = (f"{_W}{name}" for name in ("val", "char", "font", "ascii", "hAnsi", "w"))
LEFT, RIGHT, FORMAT, FLDCHARTYPE, VMERGE_NEW = (
    f"{_W}{name}" for name in ("left", "right", "format", "fldCharType", "vMerge")
)
R_ID, R_EMBED = f"{_R}id", f"{_R}embed"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_OFF = ("0", "false", "off", "none")


def is_on(element: Element) -> bool:
    """A toggle's value: on where it is there without a value (ECMA-376 part 1, 17.17.4)."""
    return element.get(VAL, "1") not in _OFF


def whole(text: str | None, otherwise: int) -> int:
    """A whole number from an attribute, `otherwise` where it is none."""
    try:
        return int(text) if text and len(text) < 20 else otherwise
    except ValueError:
        return otherwise
