"""What leaves the house on paper or as a file: letters, receipts, the synopsis.

Values in, bytes out. The package knows neither Django nor a database; `values` says what a
document contains, `letters` and `synopsis` make PDF/UA and DOCX of it, `tables` XLSX, CSV and
JSON. Both languages of the house live in `wording`.
"""
