"""What the tab *Over* and the pages /privacy and /toegankelijkheid say: values and HTML, without gradio."""
