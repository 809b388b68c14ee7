"""Cradle's texts in English, German and Chinese: data, and the functions that look them up."""
