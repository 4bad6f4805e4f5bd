from . import own_file, public_request, referral_portal
