"""Records that never change again once something has happened to them."""

from typing import Any

from django.db import IntegrityError, models


class Final(models.Model):
    """Refuses to save or delete a row in whose stored state the field `final_with` is filled.

    What is stored decides, not what this object believes: an object that was loaded earlier cannot
    undo what somebody else has done meanwhile.
    """

    final_with = ""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_final()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_final()
        return super().delete(*args, **kwargs)

    def _refuse_if_final(self) -> None:
        if self._state.adding:
            return
        stored = type(self)._base_manager.filter(pk=self.pk)
        if stored.exclude(**{self.final_with: None}).exists():
            raise IntegrityError(f"{type(self).__name__} {self.pk} is kept as it is.")
