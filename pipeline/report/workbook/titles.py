"""The words by which a workbook that comes back is read: sheets and columns of the decisions, and the fingerprint."""

CRITERIA = "Criteria"
UNIT, NUMBER = "Unit", "Number"
DECISION, REASON = "Your decision", "Reason"
DECIDED_BY, DECIDED_ON = "Decided by", "Decided on"
ABOUT = "About"
FINGERPRINT = "Result"
