"""As many queries for many records as for few: counted in one place, from the same start each time."""

import re
from collections import Counter
from contextlib import contextmanager
from threading import current_thread

from odoo.tools.func import reset_cached_properties


class QueryCase:
    """Mixin of test cases that count queries. A failure names the queries that came in addition."""

    def _start_anew(self):
        """The state of a new request: nothing is known but what the registry caches.

        ``invalidate_all()`` forgets the records alone. An environment remembers the time zone of its user, her
        companies and her language besides, for as long as it lives, which is until Python's cycle collector comes
        by: one query more or less, by chance.
        """
        self.env.flush_all()
        for env in self.env.transaction.envs:
            reset_cached_properties(env)
        self.env.transaction.clear()

    @contextmanager
    def _queries_into(self, queries):
        def hook(cr, query, _params, _start, _delay):
            if cr is self.env.cr:
                queries.append(re.sub(r"\s+", " ", query if isinstance(query, str) else str(query)).strip())

        thread = current_thread()
        hooks = thread.query_hooks = getattr(thread, "query_hooks", [])
        hooks.append(hook)
        try:
            yield
        finally:
            hooks.remove(hook)

    def _list_queries(self, function):
        """The queries of ``function()`` in a new request, with those that write what it changed."""
        queries = []
        self._start_anew()
        with self._queries_into(queries):
            function()
            self.env.flush_all()
        return queries

    def _assert_no_more_queries(self, many, few, slack=0):
        """:param many, few: of ``_list_queries``, after a first call of it that filled the caches of the registry"""
        more = Counter(many) - Counter(few)
        lines = [f"{len(few)} queries for few, {len(many)} for many; these came in addition:"]
        lines += [f"{number} × {query[:300]}" for query, number in more.items()]
        self.assertLessEqual(len(many), len(few) + slack, "\n".join(lines))

    def _assert_constant(self, function, few=5, many=60, slack=0):
        """``function(n)`` asks no more queries for ``many`` than for ``few``."""
        self._list_queries(lambda: function(few))  # fills the caches of the registry
        at_few = self._list_queries(lambda: function(few))
        self._assert_no_more_queries(self._list_queries(lambda: function(many)), at_few, slack)
