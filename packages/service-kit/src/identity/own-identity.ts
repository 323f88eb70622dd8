import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import { SECOND } from '@watertight/resilience';
import type { Logger } from '@watertight/telemetry';
import { StartError } from '../database/database-errors.ts';

/** How often the files are looked at, so that keys rotate without a restart. */
const LOOK_EVERY_MS = 2 * SECOND;
const FILES = ['tls.key', 'tls.crt', 'ca.crt'] as const;

/** What this process proves itself with, and what it asks of others, for `node:tls`. */
export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
  /** The authorities whose certificates are believed: while keys rotate, the old one and the new one. */
  readonly ca: string;
}

/** The key and the certificate of this process, as they are at the moment. */
export class OwnIdentity {
  private readonly folder: string;
  private readonly name: string;
  private readonly logger: Logger;
  private readonly listeners: ((files: TlsFiles) => void)[] = [];
  private files: TlsFiles;

  /** @throws StartError the folder holds no identity of this service */
  constructor(folder: string, name: string, logger: Logger) {
    this.folder = folder;
    this.name = name;
    this.logger = logger;
    this.files = readIdentity(folder, name);
  }

  get current(): TlsFiles {
    return this.files;
  }

  /** Calls `listener` after each rotation. */
  onRotation(listener: (files: TlsFiles) => void): void {
    this.listeners.push(listener);
  }

  /** Looks for new files every 2 s. Connections that are open stay as they are. Returns how to stop. */
  watch(): () => void {
    const paths = FILES.map(file => join(this.folder, file));
    const look = () => this.read();
    for (const path of paths) watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look);
    return () => paths.forEach(path => unwatchFile(path, look));
  }

  /** Files that are written at this moment may not belong together yet: the last ones that did stay in use. */
  private read(): void {
    try {
      const files = readIdentity(this.folder, this.name);
      const { key, cert, ca } = this.files;
      if (files.key === key && files.cert === cert && files.ca === ca) return;
      this.files = files;
      for (const listener of this.listeners) listener(files);
      this.logger.info({ event: 'identity-rotated' }, 'new keys are in use');
    } catch (error) {
      this.logger.warn({ reason: (error as Error).message }, 'the new keys cannot be used; the old ones stay');
    }
  }
}

/** @throws StartError the files are not there, are no PEM, do not belong together, name another service, or have expired */
export function readIdentity(folder: string, name: string): TlsFiles {
  const [key, cert, ca] = FILES.map(file => readPem(folder, file)) as [string, string, string];
  const certificate = parsed(folder, 'tls.crt', () => new X509Certificate(cert));
  const privateKey = parsed(folder, 'tls.key', () => createPrivateKey(key));
  parsed(folder, 'ca.crt', () => new X509Certificate(ca));
  const refuse = (rule: string) => {
    throw new StartError(`IDENTITY=${folder}: ${rule}.`);
  };
  if (!certificate.checkPrivateKey(privateKey)) refuse('tls.key does not belong to tls.crt');
  if (certificate.checkHost(name) === undefined)
    refuse(`a certificate of "${name}" expected, and tls.crt is one of "${nameIn(certificate)}"`);
  if (Date.parse(certificate.validTo) < Date.now())
    refuse(`tls.crt has expired on ${certificate.validTo}; make new keys`);
  return { key, cert, ca };
}

/** The service that a certificate names. */
export function nameIn(certificate: X509Certificate): string | undefined {
  return /^DNS:([a-z][a-z-]{0,39})(?:,|$)/.exec(certificate.subjectAltName ?? '')?.[1];
}

function readPem(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new StartError(`IDENTITY=${folder}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parsed<T>(folder: string, file: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new StartError(`IDENTITY=${folder}: ${file} is no PEM file of the expected kind.`);
  }
}
