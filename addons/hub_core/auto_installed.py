"""Modules that install themselves beside us: a closed list, each with why it may stay.

A test compares it with what is installed. An addon whose dependencies bring more has its own
``auto_installed.py``. What would call out to somebody else's server does not, until an
administrator allows it: see ``models/hub_outgoing.py``.
"""

AUTO_INSTALLED = {
    "api_doc": "Describes the programming interface to the administrators of this database; calls nobody.",
    "auth_passkey": "Staff may log in without a password; nothing leaves.",
    "auth_passkey_portal": "The same for visitors of the portal.",
    "auth_totp": "A second factor for those who handle people's files.",
    "auth_totp_mail": "The second factor by e-mail.",
    "auth_totp_portal": "The second factor in the portal.",
    "base_import": "Spreadsheet import, with the rights of who imports.",
    "base_import_module": "For administrators. Its list of industry packages comes from Odoo's server: closed.",
    "base_install_request": "Staff may ask the administrator for an app; stays in this database.",
    "calendar_sms": "Reminders by SMS, only where somebody chooses that reminder; its way out is closed with sms.",
    "google_gmail": "Mail by Google, only once an administrator enters credentials.",
    "iap": "Accounts of Odoo's paid services. Its calls are closed.",
    "iap_mail": "Notices about those accounts to administrators; calls nobody.",
    "mail_bot": "Says hello inside the database; calls nobody.",
    "microsoft_outlook": "Mail by Microsoft, only once an administrator enters credentials.",
    "partner_autocomplete": "Would send what is typed as a partner's name to Odoo's server: closed.",
    "privacy_lookup": "Where does an e-mail address occur? For administrators who answer requests on personal data.",
    "rpc": "The programming interface, with the rights of who logs in.",
    "sms": "Would send phone numbers and texts to Odoo's server: closed.",
    "snailmail": "Would send letters to Odoo's server: closed.",
    "web_unsplash": "Pictures from a stock, only once an administrator enters a key.",
}
