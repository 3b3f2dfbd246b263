"""The words of the sign-in page, and of what is answered to whoever is not signed in."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from kb.messages import Message
from kb.records import Language

NOT_SIGNED_IN: Final = Message("请先登录。", "Sign in first.")
NO_USERS_FILE: Final = Message("现在不能登录，请告知管理员。", "Nobody can sign in at present: tell the administrator.")


@dataclass(frozen=True)
class SignInWords:
    """The page's words in one language; `wait` takes whole minutes."""

    title: str
    lead: str
    name: str
    password: str
    submit: str
    forgotten: str
    missing: str
    wrong: str
    wait_one: str
    wait: str
    busy: str
    closed: str
    by_proxy: str

    def waiting(self, seconds: float) -> str:
        """How long to wait, in minutes rounded up."""
        minutes = max(1, ceil(seconds / 60))
        return self.wait_one if minutes == 1 else self.wait.format(minutes=minutes)


SIGN_IN: Final[dict[Language, SignInWords]] = {
    "zh": SignInWords(
        title="登录",
        lead="供单位内部使用，请用管理员为您建立的用户登录。",
        name="用户名",
        password="密码",
        submit="登录",
        forgotten="忘记密码，请管理员重设。",
        missing="请输入用户名和密码。",
        wrong="用户名或密码不对，请检查后再试。",
        wait_one="试错次数过多，请过 1 分钟再试。",
        wait="试错次数过多，请过 {minutes} 分钟再试。",
        busy="同时登录的人太多，请稍等几秒再试。",
        closed="现在不能登录，请告知管理员。",
        by_proxy="请从单位的登录入口进入。直接打开这个地址，系统不知道您是谁。",
    ),
    "en": SignInWords(
        title="Sign in",
        lead="For the office's own staff: sign in with the name your administrator gave you.",
        name="Name",
        password="Password",
        submit="Sign in",
        forgotten="Forgot your password? Your administrator can set a new one.",
        missing="Type your name and your password.",
        wrong="The name or the password is wrong. Check both and try again.",
        wait_one="Too many wrong tries. Wait 1 minute, then try again.",
        wait="Too many wrong tries. Wait {minutes} minutes, then try again.",
        busy="Too many people are signing in. Try again in a few seconds.",
        closed="Nobody can sign in at present. Tell your administrator.",
        by_proxy="Enter through your office's own sign-in. Opened directly, this page cannot tell who you are.",
    ),
}
