"""The origin of a battery's elements as a document, as its readers may know it, and as text."""
