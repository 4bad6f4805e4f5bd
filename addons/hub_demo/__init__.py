from . import controllers, story
from .hooks import post_init_hook
