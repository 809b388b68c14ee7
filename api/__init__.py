"""The doors of Cradle: the HTTP application, its routers, pages and security."""
