"""What the log says over HTTP proves itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from geo.log.checkpoints import log_signed, read_checkpoint
from geo.log.hashing import leaf_hash
from geo.log.keys import Signer, read_verifier
from geo.log.proofs import check_consistency, check_inclusion
from geo.log.tree import Frontier
from tests.fixtures.site import Site


def lines(site: Site, query: str) -> list[dict[str, Any]]:
    answer = site.get(f"/log/leaves{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def signed(site: Site) -> int:
    """How many leaves the newest checkpoint has: works, and what is recorded beside them."""
    size: int = site.json("/log?f=json")["checkpoint"]["size"]
    return size


def whole(site: Site) -> int:
    """How many leaves the log has."""
    size: int = site.json("/log?f=json")["size"]
    return size


def path(told: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(one) for one in told["proof"]]


def test_the_checkpoint_is_a_signed_note(logged_site: Site, key: Signer) -> None:
    answer = logged_site.get("/log/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    found = read_checkpoint(answer.text)
    told = logged_site.json("/log?f=json")
    assert (found.origin, found.size, told["size"]) == ("allimi.example/log", signed(logged_site), whole(logged_site))
    assert told["checkpoint"]["root"] == found.root.hex()
    assert log_signed(found, [read_verifier(one) for one in told["keys"]]) == (key.verifier,)


def test_a_version_is_proven_to_be_in_the_log(logged_site: Site) -> None:
    checkpoint = read_checkpoint(logged_site.get("/log/checkpoint").text)
    leaf = lines(logged_site, "?first=17&limit=1")[0]
    for query in ("position=17", f"id={leaf['id']}&version={leaf['version']}"):
        told = logged_site.json(f"/log/inclusion?{query}")
        assert (told["position"], told["size"], told["leaf"]) == (17, signed(logged_site), leaf["hash"])
        check_inclusion(bytes.fromhex(leaf["hash"]), 17, checkpoint.size, path(told), checkpoint.root)


def test_growth_is_proven(logged_site: Site) -> None:
    checkpoint = read_checkpoint(logged_site.get("/log/checkpoint").text)
    size, now = signed(logged_site), whole(logged_site)
    told = logged_site.json(f"/log/consistency?from={size}&to={now}")
    assert told["from_root"] == checkpoint.root.hex()
    check_consistency(size, checkpoint.root, now, bytes.fromhex(told["to_root"]), path(told))
    assert logged_site.json(f"/log/consistency?from={size}")["proof"] == []


def test_the_leaves_with_their_texts_make_the_root_as_the_document_says(logged_site: Site) -> None:
    """A second verifier, written from docs/log.md alone."""
    tree, address = Frontier(), "/log/leaves?texts=true&limit=25"
    while address:
        answer = logged_site.get(address)
        for line in answer.text.splitlines():
            leaf = json.loads(line)
            assert leaf["position"] == tree.size
            head = ["allimi-leaf/1", leaf["kind"], leaf["publication"], leaf["instant"], leaf["version"], leaf["nonce"]]
            preimage = "\n".join(map(str, [*head, len(leaf["id"].encode()), leaf["id"], leaf["text"]])).encode()
            assert leaf_hash(preimage).hex() == leaf["hash"]
            tree.push(bytes.fromhex(leaf["hash"]))
            if tree.size == signed(logged_site):
                assert tree.root() == read_checkpoint(logged_site.get("/log/checkpoint").text).root
        following = answer.links.get("next", {}).get("url", "")
        address = following.removeprefix(logged_site.url)
    assert tree.size == whole(logged_site)


def test_the_leaves_of_one_project(logged_site: Site) -> None:
    found = lines(logged_site, "?id=LATER")
    assert [(one["version"], one["kind"]) for one in found] == [(1, "version")]
    assert found[0]["position"] >= signed(logged_site)
    assert "text" not in found[0]
    assert lines(logged_site, "?id=NOBODY") == []
    assert lines(logged_site, "?first=1000") == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/log/inclusion?position={whole}&size={whole}", 400),
        ("/log/inclusion?position=1&size={more}", 404),
        ("/log/inclusion?position=1&size=999999999999999999", 404),
        ("/log/inclusion?id=NOBODY", 404),
        ("/log/inclusion?id=LATER&version=999999999999999999", 404),
        ("/log/inclusion?id=LATER&position=1", 400),
        ("/log/inclusion?position=-1", 400),
        ("/log/consistency?from={whole}&to=60", 400),
        ("/log/consistency?to={more}", 404),
        ("/log/leaves?limit=0", 400),
        ("/log/leaves?first=9999999999999999999", 400),
        ("/log/leaves?id=%00", 400),
        ("/log/leaves?unknown=1", 400),
        ("/log/nothing", 404),
    ],
)
def test_what_cannot_be_told_is_a_problem(logged_site: Site, address: str, status: int) -> None:
    size = whole(logged_site)
    answer = logged_site.get(address.format(whole=size, more=size + 1))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_an_unchanged_answer_is_not_sent_again(logged_site: Site) -> None:
    for address in ("/log?f=json", "/log/checkpoint", "/log/leaves", "/log/inclusion?position=3"):
        tag = logged_site.get(address).headers["etag"]
        assert logged_site.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_the_checkpoint(logged_site: Site, language: str) -> None:
    page = logged_site.get(f"/{language}/log").text
    assert f"allimi.example/log\n{signed(logged_site)}\n" in page
    assert "allimi verify" in page


def test_a_log_without_leaves_says_so(empty_site: Site) -> None:
    assert empty_site.json("/log?f=json")["size"] == 0
    assert empty_site.get("/log/checkpoint").status_code == 404
    assert empty_site.get("/en/log").status_code == 200
    assert empty_site.json("/log/consistency")["proof"] == []
