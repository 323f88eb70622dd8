// Puts what is new in place of the old, node by node, so that what stays keeps its focus. Without this file the page is
// whole, and still.
const link = document.querySelector('#link');
const pause = document.querySelector('#pause');
const SILENT_MS = 2000;
let source;
let paused = false;
let heardAtMs = 0;

function connect() {
  source = new EventSource(`/api/events${location.search}`);
  source.addEventListener('parts', ({ data }) => {
    heardAtMs = performance.now();
    say('live', 'live');
    const { body } = new DOMParser().parseFromString(data, 'text/html');
    for (const part of Array.from(body.children)) {
      const old = document.getElementById(part.id);
      if (old !== null) renew(old, part);
    }
  });
  source.addEventListener('error', lost);
}

/** A browser tries again by itself, but not after an answer that is no stream: a room that starts says 503 first. */
function lost() {
  away();
  if (source.readyState === EventSource.CLOSED) setTimeout(follow, 1000);
}

function renew(old, fresh) {
  if (old.nodeName !== fresh.nodeName || nameOf(old) !== nameOf(fresh)) return old.replaceWith(fresh);
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of Array.from(old.attributes)) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  // What has a name and is gone goes first, or all behind it would be taken for new, and read out again.
  const names = new Set([...fresh.children].map(nameOf));
  for (const child of Array.from(old.children)) if (!names.has(nameOf(child))) child.remove();
  const children = [...fresh.childNodes];
  children.forEach((child, i) => (old.childNodes[i] ? renew(old.childNodes[i], child) : old.append(child)));
  while (old.childNodes.length > children.length) old.lastChild.remove();
}

/** A button that means something else now is another button, and must not be pressed for the one before. */
function nameOf(node) {
  return node.id || node.getAttribute?.('action')?.replace(/\/(on|off)$/, '') || '';
}

// Counts on from the last frame, and never past it: that a rest is over is the service's word.
setInterval(() => {
  const sinceMs = performance.now() - heardAtMs;
  if (link.dataset.state !== 'live') return;
  if (sinceMs > SILENT_MS) return away();
  for (const left of document.querySelectorAll('[data-left-ms]')) {
    left.textContent = `${Math.ceil(Math.max(0, left.dataset.leftMs - sinceMs) / 1000)} s`;
  }
}, 200);

function away() {
  say('away', 'no word from the control room; trying again');
}

function say(state, words) {
  if (link.dataset.state === state) return;
  link.dataset.state = state;
  link.textContent = words;
}

function follow() {
  source?.close();
  if (paused) return say('paused', 'paused');
  if (!document.hidden) connect();
}

pause.hidden = false;
pause.addEventListener('click', () => {
  paused = !paused;
  pause.textContent = paused ? 'Follow' : 'Pause';
  follow();
});
// Twice within a second, wherever the focus is: whoever has broken too much wants no search for a button.
let escapedAtMs = -Infinity;
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  const nowMs = performance.now();
  if (nowMs - escapedAtMs < 1000) document.querySelector('#stop-all').form.requestSubmit();
  escapedAtMs = nowMs;
});

// Six connections per origin: a tab that nobody sees gives its one back.
document.addEventListener('visibilitychange', follow);
addEventListener('online', follow);
follow();
