"""The Open Contracting for Infrastructure Data Standard, 0.9: projects and packages of them."""

from data.standards.oc4ids.package import VERSION, Publisher, package
from data.standards.oc4ids.project import oc4ids_project
from data.standards.oc4ids.writing import Writer

__all__ = ["VERSION", "Publisher", "Writer", "oc4ids_project", "package"]
