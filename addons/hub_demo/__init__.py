from . import controllers, models, story
from .hooks import post_init_hook
