"""Notes, keys and checkpoints as the published specifications (C2SP) and their reference implementation have them."""

from __future__ import annotations

import pytest

from geo.errors import BadInput
from geo.log.checkpoints import cosigned, log_signed, make, read_checkpoint, witnessed
from geo.log.hashing import EMPTY_ROOT
from geo.log.keys import Algorithm, Signer, new_signer, read_signer, read_verifier
from geo.log.notes import Note, Signature, read_note, sign

# The key and the note of the documentation of the reference implementation (golang.org/x/mod/sumdb/note).
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of C2SP tlog-cosignature.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZ"
    "qhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
LOG = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))
WITNESS = Signer("witness.example/w1", Algorithm.WITNESS, bytes(range(1, 33)))
KEYS = (LOG.verifier, WITNESS.verifier)


def test_the_published_key_and_note_come_out() -> None:
    signer = read_signer(SECRET)
    assert (str(signer.verifier), signer.secret()) == (PUBLIC, SECRET)
    note = Note(TEXT, (sign(TEXT, signer, now=0),))
    assert str(note) == f"{TEXT}\n{SIGNED}"
    assert read_note(str(note)) == note
    assert note.signed_by(read_verifier(PUBLIC)) == 0


def test_the_published_checkpoint_is_read_and_written_as_it_is() -> None:
    found = read_checkpoint(COSIGNED)
    assert (found.origin, found.size, len(found.root)) == ("example.com/behind-the-sofa", 20852163, 32)
    assert [one.name for one in found.note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert int.from_bytes(found.note.signatures[1].raw[4:12]) == 1679315147
    assert str(found) == COSIGNED


def test_a_checkpoint_is_signed_and_cosigned() -> None:
    checkpoint = make(0, EMPTY_ROOT, [LOG])
    assert str(checkpoint).startswith("allimi.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 ")
    seen = read_checkpoint(str(cosigned(checkpoint, WITNESS, now=1_700_000_000)))
    assert log_signed(seen, KEYS) == (LOG.verifier,)
    assert witnessed(seen, KEYS) == {WITNESS.verifier: 1_700_000_000}
    assert seen.same_as(checkpoint)
    again = cosigned(seen, WITNESS, now=1_700_000_001)
    assert len(again.note.signatures) == 2
    assert witnessed(again, KEYS) == {WITNESS.verifier: 1_700_000_001}


def test_a_changed_text_is_not_signed() -> None:
    changed = str(cosigned(make(7, EMPTY_ROOT, [LOG]), WITNESS, now=1)).replace("\n7\n", "\n8\n")
    for look in (log_signed, witnessed):
        with pytest.raises(BadInput, match="does not hold"):
            look(read_checkpoint(changed), KEYS)


def test_a_changed_time_is_not_signed() -> None:
    checkpoint = make(7, EMPTY_ROOT, [LOG])
    raw = sign(checkpoint.note.text, WITNESS, now=5).raw
    forged = Signature(WITNESS.name, raw[:4] + (6).to_bytes(8) + raw[12:])
    with pytest.raises(BadInput, match="does not hold"):
        Note(checkpoint.note.text, (forged,)).signed_by(WITNESS.verifier)


def test_unknown_signatures_are_passed_over() -> None:
    other = new_signer(LOG.name, Algorithm.LOG)
    checkpoint = make(7, EMPTY_ROOT, [LOG, other])
    assert log_signed(checkpoint, [LOG.verifier]) == (LOG.verifier,)
    assert log_signed(checkpoint, [new_signer(LOG.name, Algorithm.LOG).verifier]) == ()


def test_a_key_of_another_log_does_not_sign_this_one() -> None:
    other = new_signer("other.example/log", Algorithm.LOG)
    assert log_signed(make(7, EMPTY_ROOT, [LOG, other]), [other.verifier]) == ()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "allimi",
        "a b+00000000+AQ==",
        str(LOG.verifier)[:-4],
        str(LOG.verifier).replace("allimi", "another"),
        "n+c74f20a3+//////////////////////////////////////////8=",
    ],
)
def test_what_is_no_key_is_refused(line: str) -> None:
    for reading in (read_verifier, lambda text: read_signer(f"PRIVATE+KEY+{text}"), read_signer):
        with pytest.raises(BadInput):
            reading(line)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a\nb\n",
        COSIGNED.replace("\n\n", "\n"),
        COSIGNED.rstrip("\n"),
        COSIGNED.replace("20852163", "020852163"),
        COSIGNED.replace("20852163", "-1"),
        COSIGNED.replace("CsUY", "CsU"),
        COSIGNED.replace("\u2014 ", "- "),
        COSIGNED.replace("sofa A", "sofa *"),
        COSIGNED + "\u2014 w AAAA\n",
        COSIGNED.replace("example", "exa\tmple"),
        COSIGNED + "\u2014 w AAAAAAAA\n" * 100,
    ],
)
def test_what_is_no_checkpoint_is_refused(content: str) -> None:
    with pytest.raises(BadInput):
        read_checkpoint(content)


def test_a_secret_key_is_not_in_what_is_printed() -> None:
    assert LOG.secret()[-20:] not in repr(LOG) + str(LOG)


@pytest.mark.parametrize("name", ["", "with space", "with+plus", "with\nbreak"])
def test_a_name_that_no_note_can_hold_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        new_signer(name, Algorithm.LOG)
