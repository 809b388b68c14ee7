"""The HTTP API of Cradle: the application, its routers, pages and security."""
