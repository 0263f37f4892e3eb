"""What a Word file is made of: runs, paragraphs and tables as XML (`markup`, `tables`), and the file (`file`)."""
