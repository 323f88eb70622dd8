// Loaded before the service (`node --import`): pg and ioredis can only be instrumented before they are first used.
import { config } from './config.ts';

if (config.enabled) await import('./sdk.ts');
