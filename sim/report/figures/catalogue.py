"""How each kind of finding is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..findings.backtests import Backtest
from ..findings.bars import Bars
from ..findings.clouds import Clouds
from ..findings.convergence import Course
from ..findings.dispositions import Flows
from ..findings.doubts import Flip, Tornado
from ..findings.funnel import Funnel
from ..findings.intervals import Candidates, Frontier
from ..findings.minds import Minds
from ..findings.queue import Queue
from ..findings.response import Response
from ..findings.weeks import Weeks
from .backtests import draw_backtest
from .bars import draw_bars
from .clouds import draw_clouds
from .convergence import draw_course
from .dispositions import draw_flows
from .doubts import draw_flip, draw_tornado
from .frontier import draw_frontier
from .funnel import draw_funnel
from .intervals import draw_candidates
from .minds import draw_minds
from .queue import draw_queue
from .response import draw_response
from .style import Sheet
from .weeks import draw_weeks

DRAWN_BY: dict[type, Callable[..., Sheet]] = {
    Backtest: draw_backtest,
    Bars: draw_bars,
    Candidates: draw_candidates,
    Clouds: draw_clouds,
    Course: draw_course,
    Flip: draw_flip,
    Flows: draw_flows,
    Frontier: draw_frontier,
    Funnel: draw_funnel,
    Minds: draw_minds,
    Queue: draw_queue,
    Response: draw_response,
    Tornado: draw_tornado,
    Weeks: draw_weeks,
}


def draw_finding(found: Any) -> Sheet:
    """Draw a finding by its kind."""
    return DRAWN_BY[type(found)](found)
