"""Plugins that misbehave, one in each module; `said` is what most of them say of themselves."""

from core import BodyKind, Fitness, Level, PluginInfo

EVERYWHERE = Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind))


def said(name: str, **more: str) -> PluginInfo:
    """A description like any other."""
    return PluginInfo(
        name=name,
        title="不怀好意的插件",
        description="用于检验防护",
        law="无",
        version="0.1.0",
        fitness=EVERYWHERE,
        **more,
    )
