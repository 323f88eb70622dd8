import { apps } from '@watertight/topology';
import type { Target } from '../attack.ts';
import { identityOf } from '../identity.ts';
import { type Answer, ask } from '../wire.ts';

export type Sender = (request: {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}) => Promise<Answer>;

/** Who sends to a service: a stranger, and each of the services that call it, which are let in further. */
export function callersOf(target: Target, service: string): [caller: string, send: Sender][] {
  const url = target.urlOf(service);
  if (url === undefined) return [];
  const as =
    (caller: string | undefined): Sender =>
    request =>
      ask(request.method, url + request.path, {
        ...request,
        headers: { ...request.headers, ...(caller && { 'request-caller': caller }) },
        identity: caller === undefined ? undefined : identityOf(caller, target, service),
      });
  // The control room may ask most, and has a token besides.
  const callers = apps.filter(({ calls }) => calls.includes(service)).map(({ name }) => name);
  return [['a stranger', as(undefined)], ...callers.map((name): [string, Sender] => [name, as(name)])];
}
