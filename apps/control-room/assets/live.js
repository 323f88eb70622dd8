// Puts the newest tables in place of the old ones. Without this file the page is whole, and still.
const live = document.querySelector('#live');
const link = document.querySelector('#link');
const pause = document.querySelector('#pause');
let source;
let paused = false;

function connect() {
  source = new EventSource('/api/events');
  source.addEventListener('tables', ({ data }) => {
    say('live', 'live');
    // A replaced button would lose the focus of who is about to press it.
    const focused = live.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    live.innerHTML = data;
    if (focused !== null) live.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  });
  source.addEventListener('error', () => say('away', 'no word from the control room; trying again'));
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
// Six connections per origin: a tab that nobody sees gives its one back.
document.addEventListener('visibilitychange', follow);
follow();
