import { spawn } from 'node:child_process';

/** Ends the server when this process dies, even by `kill -9`: a shell waits for the end of a pipe that only we hold. */
export type Leash = { letGo(): void };

// $1 the server, $2 the signal it stops on, $3 a throw-away folder or nothing.
// Reading a line means that the owner has stopped the server itself; the end of the pipe means that it died.
// A frozen PostgreSQL has frozen backends: they are thawed with it, or would stay for ever.
// A zombie counts as ended: where process 1 reaps no orphans (some containers), it stays for ever.
const WATCH = `
alive() { kill -0 "$1" 2>/dev/null && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; }
children() { cat "/proc/$1/task/$1/children" 2>/dev/null || pgrep -P "$1"; }
read -r _ && exit 0
kill -CONT "$1" $(children "$1") 2>/dev/null
kill -"$2" "$1" 2>/dev/null
tenths=0
while alive "$1" && [ $tenths -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
kill -KILL "$1" 2>/dev/null
[ -n "$3" ] && rm -rf -- "$3"
`;

/** @param throwAwayDir removed too when the owner dies */
export function leash(pid: number, stopSignal: NodeJS.Signals, throwAwayDir: string | undefined): Leash {
  const watcher = spawn('/bin/sh', ['-c', WATCH, 'leash', String(pid), stopSignal.slice(3), throwAwayDir ?? ''], {
    detached: true, // Ctrl-C in the owner's terminal must not end the one who cleans up after it
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  watcher.on('error', () => {}); // no /bin/sh: the server then outlives a killed owner, and still stops with a living one
  watcher.stdin.on('error', () => {}); // the watcher was killed: nothing is left to tell it
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return { letGo: () => void watcher.stdin.end('done\n') };
}
