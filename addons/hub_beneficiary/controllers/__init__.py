from . import own_children, own_file, public_request, referral_portal
