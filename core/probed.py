"""The child that tries plugins, one after the other: `python -m core.probed FD NAME=MODULE…`.

It says the number of each before it begins with it, so that its parent knows which one it was that
hung or took the process down.
"""

import importlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from logging import CRITICAL

import structlog

from core import migrations, own_plugin
from core.graphql.schemas import Schemas
from core.plugins import CORE, Plugins
from core.probing import DONE


def attempt(name: str, module: str) -> None:
    """What a start does with a plugin; what merely raises, the real start meets and names."""
    plugins = Plugins([(CORE, own_plugin), (name, importlib.import_module(module))])
    Schemas(plugins).check_each()
    migrations.import_tables(plugins)
    if name in plugins.infos:
        plugins.call(name, "plugin_commands")
    script = migrations.versions_of(plugins, name) if name in plugins.infos else None
    if script is not None:
        script.get_current_head()


def main(arguments: Sequence[str]) -> None:
    """Try each, telling the parent."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
    with open(int(arguments[0]), "w", encoding="ascii") as told:
        for number, named in enumerate(arguments[1:]):
            print(number, file=told, flush=True)
            with suppress(Exception):
                attempt(*named.split("=", 1))
        print(DONE, file=told, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
