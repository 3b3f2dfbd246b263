// Talking to the server: questions by POST, and a look now and then whether it is still there. Times in milliseconds.

const LOOK = 20_000, LOOK_WHEN_LOST = 3000, PATIENCE = 5000, STRIKES = 2;

// The reply, or null where the server cannot be reached or the wait was ended.
export async function send(path, body, signal) {
  try {
    // With the page's one cookie, the language of its frame: the reply is framed in it.
    const reply = await fetch(path, { method: "POST", body, signal, headers: { "X-Piece": "1" }, cache: "no-store", redirect: "error" });
    return { status: reply.status, html: await reply.text() };
  } catch {
    return null;
  }
}

export async function isAlive() {
  try {
    return (await fetch("/alive", { signal: AbortSignal.timeout(PATIENCE), cache: "no-store", credentials: "omit" })).ok;
  } catch {
    return false;
  }
}

export function watchServer({ isBusy, isLost, lost, found }) {
  let strikes = 0;
  let timer = setTimeout(look, LOOK);

  async function look() {
    if (!isBusy()) {
      const alive = await isAlive();
      strikes = alive ? 0 : strikes + 1;
      if (alive && isLost()) found();
      else if (strikes >= STRIKES && !isLost() && !isBusy()) lost();
    }
    timer = setTimeout(look, isLost() || strikes ? LOOK_WHEN_LOST : LOOK);
  }

  return {
    // A question that failed has told already that the server is gone.
    soon() {
      clearTimeout(timer);
      timer = setTimeout(look, LOOK_WHEN_LOST);
    },
  };
}
