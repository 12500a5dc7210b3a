"""What each kind of node does: a new kind is a record in model/scenario.py, a behaviour, and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.model import scenario
from portfolio.simulate.carriers import DeadLetterBehaviour, LogBehaviour, QueueBehaviour, Sender
from portfolio.simulate.consumers import ConsumerBehaviour
from portfolio.simulate.controls import GateBehaviour, RouterBehaviour
from portfolio.simulate.services import ServiceBehaviour
from portfolio.simulate.targets import ExternalBehaviour, StoreBehaviour
from portfolio.simulate.workers import WorkerBehaviour

if TYPE_CHECKING:
    from portfolio.simulate.system import Behaviour

BEHAVIOURS: dict[type[scenario.Node], type[Behaviour[Any]]] = {
    scenario.Source: Sender,
    scenario.Topic: Sender,
    scenario.Schedule: Sender,
    scenario.Queue: QueueBehaviour,
    scenario.DeadLetter: DeadLetterBehaviour,
    scenario.Log: LogBehaviour,
    scenario.Worker: WorkerBehaviour,
    scenario.Consumer: ConsumerBehaviour,
    scenario.Store: StoreBehaviour,
    scenario.External: ExternalBehaviour,
    scenario.Service: ServiceBehaviour,
    scenario.Router: RouterBehaviour,
    scenario.Gate: GateBehaviour,
}
