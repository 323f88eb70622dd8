import { apps } from '@watertight/topology';
import type { Target } from '../attack.ts';
import { type Answer, ask } from '../wire.ts';

export type Sender = (request: {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}) => Promise<Answer>;

/** Who sends to a service: a stranger, and the first of the services that call it, which is let in further. */
export function callersOf(target: Target, service: string): [caller: string, send: Sender][] {
  const url = target.urlOf(service);
  if (url === undefined) return [];
  const as =
    (headers: Record<string, string>): Sender =>
    request =>
      ask(request.method, url + request.path, { ...request, headers: { ...request.headers, ...headers } });
  const caller = apps.find(({ name, calls }) => name !== 'control-room' && calls.includes(service))?.name;
  const known: [string, Sender][] = caller === undefined ? [] : [[caller, as({ 'request-caller': caller })]];
  return [['a stranger', as({})], ...known];
}
