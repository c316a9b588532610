"""Writers of paper: PDF by typst, Word, workbooks and charts; rooms declare their own documents."""
