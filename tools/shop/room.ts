import { config } from '../config.ts';
import { knownPort } from '../supervisor/known-ports.ts';
import { ShopCommandError } from './runner.ts';

/** The control room, which reaches every service however the shop is run: on this machine's port with npm and with Compose. */
export interface Room {
  /** @throws ShopCommandError what the service reports as wrong, or that the control room is unavailable */
  breaks(service: string, fault: Record<string, string>): Promise<void>;
  mendsAll(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 5000;

export const room: Room = {
  breaks: (service, fault) => send('/faults', { service, ...fault }),
  mendsAll: () => send('/faults/stop', {}),
};

async function send(path: string, form: Record<string, string>): Promise<void> {
  const origin = config.roomUrl() ?? `http://localhost:${knownPort('control-room', 8081)}`;
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(form),
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  }).catch(() => undefined);
  if (response === undefined)
    throw new ShopCommandError(`The control room does not answer at ${origin}: npm run shop start control-room`);
  if (response.status === 303) return;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new ShopCommandError(problem.detail ?? `The control room answered ${response.status}.`);
}
