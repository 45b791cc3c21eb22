"""What can go wrong while a document is made."""


class DocumentError(Exception):
    """A document could not be made; base class of this package's errors."""


class UnknownTemplate(DocumentError):
    """There is no template of that name."""


class RenderError(DocumentError):
    """The typesetter refused a template or its data; the message carries its diagnosis."""


class UnknownFormat(DocumentError):
    """The document is not available in the format asked for."""


class UnreadableFile(DocumentError):
    """A file has no text that could be read.

    Attributes:
        code: "empty", "no_text", "damaged", "too_large" or "unknown".
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"The file cannot be read: {code}.")
        self.code = code
