// Replaces what has changed, node by node, so that the rest keeps its focus. Without this file the page is complete, and
// does not change.
const link = document.querySelector('#link');
const pause = document.querySelector('#pause');
const SILENT_MS = 2000;
let source;
let paused = false;
let receivedAtMs = 0;

function connect() {
  source = new EventSource(document.body.dataset.events);
  source.addEventListener('parts', ({ data }) => {
    receivedAtMs = performance.now();
    showLink('live', 'live');
    const { body } = new DOMParser().parseFromString(data, 'text/html');
    for (const part of Array.from(body.children)) {
      const old = document.getElementById(part.id);
      if (old !== null) replaceChanged(old, part);
    }
  });
  source.addEventListener('error', lost);
}

/**
 * A browser connects again by itself, but not after an answer that is no stream: a control room that starts answers 503 first,
 * and one that was started anew knows no session. Then the page becomes the one that says where the next link is.
 */
async function lost() {
  showDisconnected();
  if (source.readyState !== EventSource.CLOSED) return;
  // oxlint-disable-next-line no-restricted-globals -- a browser has no other client
  const answer = await fetch('/api/state').catch(() => undefined);
  if (answer?.status === 401) return location.reload();
  setTimeout(follow, 1000);
}

function replaceChanged(old, fresh) {
  if (old.nodeName !== fresh.nodeName || nameOf(old) !== nameOf(fresh)) return old.replaceWith(fresh);
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of Array.from(old.attributes)) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  // A named child that is missing now is removed first, or all after it would be taken for new, and announced again.
  const names = new Set([...fresh.children].map(nameOf));
  for (const child of Array.from(old.children)) if (!names.has(nameOf(child))) child.remove();
  const children = [...fresh.childNodes];
  children.forEach((child, i) => (old.childNodes[i] ? replaceChanged(old.childNodes[i], child) : old.append(child)));
  while (old.childNodes.length > children.length) old.lastChild.remove();
}

/** A button with another meaning is another button: a click meant for the old one must not reach it. */
function nameOf(node) {
  return node.id || node.getAttribute?.('action')?.replace(/\/(on|off)$/, '') || '';
}

// Counts down from the last frame, and never past zero: only a report of the service ends an open period.
setInterval(() => {
  const sinceMs = performance.now() - receivedAtMs;
  if (link.dataset.state !== 'live') return;
  if (sinceMs > SILENT_MS) return showDisconnected();
  for (const left of document.querySelectorAll('[data-left-ms]')) {
    const words = secondsOrMinutes(left.dataset.leftMs - sinceMs);
    if (left.textContent !== words) left.textContent = words;
  }
}, 200);

function secondsOrMinutes(ms) {
  return ms > 99_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.ceil(Math.max(0, ms) / 1000)} s`;
}

function showDisconnected() {
  showLink('disconnected', 'the control room does not answer; trying again');
}

function showLink(state, text) {
  if (link.dataset.state === state) return;
  link.dataset.state = state;
  link.textContent = text;
}

function follow() {
  source?.close();
  if (paused) return showLink('paused', 'paused');
  if (!document.hidden) connect();
}

pause.hidden = false;
pause.addEventListener('click', () => {
  paused = !paused;
  pause.textContent = paused ? 'Follow' : 'Pause';
  follow();
});
// Escape twice within a second heals everything, wherever the focus is.
let escapedAtMs = -Infinity;
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  const nowMs = performance.now();
  if (nowMs - escapedAtMs < 1000) document.querySelector('#heal')?.form.requestSubmit();
  escapedAtMs = nowMs;
});

// A browser has six connections per origin: a hidden tab closes its own.
document.addEventListener('visibilitychange', follow);
addEventListener('online', follow);
follow();
