from __future__ import annotations

import threading

import pytest

from kb.admission import BusyError, WaitingRoom


def test_the_one_too_many_is_told_at_once():
    room = WaitingRoom(running=1, waiting=0, patience=60)
    with room.admitted(), pytest.raises(BusyError), room.admitted():
        pass


def test_a_waiting_caller_gives_up_after_its_patience():
    room = WaitingRoom(running=1, waiting=1, patience=0.01)
    with room.admitted(), pytest.raises(BusyError), room.admitted():
        pass


def test_a_place_is_free_again_after_a_failure():
    room = WaitingRoom(running=1, waiting=0)
    with pytest.raises(KeyError), room.admitted():
        raise KeyError
    with room.admitted():
        pass


def test_a_waiting_caller_goes_in_when_the_one_before_leaves():
    room = WaitingRoom(running=1, waiting=1, patience=30)
    inside, second = threading.Event(), threading.Event()

    def wait() -> None:
        inside.set()
        with room.admitted():
            second.set()

    with room.admitted():
        thread = threading.Thread(target=wait)
        thread.start()
        assert inside.wait(10) and not second.wait(0.05)
    assert second.wait(10)
    thread.join()
