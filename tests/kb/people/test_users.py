from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from every import every

import kb.people.users
from kb.errors import UsersError
from kb.people.users import User, Users, add_user, check_name, check_password, parse_users, remove_user, users_file
from kb.settings import Settings

pytestmark = pytest.mark.usefixtures("cheap_passwords")

# Hashes of "correct horse" and "battery staple" with cheap parameters, so that a test of the file's form is no test of patience.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HORSE = CHEAP.hash("correct horse")
STAPLE = CHEAP.hash("battery staple")


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed as the program hashes them."""
    monkeypatch.setattr(kb.people.users, "PasswordHasher", PasswordHasher)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A users file with a comment, wang and 李四."""
    path = tmp_path / "users"
    path.write_text(f"# 窗口人员\nwang:{HORSE}\n\n李四:{STAPLE}\n", encoding="utf-8")
    return path


def test_a_user_added_can_sign_in_and_the_password_stands_nowhere(tmp_path: Path, costly_passwords: None):
    path = tmp_path / "data" / "users"
    assert add_user(path, "wang", "correct horse") is True
    name, _, digest = path.read_text(encoding="utf-8").strip().partition(":")
    assert name == "wang" and digest.startswith("$argon2id$v=19$m=65536,") and "correct" not in digest
    users = Users(path)
    assert users.verify("wang", "correct horse") == User(digest, "reader")
    assert users.verify("wang", "correct Horse") is None
    assert users.verify("li", "correct horse") is None


def test_the_file_is_for_its_owner_only_and_nothing_is_left_beside_it(tmp_path: Path):
    path = tmp_path / "users"
    path.write_text("", encoding="utf-8")
    path.chmod(0o644)
    add_user(path, "wang", "correct horse")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir()} <= {"users", ".users.lock"}


def test_a_second_add_changes_the_password_in_its_place(file: Path):
    assert add_user(file, "wang", "another password") is False
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "# 窗口人员" and lines[1].startswith("wang:") and lines[3] == f"李四:{STAPLE}"
    users = Users(file)
    assert users.verify("wang", "correct horse") is None
    assert users.verify("wang", "another password")


def test_a_role_stays_until_another_is_given(file: Path):
    for role, known in (("editor", "editor"), (None, "editor"), ("reader", "reader")):
        add_user(file, "wang", "another password", role)
        assert Users(file).table()["wang"].role == known
    assert Users(file).table()["李四"].role == "reader"


def test_remove_takes_one_line_out(file: Path):
    remove_user(file, "wang")
    assert file.read_text(encoding="utf-8") == f"# 窗口人员\n\n李四:{STAPLE}\n"
    with pytest.raises(UsersError, match="wang"):
        remove_user(file, "wang")


def test_a_file_that_changed_is_read_again(file: Path):
    users = Users(file)
    assert list(users.table()) == ["wang", "李四"]
    remove_user(file, "wang")
    assert list(users.table()) == ["李四"]
    assert users.verify("wang", "correct horse") is None


def test_a_file_that_is_gone_lets_nobody_in(file: Path):
    users = Users(file)
    assert users.verify("wang", "correct horse") == User(HORSE)
    file.unlink()
    with pytest.raises(UsersError, match="policy-kb users add"):
        users.verify("wang", "correct horse")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"# x\nwang:{HORSE}\nli\n", 3),
        ("wang:correct horse\n", 1),
        (f"\nwang:{HORSE.replace('argon2id', 'argon2i')}\n", 2),
        (f"wang:{HORSE}\n:{HORSE}\n", 2),
        (f"wang:{HORSE}\nli:{STAPLE}\nwang:{STAPLE}\n", 3),
        (f"two words:{HORSE}\n", 1),
        (f"wang:{HORSE}:chief\n", 1),
    ],
    ids=["no hash", "a password", "argon2i", "no name", "twice", "white space", "no role"],
)
def test_a_wrong_line_is_named_by_its_number(text: str, line: int):
    with pytest.raises(UsersError, match=f"第 {line} 行.*Line {line} "):
        parse_users(text, "users")


def test_a_line_that_is_no_utf_8_is_named_by_its_number(file: Path):
    file.write_bytes(b"# ok\n\xff\xfe:x\n")
    with pytest.raises(UsersError, match="第 2 行"):
        Users(file).table()


def test_a_wrong_file_is_not_overwritten(file: Path):
    file.write_text("wang\n", encoding="utf-8")
    with pytest.raises(UsersError):
        add_user(file, "li", "correct horse")
    assert file.read_text(encoding="utf-8") == "wang\n"


@every("name", ["", "  ", "a:b", "a b", "a\tb", "a\nb", "a\u3000b", "#wang", "x" * 65, "a\u200bb"])
def test_what_is_no_name(name: str):
    with pytest.raises(UsersError, match="用户名"):
        check_name(name)


def test_a_name_is_the_same_however_its_accent_was_typed(tmp_path: Path):
    assert check_name("Rene\u0301") == "Ren\u00e9"
    add_user(tmp_path / "users", "Rene\u0301", "correct horse")
    assert Users(tmp_path / "users").verify("Ren\u00e9", "correct horse")


@every(
    ("password", "words"),
    [("123456789", "太短"), ("x" * 1001, "不能用"), ("correct\x00horse", "不能用"), ("WANG.Fang.Desk", "用户名相同")],
)
def test_what_is_no_password(password: str, words: str):
    with pytest.raises(UsersError, match=words):
        check_password("wang.fang.desk", password)
    check_password("wang.fang.desk", "1234567890")


def test_a_full_width_keyboard_types_the_same_password(file: Path):
    assert Users(file).verify("wang", "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ") == User(HORSE)


def test_an_unknown_name_takes_as_long_as_a_known_one(tmp_path: Path, costly_passwords: None):
    add_user(tmp_path / "users", "wang", "correct horse")
    users = Users(tmp_path / "users")

    def seconds(name: str) -> float:
        spent = []
        for _ in range(3):
            begun = time.process_time()
            users.verify(name, "something else")
            spent.append(time.process_time() - begun)
        return min(spent)

    # The known one's hash takes tens of milliseconds; without a hash it would be microseconds.
    assert seconds("nobody") > seconds("wang") / 3


def test_two_who_add_users_at_once_lose_neither(tmp_path: Path):
    from threading import Thread

    path = tmp_path / "users"
    threads = [Thread(target=add_user, args=(path, f"user{n}", "correct horse")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Users(path).table()) == ["user0", "user1", "user2", "user3"]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(UsersError, match="--users") as error:
        add_user(tmp_path / "taken" / "users", "wang", "correct horse")
    assert "\n" not in str(error.value)


def test_the_file_is_the_one_set_else_in_the_data_folder(tmp_path: Path):
    assert users_file(Settings(data=tmp_path)) == tmp_path / "users"
    assert users_file(Settings(data=tmp_path, users=tmp_path / "mine")) == tmp_path / "mine"


def test_lists_in_the_environment_are_written_with_commas(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POLICY_KB_HOSTS", "desk.example, 10.0.0.5")
    monkeypatch.setenv("POLICY_KB_PROXY_ADDRESSES", "10.0.0.2")
    settings = Settings()
    assert settings.hosts == ("desk.example", "10.0.0.5")
    assert settings.proxy_addresses == ("10.0.0.2",)
    assert Settings(hosts=("x",)).hosts == ("x",)
