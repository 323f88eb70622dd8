import { createHook, executionAsyncId } from 'node:async_hooks';
import { firstOwnFrame } from './own-frame.ts';

/** What keeps a process alive, and how a person calls it. */
const kinds: Record<string, string> = {
  TCPWRAP: 'a TCP connection',
  TCPSERVERWRAP: 'a TCP server',
  PIPEWRAP: 'a pipe',
  PIPESERVERWRAP: 'a server on a socket file',
  UDPWRAP: 'a UDP socket',
  PROCESSWRAP: 'a child process',
  WORKER: 'a worker thread',
  FSEVENTWRAP: 'a watched file',
  Timeout: 'a timer',
};

/** Node's handles and timers; one without a reference keeps nothing alive. */
interface Resource {
  hasRef?(): boolean;
  /** Of a timer: it has fired or was cleared. */
  _destroyed?: boolean;
}

type Stack = { stack?: string };

/** Something that was begun: where, and where that which began it was begun itself. */
interface Begun {
  type: string;
  resource: WeakRef<Resource>;
  at: Stack;
  before: Stack | undefined;
}

export interface OpenThings {
  /** What has been opened since the watch began and still keeps the process alive, one line each. */
  list(): string[];
  stop(): void;
}

/** Begins to watch what this process opens. */
export function watchOpening(): OpenThings {
  const begun = new Map<number, Begun>();
  const hook = createHook({
    init(id, type, _trigger, resource: Resource) {
      if (type === 'PROMISE') return; // by far the most, and none of them keeps a process alive
      begun.set(id, {
        type,
        resource: new WeakRef(resource),
        at: stackHere(),
        before: begun.get(executionAsyncId())?.at,
      });
    },
    destroy: id => void begun.delete(id),
  }).enable();
  return { list: () => [...begun.values()].flatMap(line), stop: () => void hook.disable() };
}

function line(thing: Begun): string[] {
  const kind = kinds[thing.type];
  const resource = thing.resource.deref();
  if (!kind || !resource?.hasRef?.() || resource._destroyed) return [];
  // A server listens only after its host was looked up: the line that asked for it stands in the stack before.
  const frame = firstOwnFrame(thing.at.stack) ?? firstOwnFrame(thing.before?.stack) ?? 'by Node itself';
  return frame === 'jest' ? [] : [`${kind}, opened ${frame}`];
}

/** Only remembered here: turning it into text costs much more, and is needed for leaks alone. */
function stackHere(): Stack {
  const at: Stack = {};
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  Error.captureStackTrace(at, stackHere);
  Error.stackTraceLimit = before;
  return at;
}
