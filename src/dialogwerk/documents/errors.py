"""What can go wrong while a document is made."""


class DocumentError(Exception):
    """A document could not be made; base class of this package's errors."""


class UnknownTemplate(DocumentError):
    """There is no template of that name."""


class RenderError(DocumentError):
    """The typesetter refused a template or its data; the message carries its diagnosis."""


class UnknownFormat(DocumentError):
    """The synopsis is not available in the format asked for."""
