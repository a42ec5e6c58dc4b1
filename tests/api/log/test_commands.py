"""The commands of the log, as an operator, a verifier and a witness run them."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import psycopg
import pytest

from api.cli.log.verifying import audited
from data.log.verifying import Trust
from geo.errors import NotFound
from tests.api.log.commanding import NAME, UNPROVEN, Run, done, found_bad, refused, tamper
from tests.builders import project, publish, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


def test_a_key_is_its_owner_s_alone_and_is_never_replaced(run: Run) -> None:
    public = done(run("log-key", "log.key", NAME))
    assert re.fullmatch(rf"{NAME}\+[0-9a-f]{{8}}\+\S{{44}}\n", public)
    assert stat.S_IMODE(Path("log.key").stat().st_mode) == 0o600
    assert "is there already" in refused(run("log-key", "log.key", NAME))
    Path("log.key").chmod(0o640)
    assert "chmod 600" in refused(run("checkpoint"))


def test_a_key_of_a_witness_does_not_sign_the_log(run: Run) -> None:
    done(run("log-key", "log.key", NAME, "--witness"))
    assert "keys of the log" in refused(run("checkpoint"))


def test_nothing_is_signed_without_a_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be read" in refused(run("checkpoint"))
    monkeypatch.delenv("ALLIMI_LOG_KEY_FILE")
    assert "ALLIMI_LOG_KEY_FILE" in refused(run("checkpoint"))


def test_the_same_log_is_signed_once(signed: Run, database: Database) -> None:
    assert done(signed("checkpoint")) == Path("kept.txt").read_text("utf-8")
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT count(*) FROM published.checkpoint").fetchone() == (1,)


def test_a_log_that_was_changed_is_not_signed(signed: Run, database: Database) -> None:
    tamper(database, "UPDATE published.log_node SET hash = sha256('x') WHERE level = 3")
    publish(database.writer_url, [project("P9")])
    assert "does not go on" in refused(signed("checkpoint"))


def test_a_new_key_signs_beside_the_old_one_and_then_alone(signed: Run, database: Database) -> None:
    old = Path("log.key").read_text("utf-8")
    done(signed("log-key", "new.key", NAME))
    Path("log.key").write_text(Path("new.key").read_text("utf-8") + old, "utf-8")
    assert done(signed("checkpoint")).count("\u2014 ") == 2
    Path("log.key").write_text(Path("new.key").read_text("utf-8"), "utf-8")
    publish(database.writer_url, [project("P9")])
    assert done(signed("checkpoint")).count("\u2014 ") == 1
    done(signed("log", "export", "log.jsonl"))
    assert "Proven" in done(signed("verify", "log.jsonl", "--checkpoint", "kept.txt"))
    done(signed("log-key", "other.key", "other.example/log"))
    os.environ["ALLIMI_LOG_KEY_FILE"] = "other.key"
    assert "cannot sign it" in refused(signed("checkpoint"))


@pytest.mark.parametrize("where", ["--database", "file", "site"])
def test_what_nobody_changed_verifies(signed: Run, site: Site, where: str) -> None:
    done(signed("log", "export", "log.jsonl"))
    target = {"file": "log.jsonl", "site": f"{site.url}/log"}.get(where, where)
    alone = done(signed("verify", target))
    assert UNPROVEN in alone
    kept = done(signed("verify", target, "--checkpoint", "kept.txt"))
    assert UNPROVEN not in kept


def test_the_log_of_a_site_that_has_signed_nothing_yet_is_verified_all_the_same(run: Run, database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    with serving(database) as site:
        said = done(run("verify", f"{site.url}/log"))
        assert "All 3 leaves" in said
        assert UNPROVEN in said
        result = run("verify", f"{site.url}/collections/projects/items/P1")
        assert isinstance(result.exception, NotFound)
        assert "no checkpoint yet" in str(result.exception)


def test_a_project_verifies_by_its_address(signed: Run, site: Site, database: Database) -> None:
    publish(database.writer_url, [project("P1", contractor="Công ty Tư", budget=vnd("12345678901.25"))])
    for project_id in ("P1", "P2", "P3"):
        for path in ("/collections/projects/items/", "/vi/collections/projects/items/"):
            said = done(signed("verify", f"{site.url}{path}{project_id}", "--checkpoint", "kept.txt"))
            assert f"of {project_id} are in the log of 8 leaves" in said
            assert ("not under a checkpoint yet" in said) == (project_id == "P1")
    assert "has no project P7" in found_bad(signed("verify", f"{site.url}/collections/projects/items/P7"))


def test_checkpoints_verify_against_each_other(signed: Run, site: Site, database: Database) -> None:
    publish(database.writer_url, [project("P4")])
    Path("second.txt").write_text(done(signed("checkpoint")), "utf-8")
    both = ("--checkpoint", "kept.txt", "--checkpoint", "second.txt")
    assert "Proven" in done(signed("verify", f"{site.url}/log", "--only-checkpoints", *both))
    tamper(database, "UPDATE published.log_leaf SET hash = sha256('x') WHERE position = 8")
    bad = found_bad(signed("verify", f"{site.url}/log", "--only-checkpoints", *both))
    assert "does not go on from the one of 8" in bad


CHANGES = {
    "a text": ("UPDATE published.project_version SET feature_text = replace(feature_text, '.25', '.26') "
               "WHERE project_id = 'P3'", "leaf 2"),
    "a date": ("UPDATE published.publication SET published_at = '2026-01-01Z' WHERE number = 1", "leaf 0"),
    "a version taken out": ("DELETE FROM published.log_leaf WHERE position = 1", "Leaf 1 is missing"),
    "a version put in": ("INSERT INTO published.log_leaf SELECT 8, 3, 'P9', 1, 'version', hash, nonce "
                         "FROM published.log_leaf WHERE position = 2", "leaf 8"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("where", ["--database", "file", "site"])
def test_whoever_changed_it_the_first_bad_record_is_named(
    signed: Run, site: Site, database: Database, where: str, what: str
) -> None:
    statement, named = CHANGES[what]
    tamper(database, statement)
    done(signed("log", "export", "log.jsonl"))
    target = {"file": "log.jsonl", "site": f"{site.url}/log"}.get(where, where)
    assert named in found_bad(signed("verify", target))


def test_what_a_site_shows_against_its_own_log_is_named(signed: Run, site: Site, database: Database) -> None:
    tamper(database, "UPDATE published.project_version SET feature_text = replace(feature_text, '.25', '.26') "
                     "WHERE project_id = 'P3'")  # fmt: skip
    assert "leaf 2" in found_bad(signed("verify", f"{site.url}/collections/projects/items/P3"))


def test_a_kept_checkpoint_of_a_longer_log_is_told(signed: Run, site: Site, database: Database) -> None:
    publish(database.writer_url, [project("P4")])
    Path("longer.txt").write_text(done(signed("checkpoint")), "utf-8")
    tamper(database, "DELETE FROM published.log_leaf WHERE position = 8")
    tamper(database, "DELETE FROM published.checkpoint WHERE tree_size = 9")
    for more in ((), ("--only-checkpoints",)):
        assert "9" in found_bad(signed("verify", f"{site.url}/log", "--checkpoint", "longer.txt", *more))


def test_a_file_that_is_not_whole_is_told(signed: Run) -> None:
    done(signed("log", "export", "log.jsonl"))
    assert "is there already" in refused(signed("log", "export", "log.jsonl"))
    lines = Path("log.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("short.jsonl").write_text("".join(lines[:-1]), "utf-8")
    assert "not whole" in found_bad(signed("verify", "short.jsonl"))
    head = json.loads(lines[0]) | {"size": 7}
    Path("short.jsonl").write_text("".join([json.dumps(head) + "\n", *lines[1:-1]]), "utf-8")
    assert "has 8 leaves, the log 7" in found_bad(signed("verify", "short.jsonl"))


@pytest.mark.parametrize("content", ["", "{}", "[]", "no JSON", '{"form":"allimi-log/1","size":-1}', "\x00"])
def test_what_is_no_file_of_a_log_is_refused(signed: Run, content: str) -> None:
    Path("bad.jsonl").write_text(content, "utf-8")
    assert signed("verify", "bad.jsonl").exit_code == 1


def test_a_checkpoint_of_an_unknown_key_proves_nothing(signed: Run, site: Site) -> None:
    other = done(signed("log-key", "other.key", NAME)).strip()
    assert "not signed by a known key" in found_bad(signed("verify", f"{site.url}/log", "--key", other))


def test_a_checkpoint_that_was_put_in_is_not_signed_by_the_log(signed: Run, database: Database) -> None:
    assert "signed with the key that it names itself" in done(signed("verify", "--database"))
    tamper(database, "UPDATE published.checkpoint SET note = replace(note, E'\\n\\n\u2014 ', E'\\n\\n\u2014 x')")
    assert "not signed by a known key" in found_bad(signed("verify", "--database"))


def test_a_target_is_named_once(signed: Run) -> None:
    for words in ((), ("log.jsonl", "--database")):
        assert "or else --database" in refused(signed("verify", *words))
    for address in ("ftp://example/log", "http:///log"):
        assert signed("verify", address).exit_code == 1


def test_a_witness_cosigns_and_the_city_shows_it(signed: Run, site: Site, database: Database) -> None:
    key = done(signed("verify", f"{site.url}/log")) and site.json("/log?f=json")["keys"][0]
    witness = done(signed("log-key", "w.key", "witness.example/w1", "--witness")).strip()
    asked = ("witness", f"{site.url}/log", "--key", "w.key", "--state", "seen.txt")
    assert "--log-key" in refused(signed(*asked))
    Path("cosigned.txt").write_text(done(signed(*asked, "--log-key", key)), "utf-8")
    done(signed("checkpoint", "--cosigned", "cosigned.txt", "--witness", witness))
    assert witness in site.json("/log?f=json")["keys"]
    said = done(signed("verify", f"{site.url}/log", "--key", key, "--key", witness))
    assert "witness.example/w1 has seen the checkpoint of 8 leaves" in said
    assert UNPROVEN not in said
    publish(database.writer_url, [project("P4")])
    done(signed("checkpoint"))
    assert "\n9\n" in done(signed(*asked))


def test_a_witness_does_not_cosign_a_changed_past(signed: Run, site: Site, database: Database) -> None:
    key = site.json("/log?f=json")["keys"][0]
    done(signed("log-key", "w.key", "witness.example/w1", "--witness"))
    asked = ("witness", f"{site.url}/log", "--key", "w.key", "--state", "seen.txt", "--log-key", key)
    done(signed(*asked))
    before = Path("seen.txt").read_text("utf-8")
    tamper(database, "DELETE FROM published.checkpoint")
    tamper(database, "UPDATE published.log_node SET hash = sha256('x') WHERE level = 3")
    publish(database.writer_url, [project("P4")])
    done(signed("checkpoint"))
    assert "does not go on from the one of 8" in signed(*asked).stderr
    tamper(database, "DELETE FROM published.checkpoint")
    tamper(database, "DELETE FROM published.log_leaf WHERE position > 2")
    done(signed("checkpoint"))
    assert "shrunk from 8 leaves to 3" in signed(*asked).stderr
    assert Path("seen.txt").read_text("utf-8") == before


def test_pairs_that_an_earlier_program_judged_are_said_to_be_left_out(database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    tamper(database, "UPDATE published.overlap_rules SET fingerprint = 'of an earlier program'")
    with psycopg.connect(database.reader_url) as connection:
        assert "an earlier program judged them" in " ".join(audited(connection, Trust()).holds)
        assert "earlier" not in " ".join(audited(connection, Trust(), with_pairs=False).holds)
