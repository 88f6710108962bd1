"""Photos of a phone become pages of the draft: the whole intake screen, a real store, a real server on loopback."""

from __future__ import annotations

import concurrent.futures as cf
import hashlib

import httpx
import pytest

from desk_app.capture import simulated
from desk_app.desk import phone as phone_use
from desk_app.desk.phone import Address

PHOTOS = [simulated.jpeg_file(simulated.document_page(seed=seed, dpi=70), dpi=70) for seed in range(3)]


def digest_of(photo):
    return hashlib.sha256(photo).hexdigest()


class Phone:
    """Talks to the page from a thread of its own, as a phone is a machine of its own."""

    def __init__(self, counter):
        self._counter = counter
        self._work = cf.ThreadPoolExecutor(1)
        self.url = counter.screen.pages.phone._link.url

    def _ask(self, call, *args, **fields):
        asked = self._work.submit(call, *args, timeout=30, **fields)
        self._counter.until(asked.done)
        return asked.result()

    def send(self, photo):
        headers = {"content-type": "application/octet-stream", "x-photo-size": str(len(photo)), "x-photo-at": "0"}
        self._ask(httpx.post, f"{self.url}/photos/{digest_of(photo)}", content=photo, headers=headers)

    def told(self):
        photos = self._ask(httpx.get, f"{self.url}/state").json()["photos"]
        return {digest: photo["state"] for digest, photo in photos.items()}


@pytest.fixture
def screen(counter, monkeypatch):
    monkeypatch.setattr(phone_use, "_office_addresses", lambda: [Address("127.0.0.1", "Wi-Fi")])
    counter.change_settings(phone_allowed=True, phone_port=0)
    screen = counter.open()
    counter.choose()
    yield screen
    screen.pages.phone.close_view(quietly=True)
    counter.settle()


@pytest.fixture
def phone(counter, screen):
    screen.pages.buttons.phone.click()
    counter.until(lambda: screen.pages.phone._link is not None)
    return Phone(counter)


def saved_pages(counter):
    with counter.program.store.read() as uow:
        return {page.raw for page in uow.drafts.get(counter.draft.id).pages}


def test_photos_become_pages_of_the_selected_paper_and_the_phone_hears_of_it_once_they_are_on_disk(
    counter, screen, phone
):
    second = counter.draft.components[1].id
    screen.papers.table.select(second)

    for photo in PHOTOS:
        phone.send(photo)
    counter.until(lambda: len(counter.draft.pages) == 3)
    counter.until(lambda: set(phone.told().values()) == {"kept"})

    assert {page.raw for page in counter.draft.pages} == {digest_of(photo) for photo in PHOTOS} == saved_pages(counter)
    assert {(page.component, page.source) for page in counter.draft.pages} == {(second, "phone")}
    assert screen.pages.stage.currentWidget() is screen.pages.phone


def test_a_photo_of_which_the_phone_heard_is_there_after_a_crash(counter, screen, phone):
    phone.send(PHOTOS[0])
    counter.until(lambda: set(phone.told().values()) == {"kept"})

    assert digest_of(PHOTOS[0]) in saved_pages(counter)  # what a program started anew would read


def test_a_disk_that_takes_nothing_is_told_to_the_phone(counter, screen, phone, monkeypatch):
    from desk_app.store.errors import DiskFull

    def full(_data):
        raise DiskFull(counter.program.settings.data_dir)

    monkeypatch.setattr(counter.program.desk.digitisation._blobs, "put", full)

    phone.send(PHOTOS[0])

    counter.until(lambda: set(phone.told().values()) == {"refused"})
    assert counter.draft.pages == ()


def test_the_next_citizen_ends_the_session(counter, screen, phone):
    screen.start_new()

    counter.until(lambda: not screen.pages.phone.is_live)
    assert screen.pages.stage.currentWidget() is not screen.pages.phone


def test_leaving_the_screen_ends_the_session(counter, screen, phone):
    screen.left()

    assert not screen.pages.phone.is_live


def test_looking_at_something_else_ends_the_session(counter, screen, phone):
    screen.pages.show_keys()

    assert not screen.pages.phone.is_live


def test_stopping_shows_the_pages_again(counter, screen, phone):
    screen.pages.phone.stop.click()

    assert screen.pages.stage.currentWidget() is screen.pages.stage.empty
