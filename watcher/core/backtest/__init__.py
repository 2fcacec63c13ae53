"""What other rules would have made of the archive: what they gain and lose, which terms decide, what might be missing."""

from watcher.core.backtest.names import BESIDE, Name, beside, distinctive
from watcher.core.backtest.tally import DIMENSIONS, Counts, Sample, Tally, TermCounts, TopicTally

__all__ = [
    "BESIDE",
    "DIMENSIONS",
    "Counts",
    "Name",
    "Sample",
    "Tally",
    "TermCounts",
    "TopicTally",
    "beside",
    "distinctive",
]
