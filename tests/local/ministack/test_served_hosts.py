"""Hosts of the web that are on this machine."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from ses_constructs.local.ministack import served_hosts
from ses_constructs.local.ministack.served_hosts import NotServedError, post, redirected, routed, serve


@pytest.fixture(autouse=True)
def cleared() -> Iterator[None]:
    yield
    served_hosts.clear()


def test_a_request_goes_to_who_serves_the_host() -> None:
    serve("Shop.example", "http://127.0.0.1:8080/")
    assert routed("https://shop.example/a/b?c=d") == "http://127.0.0.1:8080/a/b?c=d"
    request = redirected(urllib.request.Request("https://shop.example/a", data=b"x", method="PUT"))
    assert (request.full_url, request.get_method()) == ("http://127.0.0.1:8080/a", "PUT")
    assert request.get_header("Host") == "shop.example"


def test_this_machine_is_reached_as_it_is() -> None:
    assert routed("http://127.0.0.1:8080/a") == "http://127.0.0.1:8080/a"


def test_no_other_machine_is_reached() -> None:
    with pytest.raises(NotServedError, match=r"serve_host\(\)"):
        routed("https://shop.example/")
    assert post("https://shop.example/", b"x", {}) == 0


def test_cleared_hosts_are_gone() -> None:
    serve("shop.example", "http://127.0.0.1:8080")
    served_hosts.clear()
    with pytest.raises(NotServedError):
        routed("https://shop.example/")
