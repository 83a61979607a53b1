"""Reading the user's own documents: PDF, DOCX, HTML, Markdown, plain text and kamerstukken become the same pieces."""
