"""Timed runs against simpy, event for event, and against formulas of waiting lines."""

from __future__ import annotations

import math
import random
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

import pytest
import simpy
from support.systems import QUEUE, QUEUE_FLOW, system_of

from portfolio.simulate.timed import run_timed

if TYPE_CHECKING:
    from collections.abc import Generator

Story = list[tuple[float, str, str]]

SINGLE = """
    nodes:
      source: {label: Source, is: source}
      queue: {label: Queue, is: queue, visibility: 1000}
      worker: {label: Worker, is: worker}
    must_hold: [{id: done, says: done, rule: reaches, at: worker}]
    left_out: [all else]
"""
CHAIN = """
    nodes:
      caller: {label: caller, is: service, calls: callee, timeout: 5}
      callee: {label: callee, is: service, takes: 0.2, calls: slow, timeout: 4}
      slow: {label: slow, is: service, at_once: 1}
    must_hold: [{id: done, says: done, rule: reaches, at: caller}]
    left_out: [all else]
"""
LOG_FLOW = "Event -> Log -> Consumer -> Push; Consumer -> SMS"
LOG = """
    nodes:
      event: {label: Event, is: source}
      log: {label: Log, is: log, partitions: 2}
      consumer: {label: Consumer, is: consumer, steps: [push: push, send: sms]}
      push: {label: Push, is: external, takes: 0.1}
      sms: {label: SMS, is: external, takes: 0.5}
    load:
      - {at: event, name: a, key: a, count: 3, every: 0.25}
      - {at: event, name: b, key: b, count: 2, every: 0.4, start: 0.05}
    must_hold: [{id: done, says: done, rule: reaches, at: sms}]
    left_out: [all else]
"""


def story_of(flow: str, texts: tuple[str, str], *kinds: str) -> Story:
    """Return the events of some kinds in the timed run of a scenario: time, kind, message."""
    system, scenario = system_of(flow, *texts)
    return sorted(
        (time_ms / 1000, event.what, system.messages[event.message].name)
        for time_ms, event in run_timed(system, scenario.must_hold).events
        if event.what in kinds
    )


def rounded(story: Story) -> Story:
    return sorted((round(time, 6), what, message) for time, what, message in story)


@pytest.mark.parametrize(("every", "failures"), [(2.5, 0), (0.5, 1), (0.3, 2), (1, 3)])
def test_a_queue_runs_as_in_simpy(every: float, failures: int) -> None:
    faults = f"faults: [{{kind: fail, at: service, message: r1, times: {failures}}}], " if failures else ""
    load = f"load: [{{at: topic, count: 4, every: {every}}}]"
    variant = f"    variants: [{{id: one, title: one, change: {{worker: {{at_once: 2}}}}, {faults}{load}}}]\n"
    env = simpy.Environment()
    slots = simpy.Resource(env, capacity=2)
    story: Story = []
    left = [failures]

    def message(name: str, start: float) -> Generator[Any, Any, None]:
        yield env.timeout(start)
        for delivery in range(1, 4):
            with slots.request() as slot:
                yield slot
                taken = env.now
                story.append((taken, "taken", name))
                yield env.timeout(1)
                yield env.timeout(1)
                is_failed = name == "r1" and left[0] > 0
                left[0] -= is_failed
            if not is_failed:
                story.append((env.now, "done", name))
                return
            story.append((env.now, "failed", name))
            yield env.timeout(taken + 4 - env.now)
            story.append((env.now, "given up" if delivery == 3 else "visible again", name))

    for number in range(4):
        env.process(message(f"r{number + 1}", number * every))
    env.run()
    assert story_of(
        QUEUE_FLOW, (QUEUE, variant), "taken", "done", "failed", "visible again", "given up"
    ) == rounded(story)


def test_deliveries_of_one_message_that_overlap_have_times_of_their_own() -> None:
    """Without dead letters nothing counts the deliveries, so they are equal but for their times."""
    slow = "change: {worker: {takes: 5}, queue: {visibility: 3}}, load: [{at: source}]"
    story = story_of(
        "Source -> Queue -> Worker",
        (SINGLE, f"    variants: [{{id: one, title: one, {slow}}}]\n"),
        "taken",
        "done",
    )
    assert story[:7] == [
        (0, "taken", "r1"),
        (3, "taken", "r1"),
        (5, "done", "r1"),
        (6, "taken", "r1"),
        (8, "done", "r1"),
        (9, "taken", "r1"),
        (11, "done", "r1"),
    ]


@pytest.mark.parametrize("takes", [0.5, 1.3, 2.1, 2.9])
def test_a_call_chain_runs_as_in_simpy(takes: float) -> None:
    variant = (
        f"    variants: [{{id: one, title: one, change: {{slow: {{takes: {takes}}}}}, "
        "load: [{at: caller, count: 4, every: 0.7}]}]\n"
    )
    env = simpy.Environment()
    slot = simpy.Resource(env, capacity=1)
    story: Story = []

    def slow(name: str) -> Generator[Any, Any, None]:
        with slot.request() as request:
            yield request
            yield env.timeout(takes)
        story.append((env.now, "answered", name))

    def wait(name: str, call: Any, timeout: float) -> Generator[Any, Any, bool]:  # noqa: ANN401
        done = yield call | env.timeout(timeout, value="late")
        if call in done and call.value is not False:
            story.append((env.now, "answered", name))
            return True
        story.append((env.now, "failed" if call in done else "timed out", name))
        return False

    def callee(name: str) -> Generator[Any, Any, bool]:
        yield env.timeout(0.2)
        is_answered = yield from wait(name, env.process(slow(name)), 4)
        return bool(is_answered)

    def caller(name: str, start: float) -> Generator[Any, Any, None]:
        yield env.timeout(start)
        yield from wait(name, env.process(callee(name)), 5)

    for number in range(4):
        env.process(caller(f"r{number + 1}", number * 0.7))
    env.run()
    assert story_of(
        "caller -> callee -> slow", (CHAIN, variant), "answered", "timed out", "failed"
    ) == rounded(story)


@pytest.mark.parametrize("after", [None, 0.05, 0.35, 0.62])
def test_a_log_runs_as_in_simpy(after: float | None) -> None:
    faults = (
        "" if after is None else f", faults: [{{kind: crash, at: consumer, message: a1, after: {after}}}]"
    )
    variant = f"    variants: [{{id: one, title: one{faults}}}]\n"
    env = simpy.Environment()
    story: Story = []
    logs = {"a": simpy.Store(env), "b": simpy.Store(env)}

    def produce(name: str, count: int, every: float, start: float) -> Generator[Any, Any, None]:
        yield env.timeout(start)
        for number in range(1, count + 1):
            yield logs[name].put(f"{name}{number}")
            yield env.timeout(every)

    def work(name: str) -> Generator[Any, Any, None]:
        story.append((env.now, "taken", name))
        for takes in (0.1, 0.5):
            yield env.timeout(takes)
            story.append((env.now, "did", name))
        story.append((env.now, "committed", name))

    def interrupt(name: str, limit: float) -> Generator[Any, Any, None]:
        """Work on a message, but for a limited time; then once more."""
        story.append((env.now, "taken", name))
        if limit > 0.1:
            yield env.timeout(0.1)
            story.append((env.now, "did", name))
            limit -= 0.1
        yield env.timeout(limit)
        story.append((env.now, "crashed", name))
        yield env.process(work(name))

    def consume(log: str) -> Generator[Any, Any, None]:
        while True:
            name = yield logs[log].get()
            is_cut = name == "a1" and after is not None and after < 0.6
            yield env.process(interrupt(name, after or 0) if is_cut else work(name))

    env.process(produce("a", 3, 0.25, 0))
    env.process(produce("b", 2, 0.4, 0.05))
    env.process(consume("a"))
    env.process(consume("b"))
    env.run(until=20)
    assert story_of(LOG_FLOW, (LOG, variant), "taken", "did", "committed", "crashed") == rounded(story)


@pytest.mark.parametrize(("every", "takes"), [(1, 0.5), (1, 1), (1, 1.5), (0.3, 2.0), (0, 1)])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_waiting_times_are_those_of_the_formula(every: float, takes: float, workers: int) -> None:
    """Source: Kiefer and Wolfowitz's recursion for G/G/c, of which Lindley's is the case of one server."""
    count = 8
    system, scenario = system_of(
        "Source -> Queue -> Worker",
        SINGLE,
        f"    variants: [{{id: one, title: one, change: {{worker: {{takes: {takes}, at_once: {workers}}}}}, "
        f"load: [{{at: source, count: {count}, every: {every}}}]}}]\n",
    )
    free = [0.0] * workers
    expected = []
    for number in range(count):
        free.sort()
        begin = max(number * every, free[0])
        free[0] = begin + takes
        expected.append(round(begin - number * every, 3))
    taken = {
        event.message: time_ms
        for time_ms, event in run_timed(system, scenario.must_hold).events
        if event.what == "taken"
    }
    assert [round(taken[number] / 1000 - number * every, 3) for number in range(count)] == expected


def random_waits(seed: int, count: int, workers: int, load: float) -> list[float]:
    """Return how long messages wait, in seconds: on average `load` of them arrive each second, and each takes a second."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    start, loads, nodes = 0.0, [], []
    for number in range(count):
        start += chance.expovariate(load)
        loads.append(f"      - {{at: source, name: m{number}, start: {start:.3f}}}\n")
        takes = max(chance.expovariate(1), 0.001)
        nodes.append(f"      e{number}: {{label: E{number}, is: external, takes: {takes:.3f}}}\n")
    each = ", ".join(f"e{number}" for number in range(count))
    text = (
        "    nodes:\n      source: {label: Source, is: source}\n"
        "      queue: {label: Queue, is: queue, visibility: 100000}\n"
        f"      worker: {{label: Worker, is: worker, at_once: {workers}, steps: [serve: [{each}]]}}\n"
        + "".join([*nodes, "    load:\n", *loads])
        + "    must_hold: [{id: done, says: done, rule: reaches, at: worker}]\n    left_out: [all else]\n"
        + "    variants: [{id: one, title: one}]\n"
    )
    arrows = "; ".join(f"Worker -> E{number}" for number in range(count))
    system, scenario = system_of(f"Source -> Queue -> Worker; {arrows}", text)
    came: dict[int, int] = {}
    waits = []
    for time_ms, event in run_timed(system, scenario.must_hold).events:
        if event.what == "sent":
            came[event.message] = time_ms
        elif event.what == "taken":
            waits.append((time_ms - came[event.message]) / 1000)
    assert len(waits) == count
    return waits


@pytest.mark.parametrize(("workers", "load"), [(1, 0.5), (2, 1.0), (3, 1.5)])
def test_random_waiting_times_are_those_of_an_m_m_c_queue(workers: int, load: float) -> None:
    """Source: the Erlang C formula, of a queue with random arrivals and services and c servers."""
    busy = load**workers / math.factorial(workers) * workers / (workers - load)
    waits_at_all = busy / (sum(load**k / math.factorial(k) for k in range(workers)) + busy)
    expected = waits_at_all / (workers - load)
    warm_up = 20
    means = [fmean(random_waits(seed, 120, workers, load)[warm_up:]) for seed in range(24)]
    # 95 % of Student's t with 23 degrees of freedom
    assert abs(fmean(means) - expected) <= 2.07 * stdev(means) / math.sqrt(len(means))


def test_a_run_without_an_end_is_cut_off() -> None:
    system, scenario = system_of(
        LOG_FLOW,
        LOG,
        "    variants: [{id: one, title: one, faults: [{kind: fail, at: sms, message: a1, always: true}]}]\n",
    )
    run = run_timed(system, scenario.must_hold)
    assert run.is_endless
    assert len(run.events) < 2_100
