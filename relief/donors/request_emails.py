"""The answer to a request for a change."""

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.donors.request_models import DataRequest, RequestStatus


def answered(request: DataRequest) -> None:
    """Tell whoever asked what was decided, and why if it was not done."""
    chapter = get_chapter(request.chapter_id)
    mail.write(
        mail.Draft(
            template="data_request_answered",
            to_address=request.asked_by,
            language=request.language,
            context={
                "donor": request.donor.name,
                "done": request.status is RequestStatus.APPROVED,
                "answer": request.answer,
                "chapter_name": chapter.name,
                "chapter_email": chapter.email,
            },
            subject_id=request.id,
        )
    )
