from . import (
    hub_agreement_termination,
    hub_complaint_submit,
    hub_document_wizard,
    hub_representation_end,
    hub_representation_invite,
)
