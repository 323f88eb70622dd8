/** The door for what runs for minutes and is no test of jest's: real processes and servers, which end when told to. */
export { createServiceDatabases, freePort } from '@watertight/embedded-databases';
export { type AppProcess, type Exit } from './app-process.ts';
export { askOnce } from './ask-once.ts';
export { buildApps } from './build-apps.ts';
export { type DatabaseServer, startServer } from './database-server.ts';
export { type FaultProfile, FaultyWire } from './faulty-wire.ts';
export { launchApp, opsOnly, queueKeys, roomKeyOfTests } from './launch-app.ts';
export { type RewindablePostgres, startRewindablePostgres } from './rewindable-postgres.ts';
export { lookUntil, until } from './until.ts';
