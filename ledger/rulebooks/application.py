"""The table of the duties of Article 7 by battery category: months after two acts, and not before a fixed day.

The delegated act regulates the calculation, the implementing act the declaration. A duty starts a number of months
after both are in force, and not before its fixed day. Neither act was in force when this was written.
"""

from importlib import resources

from schemas.views.application import Application


def load_application() -> Application:
    """Load the table of duties that comes with Cradle."""
    return Application.parse((resources.files(__package__) / "application.json").read_bytes())
