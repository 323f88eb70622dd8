import { X509Certificate } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Contract } from '@watertight/contracts';
import { SECOND } from '@watertight/resilience';
import type { Logger } from '@watertight/telemetry';
import type { ServiceConfig } from '../config/service-config.ts';
import { gaugeOf } from '../metrics/own-metrics.ts';
import { ownPattern } from '../ops/own-patterns.ts';
import { PermittedCallers } from '../request/permitted-callers.ts';
import { OwnIdentity } from './own-identity.ts';
import { ownIdentity, proveWith } from './this-process.ts';
import { answerTls } from './two-protocols.ts';

const READ_AGAIN_MS = 500;

/** How this process proves itself and makes its callers prove themselves. */
export interface Proof {
  /** Who may ask what; undefined while every caller is believed. */
  readonly permitted: () => PermittedCallers | undefined;
  /** Lets a server answer TLS too. Returns how to end connections that have said nothing yet. */
  readonly answerOn: (server: Server) => () => void;
  /** Ends looking for new keys. */
  readonly close: () => void;
}

gaugeOf('identityEnds', 'When the certificate of this service ends, in Unix time; 0 without one.', () => {
  const certificate = ownIdentity()?.current.cert;
  return certificate === undefined ? 0 : Math.floor(Date.parse(new X509Certificate(certificate).validTo) / SECOND);
});

/** `IDENTITY=off`: every caller is believed, and answers are as on any network. */
const unproven: Proof = { permitted: () => undefined, answerOn: () => () => undefined, close: () => undefined };

/**
 * Reads what this process proves itself with, before it makes its first client.
 *
 * Where faults may be switched on, so may this pattern be switched off: then plain requests are believed, as every request is in
 * a shop without it. Our own calls stay as they are.
 *
 * @throws StartError the folder does not hold a key and a certificate of this service
 */
export async function proveIdentity(
  { identity: folder, name, faults }: ServiceConfig,
  contract: Contract,
  logger: Logger,
): Promise<Proof> {
  if (folder === null) return unproven;
  const identity = await readTwice(() => new OwnIdentity(folder, name, logger));
  proveWith(identity);
  const pattern = faults ? ownPattern('identity') : { isOn: true };
  const permitted = new PermittedCallers(contract);
  return {
    permitted: () => (pattern.isOn ? permitted : undefined),
    answerOn: server => answerTls(server, identity),
    close: identity.watch(),
  };
}

/** Once more after a moment: while keys rotate, a key is there a moment before its certificate. */
async function readTwice<T>(read: () => T): Promise<T> {
  try {
    return read();
  } catch {
    await setTimeout(READ_AGAIN_MS);
    return read();
  }
}
